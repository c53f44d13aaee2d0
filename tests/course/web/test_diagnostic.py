"""The self-diagnostic as somebody meets it: no script, a page at a time."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from babel.dates import format_date

from collectif.course import diagnosis_finished
from collectif.course.store import diagnoses, people
from tests.actors import Learner, Page, Visitor
from tests.conftest import Clock, make_app
from tests.course.diagnostics.world import full_form, house_of, let_in, write_course

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from collectif.course.diagnostics.model import Variant

DIMENSIONS = [f"D{number}" for number in range(1, 9)]


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, clock: Clock) -> Iterator[Flask]:
    """One application for all these stories: each has people of its own."""
    place = tmp_path_factory.mktemp("diagnostic")
    made = make_app(f"sqlite:///{place / 'test.db'}", write_course(place / "course"), place, clock)
    yield made
    house_of(made).database.engine.dispose()


@pytest.fixture
def ada(app: Flask) -> Learner:
    return admitted(app, "Ada Martin")


def admitted(app: Flask, name: str, language: str = "fr") -> Learner:
    """Somebody signed up to whom the diagnostic is open."""
    learner = Learner(app, language).signs_up(name)
    house = house_of(app)
    with house.database.reading() as connection:
        person = people.by_email(connection, learner.email)
    assert person is not None
    let_in(house, person)
    return learner


def variant_of(learner: Learner, name: str = "companies") -> Variant:
    return house_of(learner.app).variants[name]


def asks_to_begin(learner: Learner, variant: str, organisation: str) -> Page:
    """Send the form that begins one."""
    page = learner.opens("/diagnostic")
    form = next(one for one in page.forms if one.action == "/diagnostic")
    token = dict(form.fields)["csrf_token"]
    fields = [("csrf_token", token), ("variant", variant), ("organisation", organisation)]
    return learner.posts(form.action, fields)


def begins(learner: Learner, variant: str = "companies", organisation: str = "Atelier") -> str:
    """Begin a diagnostic; answers its address."""
    page = asks_to_begin(learner, variant, organisation)
    found = re.search(r'action="(/diagnostic/[0-9a-f-]{36})/dimension/D1"', page.html)
    assert found, page.words
    return found[1]


def saves(
    learner: Learner, address: str, dimension: str, follow: bool = True, **fields: str
) -> Page:
    """Fill the form of a dimension and press a button (`go`, the next dimension by default)."""
    learner.opens(f"{address}/dimension/{dimension}")
    named = {name.replace("__", ".").replace("_", "-"): value for name, value in fields.items()}
    return learner.sends(f"{address}/dimension/", follow=follow, **{"go": "next", **named})


def answers_all(learner: Learner, address: str, **fields: str) -> Page:
    """Go through the eight dimensions with level 3 and a document, but for these fields."""
    named = {name.replace("__", ".").replace("_", "-"): value for name, value in fields.items()}
    variant = variant_of(learner)
    values: dict[str, Any] = full_form(variant) | named
    for dimension in variant.dimensions:
        owned = {item.id for item in dimension.items} | {dimension.id}
        mine = {name: one for name, one in values.items() if name.partition(".")[2] in owned}
        learner.opens(f"{address}/dimension/{dimension.id}")
        page = learner.sends(f"{address}/dimension/{dimension.id}", go="next", **mine)
        assert page.status == 200, page.words
    return page


def finishes(learner: Learner, organisation: str = "Atelier", **fields: str) -> str:
    """A whole diagnostic from its beginning to its result; answers its address."""
    address = begins(learner, organisation=organisation)
    answers_all(learner, address, **fields)
    page = learner.sends(f"{address}/finish")
    assert page.status == 200, page.words
    return address


def fields_of(page: Page, address: str) -> dict[str, str]:
    """What the form of a dimension holds, texts included."""
    found = dict(page.form(f"{address}/dimension/").fields)
    texts = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>([^<]*)</textarea>', page.html)
    return found | dict(texts)


def words_of(page: Page) -> str:
    return re.sub("[\u00a0\u202f]", " ", page.words)


# -- the whole way ------------------------------------------------------------------


def test_from_the_choice_of_a_questionnaire_to_a_plan_without_any_script(ada: Learner) -> None:
    page = ada.opens("/diagnostic")
    assert "RSE & partenariats" in page.words
    assert "Stratégie partenariale" in page.words
    address = begins(ada)
    page = answers_all(ada, address, item__d5_a="1", item__d5_b="1", item__d5_c="2")
    assert "Un résultat provisoire" in page.words
    page = ada.sends(f"{address}/finish")
    said = words_of(page)
    assert "Votre autodiagnostic est terminé" in said
    assert "<h1>Niveau 2 sur 5" in re.sub("[\u00a0\u202f]", " ", page.html)  # held by D5
    assert "Ce qui retient le niveau : « Choix du partenaire et formalisation »." in said
    assert len(re.findall('class="card step"', page.html)) == 3
    assert len(re.findall(r'href="/module/s1-tool"', page.html)) >= 3
    assert "Premier pas, avant le" in said
    assert page.html.count('role="img" aria-labelledby="radar-title"') == 1


def test_the_first_step_is_due_thirty_days_after_the_result(ada: Learner, clock: Clock) -> None:
    address = finishes(ada)
    due = house_of(ada.app).today() + timedelta(days=30)
    clock.passes(days=100)
    ada.signs_in(ada.email)
    page = ada.opens(f"{address}/result")
    assert f"Premier pas, avant le {format_date(due, 'long', locale='fr')}" in page.words


def test_the_data_table_says_what_the_radar_shows(ada: Learner) -> None:
    address = finishes(ada, item__d7_a="unknown", item__d7_b="not_applicable", target__D1="5")
    page = ada.opens(f"{address}/result")
    table = page.html.partition('class="profile-table"')[2].partition("</table>")[0]
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", table)
    cells = [re.sub(r"<[^>]+>", "|", row).split("|") for row in rows]
    scores = [next(one for one in row if re.fullmatch(r"\d,\d|–", one)) for row in cells]
    assert scores == ["3,0"] * 6 + ["–", "3,0"]
    described = page.html.partition("<desc")[2].partition("</desc>")[0]
    assert described.count("3,0") == 7
    assert described.count("sans score") == 1
    assert 'class="radar-targets"' in page.html  # the target that Ada set
    assert "Un profil par dimension, sans score global" in page.words
    assert "À éclaircir avec d’autres" in page.words


def test_every_number_says_how_it_is_computed(ada: Learner) -> None:
    page = ada.opens(f"{finishes(ada, item__d1_a='5')}/result")
    said = words_of(page)
    assert "Moyenne de 3 réponses : 11 ÷ 3 = 3,67." in said
    assert "Moyenne des 8 dimensions" in said
    assert "Priorité = (niveau visé 4 − niveau 3) × importance 3 = 3." in said
    assert page.html.count("Comment ce nombre est calculé") == 1 + 2 + 8


# -- one dimension ------------------------------------------------------------------


def test_each_statement_is_a_group_of_seven_answers_in_words(ada: Learner) -> None:
    address = begins(ada)
    page = ada.opens(f"{address}/dimension/D1")
    spec = variant_of(ada).dimension("D1")
    groups = re.findall(r"<fieldset.*?</fieldset>", page.html, re.DOTALL)
    assert len(groups) == 3 + 1 + 2  # the items, the evidence, importance and target
    for item, group in zip(spec.items, groups, strict=False):
        assert group.count("<legend>") == 1
        assert item.statement["fr"] in group
        values = re.findall(rf'name="item.{item.id}" value="(\w+)"', group)
        assert values == ["1", "2", "3", "4", "5", "not_applicable", "unknown"]
        assert all(text["fr"] in group for text in item.levels)
        assert "checked" not in group
    assert "<table" not in page.html


def test_what_was_kept_is_shown_again_and_one_goes_on_where_one_left(
    ada: Learner, app: Flask
) -> None:
    address = begins(ada)
    given = {
        "item.d1-a": "2",
        "item.d1-b": "unknown",
        "item.d1-c": "not_applicable",
        "note.d1-a": "Le bureau <b>seul</b>",
        "grade.D1": "example",
        "proof.D1": "Un compte rendu",
        "link.D1": "https://exemple.fr/a?b=1&c=2",
        "day.D1": "2026-03-04",
        "importance.D1": "1",
        "target.D1": "4",
    }
    ada.sends(f"{address}/dimension/D1", **given)
    assert ada.page is not None
    assert "Dimension 2 sur 8 · 3 réponses sur 24" in ada.page.words
    other = Learner(app)
    other.signs_in(ada.email)
    page = other.opens(address)
    assert "Dimension 2 sur 8" in page.words
    page = other.opens(f"{address}/dimension/D1")
    kept = fields_of(page, address)
    given["note.d1-a"] = "Le bureau &lt;b&gt;seul&lt;/b&gt;"
    assert {name: kept[name] for name in given} == given
    assert page.html.count("checked") == 6
    assert "Enregistré à" in page.words


@pytest.mark.parametrize(
    ("dimension", "go", "place"),
    [
        ("D1", "next", "D2"),
        ("D1", "previous", "D1"),
        ("D4", "previous", "D3"),
        ("D4", "stay", "D4"),
        ("D4", "D8", "D8"),
        ("D4", "nonsense", "D5"),
        ("D4", "result", None),
        ("D8", "next", None),
    ],
)
def test_each_button_keeps_the_answers_and_leads_on(
    ada: Learner, dimension: str, go: str, place: str | None
) -> None:
    address = begins(ada)
    field = f"item.{dimension.lower()}-a"
    ada.opens(f"{address}/dimension/{dimension}")
    page = ada.sends(f"{address}/dimension/", follow=False, **{"go": go, field: "4"})
    assert page.status == 303
    end = f"/dimension/{place}" if place else "/result"
    assert page.response.headers["Location"] == address + end
    assert fields_of(ada.opens(f"{address}/dimension/{dimension}"), address)[field] == "4"


def test_enter_in_a_text_field_saves_and_stays(ada: Learner) -> None:
    page = ada.opens(f"{begins(ada)}/dimension/D3")
    buttons = re.findall(r'<button[^>]*name="go" value="(\w+)"', page.html)
    assert buttons[0] == "stay"  # what a browser presses for Enter
    assert buttons[1:9] == DIMENSIONS
    page = ada.sends(page.form("/diagnostic").action, go="stay", **{"item.d3-a": "4"})
    assert "Vos réponses sont enregistrées." in page.words


BAD = [
    ("link.D1", "javascript:alert(1)", "Lien : écrivez l’adresse entière"),
    ("link.D1", "https://exemple.fr/" + "x" * 500, "Lien : ce texte est trop long"),
    ("day.D1", "2026-02-30", "Date : choisissez un jour du calendrier"),
    ("proof.D1", "x" * 2001, "Document ou fait : ce texte est trop long"),
    ("note.d1-b", "x" * 1_000_000, "Énoncé 2, note : ce texte est trop long"),
    ("item.d1-b", "6", "Énoncé 2 : choisissez une des réponses proposées."),
    ("grade.D1", "much", "Preuve : choisissez une des réponses proposées."),
    ("importance.D1", "4", "Importance : choisissez une des réponses proposées."),
    ("target.D1", "0", "Niveau visé : choisissez une des réponses proposées."),
    ("item.d99-z", "3", "Énoncé inconnu : le questionnaire ne le connaît pas."),
]


@pytest.mark.parametrize(("field", "value", "sentence"), BAD)
def test_a_bad_value_is_named_shown_again_and_does_not_hinder_the_others(
    ada: Learner, field: str, value: str, sentence: str
) -> None:
    address = begins(ada)
    good = {"item.d1-a": "4", "note.d1-a": "gardé"}
    page = ada.sends(f"{address}/dimension/D1", **good, **{field: value})
    assert page.status == 422
    assert sentence in words_of(page)
    assert f'href="#f-{field.replace(".", "-")}"' in page.html
    if field.partition(".")[0] in ("link", "day", "proof", "note"):
        assert fields_of(page, address)[field] == value
        assert f'id="f-{field.replace(".", "-")}"' in page.html
    kept = fields_of(ada.opens(f"{address}/dimension/D1"), address)
    assert (kept["item.d1-a"], kept["note.d1-a"]) == ("4", "gardé")
    assert kept.get(field, "") != value


def test_a_form_larger_than_we_take_is_refused_whole(ada: Learner) -> None:
    address = begins(ada)
    page = ada.sends(f"{address}/dimension/D1", **{"note.d1-a": "x" * 2_100_000})
    assert page.status == 413


def test_a_script_gets_only_the_parts_that_change(ada: Learner) -> None:
    address = begins(ada)
    token = ("csrf_token", ada.token())
    post = f"{address}/dimension/D2"
    page = ada.posts(post, [token, ("item.d2-a", "4")], **{"X-Fragment": "1"})
    assert page.status == 200
    assert "<html" not in page.html
    assert 'id="saved"' in page.html
    assert "Enregistré à" in page.words
    assert "1 réponse sur 24" in page.words
    page = ada.posts(
        post, [token, ("link.D2", "exemple"), ("proof.D2", "une carte")], **{"X-Fragment": "1"}
    )
    assert page.status == 422
    assert re.search(r'id="f-link-D2-error">.*écrivez l’adresse', page.html, re.DOTALL)
    assert 'id="f-proof-D2-error" hidden' in page.html
    kept = fields_of(ada.opens(post), address)
    assert (kept["item.d2-a"], kept["proof.D2"], kept["link.D2"]) == ("4", "une carte", "")


# -- doors ----------------------------------------------------------------------------


ADDRESSES = ("", "/dimension/D1", "/result")


def test_it_is_locked_with_its_reasons_until_the_course_is_completed(app: Flask) -> None:
    eve = Learner(app).signs_up("Eve")
    for address in ("/diagnostic", "/diagnostic/anything", "/diagnostic/anything/result"):
        page = eve.opens(address)
        assert page.status == 403
        assert "Ce qui l’ouvre" in page.words
        assert "/module/s1-quiz" in page.html
    token = ("csrf_token", eve.token())
    assert eve.posts("/diagnostic", [token, ("variant", "companies")]).status == 403


def test_somebody_elses_does_not_exist(app: Flask, ada: Learner) -> None:
    address = finishes(ada)
    eve = admitted(app, "Eve")
    for end in ADDRESSES:
        assert eve.opens(address + end).status == 404
    token = ("csrf_token", eve.token())
    for end in ("/dimension/D1", "/finish", "/remove"):
        assert eve.posts(address + end, [token]).status == 404
    assert ada.opens(f"{address}/result").status == 200


def test_a_dimension_that_is_none_does_not_exist(ada: Learner) -> None:
    assert ada.opens(f"{begins(ada)}/dimension/D9").status == 404


def test_a_visitor_is_asked_to_sign_in_and_what_they_sent_is_kept(app: Flask, ada: Learner) -> None:
    address = begins(ada)
    nobody = Visitor(app)
    page = nobody.opens(f"{address}/dimension/D1", follow=False)
    assert page.status == 303
    assert "/account/sign-in" in page.response.headers["Location"]
    fields = [("note.d1-a", "à ne pas perdre"), ("item.d1-a", "3")]
    page = nobody.posts(f"{address}/dimension/D1", fields)
    assert page.status == 401
    assert "à ne pas perdre" in page.html


@pytest.mark.parametrize(
    ("variant", "organisation", "sentence"),
    [
        ("", "", "Choisissez le questionnaire"),
        ("nonsense", "", "Choisissez le questionnaire"),
        ("companies", "x" * 201, "Le nom de l’organisation est trop long"),
    ],
)
def test_what_cannot_be_begun_is_said_and_what_was_typed_stays(
    ada: Learner, variant: str, organisation: str, sentence: str
) -> None:
    page = asks_to_begin(ada, variant, organisation)
    assert page.status == 422
    assert sentence in page.words
    assert ("organisation", organisation) in page.form("/diagnostic").fields
    assert ada.opens("/diagnostic").html.count("/remove") == 0


# -- finishing, history ------------------------------------------------------------------


def test_finishing_too_early_leads_to_the_first_statement_that_waits(ada: Learner) -> None:
    address = begins(ada)
    saves(ada, address, "D1", item__d1_a="2", item__d1_b="2", item__d1_c="2")
    page = ada.opens(f"{address}/result")
    assert "Il reste 21 énoncés sans réponse" in page.words
    page = ada.posts(f"{address}/finish", [("csrf_token", ada.token())])
    assert "Avant de terminer, il reste 21 énoncés sans réponse." in page.words
    assert "Dimension 2 sur 8" in page.words


def test_evidence_that_was_not_given_is_asked_for_before_the_end(ada: Learner) -> None:
    address = begins(ada)
    page = answers_all(ada, address, grade__D3="", grade__D6="")
    assert "2 dimensions n’ont pas de preuve indiquée" in page.words
    assert f'href="{address}/dimension/D3"' in page.html
    assert "Dimension 3 sur 8" in ada.opens(address).words


def test_a_finished_one_is_closed_and_the_host_hears_of_it_once(app: Flask, ada: Learner) -> None:
    heard: list[dict[str, Any]] = []

    def listen(sender: object, **values: Any) -> None:
        heard.append({"sender": sender, **values})

    with diagnosis_finished.connected_to(listen):
        address = finishes(ada)
        token = ("csrf_token", ada.token())
        assert ada.posts(f"{address}/finish", [token]).status == 200
    assert [(one["sender"], one["diagnosis"]) for one in heard] == [(app, address.split("/")[2])]
    page = ada.opens(f"{address}/dimension/D1", follow=False)
    assert page.response.headers["Location"] == f"{address}/result"
    assert ada.posts(f"{address}/dimension/D1", [token, ("item.d1-a", "5")]).status == 409


def test_one_takes_it_again_and_sees_what_moved(ada: Learner, clock: Clock) -> None:
    first = finishes(ada)
    clock.passes(days=365)
    ada.signs_in(ada.email)
    ada.opens(f"{first}/result")
    assert ada.page is not None
    again = next(one for one in ada.page.forms if one.action == "/diagnostic")
    assert dict(again.fields)["organisation"] == "Atelier"
    second = finishes(ada, item__d1_a="5", item__d1_b="5", item__d1_c="5")
    page = ada.opens(f"{second}/result")
    row = re.search(r'<tr><th scope="row"><a href="#D1">.*?</tr>', page.html)
    assert row
    assert re.findall(r">(\d,\d)<", row[0]) == ["5,0", "3,0"]
    assert f'href="{first}/result"' in page.html
    assert "ne se comparent pas" not in page.words
    listed = ada.opens("/diagnostic")
    assert listed.html.index(second) < listed.html.index(first)


def test_between_two_versions_the_break_is_said(app: Flask, ada: Learner) -> None:
    first, second = finishes(ada), finishes(ada)
    house = house_of(app)
    with house.database.writing() as connection:
        diagnoses.change(connection, first.split("/")[2], {"version": "2019.1", "overall": 4.4})
    page = ada.opens(f"{second}/result")
    assert "Ici le questionnaire a changé" in page.words
    assert "Avant" not in page.html.partition("<thead>")[2].partition("</thead>")[0]
    page = ada.opens(f"{first}/result")
    assert "ce résultat a été établi avec la version 2019.1" in page.words
    assert "Le score d’alors était 4,4." in page.words
    assert "les scores ne se comparent pas" in words_of(ada.opens("/diagnostic"))


def test_a_questionnaire_that_changed_on_the_way_is_said(app: Flask, ada: Learner) -> None:
    address = begins(ada)
    with house_of(app).database.writing() as connection:
        diagnoses.change(connection, address.split("/")[2], {"version": "2019.1"})
    assert "Relisez vos réponses avant de terminer" in ada.opens(f"{address}/dimension/D1").words
    assert "Relisez vos réponses avant de terminer" in ada.opens(f"{address}/result").words


def test_removing_asks_first_and_then_forgets(app: Flask, ada: Learner) -> None:
    kept, gone = finishes(ada, "Ici"), finishes(ada, "Ailleurs")
    orphan = begins(ada)
    with house_of(app).database.writing() as connection:
        diagnoses.change(connection, orphan.split("/")[2], {"variant": "retired"})
    page = ada.opens("/diagnostic")
    assert "Questionnaire retiré du cours" in page.words
    assert page.html.count("<summary>Supprimer") == 3
    for address in (gone, orphan):
        page = ada.sends(f"{address}/remove")
        assert "L’autodiagnostic est supprimé." in page.words
        assert address not in page.html
    assert kept in ada.opens("/diagnostic").html
    assert ada.opens(f"{gone}/result").status == 404


# -- for everybody ------------------------------------------------------------------------


def test_the_questionnaire_is_asked_in_english_too(app: Flask) -> None:
    ada = admitted(app, "Ada", "en")
    address = begins(ada)
    page = ada.opens(f"{address}/dimension/D1")
    spec = variant_of(ada).dimension("D1")
    assert '<html lang="en"' in page.html
    assert spec.items[0].statement["en"] in page.words
    assert spec.items[0].statement["fr"] not in page.words
    answers_all(ada, address)
    page = ada.sends(f"{address}/finish")
    assert "Structured" in page.words
    assert "3.0" in page.words  # a point, not a comma
    assert spec.why["fr"] not in page.words


def test_what_people_write_is_shown_as_text(ada: Learner) -> None:
    evil = '"><script>alert(1)</script>'
    address = finishes(
        ada, organisation=evil, note__d1_a=evil, proof__D1=evil, link__D1="https://x.fr/'\"<"
    )
    for page in (ada.opens(f"{address}/result"), ada.opens("/diagnostic")):
        assert "<script>alert" not in page.html
        assert "&lt;script&gt;alert" in page.html


def test_no_page_carries_a_style_or_a_script_of_its_own(ada: Learner) -> None:
    address = begins(ada)
    pages = [ada.opens("/diagnostic"), ada.opens(f"{address}/dimension/D1")]
    pages += [answers_all(ada, address), ada.sends(f"{address}/finish")]
    for page in pages:
        assert not re.search(r"\sstyle=|<style|\son\w+=", page.html)
        assert all(
            re.match(r"\s*$", body) for body in re.findall(r"<script[^>]*>(.*?)<", page.html)
        )
        assert len(re.findall("<h1", page.html)) == 1
        ids = re.findall(r'\sid="([^"]+)"', page.html)
        assert len(ids) == len(set(ids))
