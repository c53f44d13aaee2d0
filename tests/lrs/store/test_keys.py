"""Keys are stable, fit into SQL, and differ where what they stand for differs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from collectif.lrs.store.keys import Role, document_key, key, name_key

texts = st.text(st.characters(codec="utf-8"))


def test_a_key_never_changes() -> None:
    # Stored in databases of others: a change here needs a migration.
    assert key(Role.VERB, "http://adlnet.gov/expapi/verbs/passed") == -913113802087171633
    assert name_key("mbox|mailto:ada@example.org") == 1883090757828532347
    assert document_key("state", "a", None).hex() == "bb7e2021b2d3855e451379f112e0cdec"


@given(st.sampled_from(Role), texts)
def test_a_key_is_a_signed_number_of_64_bits(role: Role, text: str) -> None:
    assert -(2**63) <= key(role, text) < 2**63


@given(texts)
def test_the_same_thing_in_two_roles_has_two_keys(text: str) -> None:
    assert len({key(role, text) for role in Role} | {name_key(text)}) == len(Role) + 1


@given(st.lists(st.none() | texts, max_size=4), st.lists(st.none() | texts, max_size=4))
def test_documents_share_a_key_only_if_all_their_parts_are_equal(
    one: list[str | None], other: list[str | None]
) -> None:
    assert (document_key(*one) == document_key(*other)) == (one == other)
