"""The explorer: statements searched and read by an admin."""

from __future__ import annotations

import html
import re
import uuid
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from collectif.course.web import statement_search as searching
from tests.actors import Learner, Page, Program, Visitor
from tests.house.test_budgets import spending
from tests.house.test_templates import Rendered
from tests.lrs.lms import attachment, multipart

if TYPE_CHECKING:
    from flask import Flask

PAGE = "/admin/statements"
VERB = "https://x.org/verbs/walked"
VOIDED = "http://adlnet.gov/expapi/verbs/voided"


@pytest.fixture
def admin(app: Flask) -> Learner:
    return Learner(app).signs_up("Anne Admin").becomes("admin")


def zoe(number: int = 0, **changed: Any) -> dict[str, Any]:
    return {
        "id": str(uuid.UUID(int=number + 1)),
        "actor": {"mbox": "mailto:zoe@x.org", "name": "Zoé Tran"},
        "verb": {"id": VERB, "display": {"fr": "a marché vers", "en": "walked to"}},
        "object": {
            "id": f"https://x.org/places/{number}",
            "definition": {"name": {"fr": f"Lieu {number}", "en": f"Place {number}"}},
        },
        **changed,
    }


def said(page: Page) -> list[str]:
    """The sentences on the page."""
    found = re.findall(r'<p class="told">(.*?)</p>', page.html, re.DOTALL)
    return [html.unescape(" ".join(re.sub(r"<[^>]+>", "", one).split())) for one in found]


def link(page: Page, text: str) -> str:
    """Where the link with this text leads."""
    for address, inner in re.findall(r'<a href="([^"]+)"[^>]*>(.*?)</a>', page.html, re.DOTALL):
        if html.unescape(re.sub(r"<[^>]+>", "", inner)).strip() == text:
            return html.unescape(address)
    raise AssertionError(f"no link {text!r}")


def notes(app: Flask) -> list[str]:
    with app.extensions["collectif"].house.database.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT detail FROM collectif_audit WHERE action = 'statements_searched' ORDER BY id"
        )
        return [detail for (detail,) in rows]


# -- who may ------------------------------------------------------------------------------


def test_only_admins_look_into_the_store(app: Flask) -> None:
    assert Learner(app).signs_up().opens(PAGE).status == 403
    assert Learner(app).signs_up().becomes("trainer").opens(PAGE).status == 403
    visitor = Visitor(app).opens(PAGE, follow=False)
    assert visitor.status == 303
    assert "/account/sign-in" in visitor.response.location


def test_each_search_is_noted_once_with_its_filters(app: Flask, admin: Learner, clock: Any) -> None:
    Program(app).posts(*(zoe(number) for number in range(3)))
    admin.opens(PAGE)
    page = admin.opens(f"{PAGE}?verb={VERB}&limit=1")
    admin.opens(link(page, "Plus anciennes"))
    admin.opens(f"{PAGE}?agent=x")
    assert notes(app) == ["everything", f"verb={VERB}"]
    clock.passes(minutes=61)
    admin.opens(f"{PAGE}?verb={VERB}")
    assert notes(app) == ["everything", f"verb={VERB}", f"verb={VERB}"]
    other = Learner(app).signs_up().becomes("admin")
    other.opens(f"{PAGE}?verb={VERB}")
    assert len(notes(app)) == 4
    assert "statements_searched" in admin.opens("/admin").words


# -- reading ------------------------------------------------------------------------------


def test_statements_read_as_sentences_in_both_languages(app_on_each: Flask) -> None:
    admin = Learner(app_on_each).signs_up("Anne Admin").becomes("admin")
    result = {"score": {"scaled": 0.5, "raw": 5, "max": 10}, "success": False, "duration": "PT90S"}
    Program(app_on_each).posts(zoe(result=result))
    page = admin.opens(PAGE)
    assert page.status == 200
    assert said(page)[0] == (
        "Zoé Tran a marché vers Lieu 0 non réussi 50 % 5 points sur 10 1 min 30 s"
    )
    admin.posts("/language", [("csrf_token", admin.token()), ("lang", "en")])
    english = admin.opens(PAGE)
    assert said(english)[0] == (
        "Zoé Tran walked to Place 0 no success 50% 5 points out of 10 1 min 30 s"
    )
    assert "Statements" in english.words


def test_a_learner_s_steps_are_told_with_their_name(app: Flask, admin: Learner) -> None:
    pupil = Learner(app).signs_up("Nour Petit")
    pupil.answers("s1-lesson", "vrai-faux")
    page = admin.opens(PAGE)
    sentences = said(page)
    assert any(one.startswith("Nour Petit a répondu à") and "réussi" in one for one in sentences)
    assert any(one.startswith("Nour Petit s’est inscrit à") for one in sentences)
    only = admin.opens(link(page, "Nour Petit"))
    assert only.status == 200
    assert said(only)
    assert all("Nour Petit" in one for one in said(only))


def test_nothing_that_was_sent_becomes_markup(app: Flask, admin: Learner) -> None:
    evil = "<script>alert(1)</script>"
    Program(app).posts(
        zoe(
            actor={"mbox": "mailto:e@x.org", "name": evil},
            verb={"id": VERB, "display": {"fr": evil}},
            object={"id": "https://x.org/e", "definition": {"name": {"fr": evil}}},
            result={"response": evil},
        )
    )
    page = admin.opens(PAGE)
    assert "<script>alert" not in page.html
    assert page.html.count("&lt;script&gt;alert") >= 4


def test_an_empty_store_says_so(app: Flask) -> None:
    admin = Learner(app).signs_up().becomes("admin")
    with app.extensions["collectif"].house.database.writing() as connection:
        for table in ("lrs_references", "lrs_statements"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
    assert "Rien n’est encore enregistré." in admin.opens(PAGE).words
    nothing = admin.opens(f"{PAGE}?verb=x:y")
    assert "Rien ne correspond à ces filtres" in nothing.words


def test_what_was_typed_wrong_is_kept_and_told(admin: Learner) -> None:
    page = admin.opens(f"{PAGE}?agent=zoe&since=hier&verb={VERB}")
    assert page.status == 422
    assert 'value="zoe"' in page.html
    assert 'type="text" value="hier"' in page.html
    assert f'value="{VERB}"' in page.html
    assert "Écrivez une date et une heure" in page.words
    assert '<h2 id="found-title"' not in page.html


def test_every_page_labels_its_inputs_and_repeats_no_id(app: Flask, admin: Learner) -> None:
    Program(app).posts(*(zoe(number) for number in range(3)))
    for address in (PAGE, f"{PAGE}?agent=zoe&since=hier", f"{PAGE}?verb=x:none"):
        page = Rendered(admin.opens(address).html)
        labelled, ids = set(page.values("for")), page.values("id")
        assert [one for one in page.bare_inputs if one.get("id") not in labelled] == []
        assert len(ids) == len(set(ids))
        described = {one for text in page.values("aria-describedby") for one in text.split()}
        assert labelled | described <= set(ids)
        levels = [int(tag[1]) for tag, _given in page.tags if re.fullmatch(r"h[1-6]", tag)]
        assert levels.count(1) == 1
        assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_a_page_of_fifty_costs_as_many_calls_as_a_page_of_two(app_on_each: Flask) -> None:
    admin = Learner(app_on_each).signs_up().becomes("admin")
    program = Program(app_on_each)

    def tells(numbers: range) -> None:
        program.posts(*(zoe(number, verb={"id": f"x:v{number}"}) for number in numbers))
        about = {"objectType": "StatementRef", "id": zoe(numbers[0])["id"]}
        program.posts(*(zoe(number + 500, object=about) for number in numbers))

    tells(range(2))
    admin.opens(PAGE)
    with spending(app_on_each) as few:
        admin.opens(PAGE)
    tells(range(2, 60))
    with spending(app_on_each) as many:
        page = admin.opens(PAGE)
    assert len(said(page)) == 50
    assert len(many.calls) == len(few.calls) <= 16, many.calls


# -- searching ----------------------------------------------------------------------------


def test_every_filter_finds_what_the_endpoint_finds(app: Flask, admin: Learner) -> None:
    program = Program(app)
    registration = str(uuid.uuid4())
    in_unit = {"contextActivities": {"parent": [{"id": "x:unit"}]}, "registration": registration}
    program.posts(
        zoe(1),
        zoe(2, context=in_unit),
        zoe(
            3,
            actor={"mbox": "mailto:ben@x.org"},
            context={"instructor": {"mbox": "mailto:zoe@x.org"}},
        ),
        zoe(4, verb={"id": "https://x.org/verbs/ran"}),
    )
    times = {one["id"]: one["stored"] for one in program.asks(verb=VERB)}
    for fields in (
        {"agent": "zoe@x.org"},
        {"agent": "zoe@x.org", "related_agents": "true"},
        {"verb": VERB},
        {"activity": "https://x.org/places/1"},
        {"activity": "x:unit", "related_activities": "true"},
        {"registration": registration},
        {"since": times[zoe(1)["id"]], "verb": VERB},
        {"until": times[zoe(1)["id"]], "verb": VERB},
        {"verb": VERB, "ascending": "true"},
        {"statementId": zoe(2)["id"]},
    ):
        wish = searching.read(fields, admin.catalogue)
        query = parse_qs(urlsplit(wish.request("http://localhost/xapi")).query)
        asked = {name: values[0] for name, values in query.items()}
        headers = program.headers
        answer = program.client.get("/xapi/statements", query_string=asked, headers=headers).json
        expected = [one["id"] for one in answer.get("statements", [answer])]
        page = admin.opens(f"{PAGE}?{urlencode(fields)}")
        assert re.findall(r'<li id="trace-([^"]+)"', page.html) == expected, fields
        assert expected


def test_links_search_on(app: Flask, admin: Learner) -> None:
    registration = str(uuid.uuid4())
    parent = {"id": "x:unit", "definition": {"name": {"fr": "Unité"}}}
    context = {"contextActivities": {"parent": [parent]}, "registration": registration}
    Program(app).posts(zoe(1, context=context))
    page = admin.opens(f"{PAGE}?verb={VERB}")
    for text, name, value in (
        ("Zoé Tran", "agent", "zoe@x.org"),
        ("Lieu 1", "activity", "https://x.org/places/1"),
        ("Unité", "activity", "x:unit"),
        (registration, "registration", registration),
    ):
        address = link(page, text)
        fields = {key: found for key, (found,) in parse_qs(urlsplit(address).query).items()}
        assert fields[name] == value
        assert fields["verb"] == VERB, "the other filters stay"
        assert len(said(admin.opens(address))) == 1
    assert parse_qs(urlsplit(link(page, "a marché vers")).query) == {"verb": [VERB]}


def test_known_verbs_and_modules_are_offered(app: Flask, admin: Learner) -> None:
    Program(app).posts(zoe())
    page = admin.opens(PAGE)
    assert f'<option value="{VERB}">a marché vers</option>' in page.html
    assert '<option value="s1-lesson">' in page.html
    found = admin.opens(f"{PAGE}?activity=s1-lesson")
    assert found.status == 200


def test_the_equivalent_request_is_there_to_copy(app: Flask, admin: Learner) -> None:
    program = Program(app)
    program.posts(zoe())
    page = admin.opens(f"{PAGE}?agent=zoe@x.org&limit=3")
    found = re.search(r'<code id="request-url">([^<]+)', page.html)
    assert found
    address = html.unescape(found[1])
    answer = program.client.get(
        urlsplit(address)._replace(scheme="", netloc="").geturl(), headers=program.headers
    )
    assert [one["id"] for one in answer.json["statements"]] == [zoe()["id"]]
    assert "curl -u &#39;KEY:SECRET&#39;" in page.html
    assert 'data-copy="request-url"' in page.html


# -- page by page -------------------------------------------------------------------------


@pytest.mark.parametrize("order", ["", "&ascending=true"])
def test_pages_lead_there_and_back_while_others_write(app_on_each: Flask, order: str) -> None:
    admin = Learner(app_on_each).signs_up().becomes("admin")
    program = Program(app_on_each)
    for number in range(7):
        program.posts(zoe(number))
    onward, backward = (
        ("Plus récentes", "Plus anciennes") if order else ("Plus anciennes", "Plus récentes")
    )
    page = admin.opens(f"{PAGE}?verb={VERB}&limit=3{order}")
    first, seen = said(page), said(page)
    assert backward not in page.words
    program.posts(zoe(50))
    while onward in page.words:
        page = admin.opens(link(page, onward))
        seen += said(page)
    numbers = [int(one.rpartition(" ")[2]) for one in seen]
    assert [one for one in numbers if one != 50] == (
        list(range(7)) if order else list(range(7))[::-1]
    )
    assert len(set(numbers)) == len(numbers)
    page = admin.opens(link(page, backward))
    page = admin.opens(link(page, backward))
    assert said(page) == first


def test_a_page_beyond_the_end_leads_back(app: Flask, admin: Learner) -> None:
    Program(app).posts(zoe())
    page = admin.opens(f"{PAGE}?verb={VERB}&beyond=1")
    assert said(page) == []
    assert len(said(admin.opens(link(page, "Reprendre au début")))) == 1


# -- voided, targeted, attached --------------------------------------------------------------


def test_voided_statements_are_shown_as_such_and_lead_to_and_fro(
    app: Flask, admin: Learner
) -> None:
    program = Program(app)
    program.posts(zoe(1))
    void = zoe(2, verb={"id": VOIDED}, object={"objectType": "StatementRef", "id": zoe(1)["id"]})
    program.posts(void)
    page = admin.opens(f"{PAGE}?verb={VOIDED}")
    (sentence,) = said(page)
    assert sentence.startswith("Zoé Tran a annulé la trace du ")
    assert "Zoé Tran a marché vers Lieu 1" in sentence
    target = re.search(r'href="([^"]*voidedStatementId=[^"]+)"', page.html)
    assert target
    voided = admin.opens(html.unescape(target[1]))
    assert "annulée" in voided.words
    assert '<li id="trace-' + zoe(1)["id"] + '" class="voided">' in voided.html
    back = admin.opens(link(voided, zoe(2)["id"]))
    assert said(back) == [sentence]
    hidden = admin.opens(f"{PAGE}?statementId={zoe(1)['id']}")
    assert said(hidden) == []
    assert said(admin.opens(link(hidden, "la lire"))) == said(voided)
    valid = admin.opens(f"{PAGE}?voidedStatementId={zoe(2)['id']}")
    assert said(admin.opens(link(valid, "la lire"))) == [sentence]
    unknown = admin.opens(f"{PAGE}?statementId={uuid.uuid4()}")
    assert "Aucune trace" in unknown.words


def test_attachments_are_listed_with_type_and_size(app: Flask, admin: Learner) -> None:
    program = Program(app)
    proof = b"x" * 1_500
    there = attachment(b"y" * 3, fileUrl="javascript:alert(1)", display={"fr": "Ailleurs"})
    sent = zoe(1, attachments=[attachment(proof, display={"fr": "Preuve"}), there])
    body, kind = multipart(sent, [proof])
    headers = {**program.headers, "Content-Type": kind}
    assert program.client.post("/xapi/statements", data=body, headers=headers).status_code == 200
    page = admin.opens(f"{PAGE}?verb={VERB}")
    assert "Preuve · text/plain · 1,5 Ko · gardée ici" in page.words
    assert "Ailleurs · text/plain · 3 o · gardée ailleurs javascript:alert(1)" in page.words
    assert 'href="javascript' not in page.html


def test_a_long_statement_is_cut_in_lists_and_whole_alone(app: Flask, admin: Learner) -> None:
    Program(app).posts(zoe(1, result={"response": "long " * 9_000 + "end"}))
    page = admin.opens(f"{PAGE}?verb={VERB}")
    assert "end&#34;" not in page.html
    whole = admin.opens(link(page, "Lire en entier cette longue trace"))
    assert "end&#34;" in whole.html
