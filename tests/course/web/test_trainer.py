"""The trainer's pages, as a browser without scripts sees them."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from collectif.course.services import teaching
from collectif.course.web.exporting import MARK
from collectif.course.xapi import vocabulary as say
from tests.actors import Page, Program, Visitor
from tests.course.trainers import (
    Browser,
    Class,
    counted_calls,
    enrol,
    make_class,
    named,
    statement,
)

if TYPE_CHECKING:
    from flask import Flask


@pytest.fixture
def group(app: Flask) -> Class:
    return make_class(app)


@pytest.fixture
def busy(group: Class) -> Class:
    """A cohort of four: one advanced, one stuck, one let off a module, one who has not begun."""
    house = group.house
    group.learner("Élise Fontaine").takes("s1-opening")
    stuck = group.learner("Farid Haddad")
    for _try in range(4):
        stuck.answers("s1-lesson", "nombre-de-cibles", "c")
    group.joins("=1+1")
    waived = group.joins("anouk Le Goff")
    teaching.waive(house, group.trainer, group.cohort, waived.id, "s1-quiz", "Déjà formée")
    quiz = house.catalogue.activity("s1-quiz")
    score = {"score": {"scaled": 0.57}}
    Program(group.app).posts(
        statement(named(group.app, "Farid Haddad"), house, say.FAILED, quiz, result=score)
    )
    return group


@dataclass
class Table(HTMLParser):
    """The grid as it is read: the words of its last row of heads, and of every line."""

    heads: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    words: list[str] | None = None
    inside: bool = False

    @classmethod
    def of(cls, page: Page) -> Table:
        found = cls()
        HTMLParser.__init__(found)
        found.feed(page.html)
        return found

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.inside = self.inside or dict(attrs).get("id") == "cohort-table"
        if self.inside and tag == "tr":
            self.rows.append([])
        if self.inside and tag in ("th", "td"):
            self.words = []

    def handle_data(self, data: str) -> None:
        if self.words is not None:
            self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("th", "td") and self.words is not None:
            self.rows[-1].append("".join(self.words).strip())
            self.words = None
        if tag == "thead" and self.inside:
            self.heads, self.rows = self.rows[-1], []
        if tag == "table":
            self.inside = False

    @property
    def names(self) -> list[str]:
        return [row[0] for row in self.rows]


def read_csv(page: Page, delimiter: str = ";") -> list[list[str]]:
    assert page.response.mimetype == "text/csv"
    assert page.html.startswith(MARK)
    return list(csv.reader(io.StringIO(page.html[1:]), delimiter=delimiter))


# -- who may ------------------------------------------------------------------------

ROUTES = (
    ("GET", "/trainer", 200),
    ("GET", "/trainer/cohort", 200),
    ("GET", "{cohort}", 404),
    ("GET", "{cohort}.csv", 404),
    ("GET", "{cohort}/edit", 404),
    ("POST", "{cohort}/edit", 404),
    ("POST", "{cohort}/code", 404),
    ("GET", "{cohort}/learner/{person}", 404),
    ("GET", "{cohort}/learner/{person}/answers.csv", 404),
    ("POST", "{cohort}/learner/{person}/waive", 404),
    ("POST", "{cohort}/learner/{person}/unwaive", 404),
    ("POST", "{cohort}/learner/{person}/remove", 404),
)


def test_only_those_who_accompany_a_cohort_see_it(group: Class) -> None:
    learner = group.joins("Léa")
    stranger = enrol(group.app, "Marc", "trainer")
    admin = enrol(group.app, "Ada", "admin")
    people = {
        "visitor": Visitor(group.app),
        "learner": Browser(group.app, learner),
        "stranger": Browser(group.app, stranger),
        "trainer": group.browser(),
        "admin": Browser(group.app, admin),
    }
    tokens = {name: browser.token() for name, browser in people.items()}
    for method, rule, refused in ROUTES:
        address = rule.format(cohort=group.url, person=learner.id)

        def status(name: str, method: str = method, address: str = address) -> int:
            headers = {"X-CSRFToken": tokens[name], "Accept": "text/html"}
            client = people[name].client
            return client.open(address, method=method, headers=headers).status_code

        assert status("visitor") == (303 if method == "GET" else 401), address
        assert status("learner") == 403, address
        assert status("stranger") == refused, address
        if method == "GET":
            assert status("trainer") == status("admin") == 200, address


def test_a_form_without_its_token_changes_nothing(group: Class) -> None:
    code = group.code
    assert group.browser().posts(f"{group.url}/code", []).status == 400
    assert group.code == code


# -- cohorts ----------------------------------------------------------------------


def test_a_new_trainer_is_told_how_to_begin(app: Flask) -> None:
    browser = Browser(app, enrol(app, "Sophie", "trainer"))
    page = browser.opens("/trainer")
    assert "Accompagnez votre premier groupe" in page.words
    assert 'href="/trainer/cohort"' in page.html


def test_a_cohort_is_made_shared_and_joined(app: Flask) -> None:
    browser = Browser(app, enrol(app, "Sophie", "trainer"))
    browser.opens("/trainer/cohort")
    page = browser.sends("/trainer/cohort", name="Automne", starts="2026-09-01", ends="")
    assert page.status == 200
    assert "à partir du 1er septembre 2026" in page.words
    assert "Personne n’a encore rejoint ce groupe" in page.words
    found = re.search(r'href="(http://localhost/join/(\w{8}))"', page.html)
    assert found
    assert f'<span id="invite-code">{found[2]}</span>' in page.html
    group = Class(app, browser.person, 1)
    assert found[2] == group.code
    invited = Visitor(app)
    assert "Automne" in invited.opens(found[1]).words
    group.learner("Léa")
    assert Table.of(browser.opens("/trainer/cohort/1")).names == ["Léa"]
    assert "1 apprenant" in browser.opens("/trainer").words


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": ""}, "Donnez un nom au groupe"),
        ({"name": "x" * 1_000_000}, "dépasse 120 caractères"),
        ({"starts": "demain"}, "Écrivez une date"),
        ({"ends": "2026-02-31"}, "Écrivez une date"),
        ({"starts": "2026-12-01", "ends": "2026-01-01"}, "La fin vient avant le début"),
    ],
)
def test_a_form_with_a_fault_keeps_what_was_typed(
    group: Class, fields: dict[str, str], message: str
) -> None:
    browser = group.browser()
    for address in ("/trainer/cohort", f"{group.url}/edit"):
        browser.opens(address)
        values = {"name": "Mon groupe", "starts": "2026-03-01", "ends": "2026-06-01", **fields}
        page = browser.sends(address, **values)
        assert page.status == 422
        assert message in page.words
        kept = dict(page.form(address).fields)
        assert kept["name"] == values["name"]
        assert kept["starts"] == values["starts"]
    assert len(teaching.my_cohorts(group.house, group.trainer)) == 1


def test_a_closed_cohort_hides_its_invitation(group: Class) -> None:
    browser = group.browser()
    page = browser.opens(f"{group.url}/edit")
    assert ("open", "1") in page.form(group.url).fields
    fields = [one for one in page.form(group.url).fields if one[0] != "open"]
    page = browser.posts(f"{group.url}/edit", fields)
    assert "Les inscriptions sont fermées" in page.words
    assert group.code not in page.html
    browser.opens(f"{group.url}/edit")
    assert group.code in browser.sends(f"{group.url}/edit", open="1").html


def test_a_new_code_is_shown_at_once(group: Class) -> None:
    browser, old = group.browser(), group.code
    browser.opens(group.url)
    page = browser.sends(f"{group.url}/code")
    assert "Le code est changé" in page.words
    assert group.code in page.html
    assert old not in page.html


# -- the grid ---------------------------------------------------------------------


def test_every_cell_says_its_state_in_words(busy: Class) -> None:
    page = busy.browser().opens(busy.url)
    table = Table.of(page)
    assert table.names == ["=1+1", "anouk Le Goff", "Élise Fontaine", "Farid Haddad"]
    assert table.heads[:4] == ["Nom", "État", "Progression (%)", "Dernière activité (UTC)"]
    line = dict(zip(table.heads, table.rows[3], strict=True))
    assert line["État"] == "À aider"
    quiz = next(head for head in table.heads if head.startswith("1.7"))
    assert line[quiz] == "En cours"
    assert line[f"{quiz} — note sur 100"] == "57"
    assert dict(zip(table.heads, table.rows[1], strict=True))[quiz] == "Terminé (dispense)"
    states = re.findall(r'<td class="cell-state"><span class="mark-(\w+)".*?</td>', page.html)
    drawn = re.findall(r'<td class="cell-state">.*?<svg class="icon".*?</td>', page.html)
    assert len(states) == len(drawn) == 4 * (len(busy.house.catalogue.modules) + 1)


QUERIES = (
    "",
    "?sort=progress&order=descending",
    "?sort=last",
    "?sort=state",
    "?state=needs_help",
    "?name=FONT",
    "?progress=none",
    "?last=never",
    "?session=s2",
    "?session=rien&sort=rien&order=rien&state=rien&page=rien",
)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_export_has_the_cells_of_the_page(busy: Class, language: str) -> None:
    browser = busy.browser(language)
    browser.posts("/language", [("lang", language), ("next", "/"), ("csrf_token", browser.token())])
    for query in QUERIES:
        page = browser.opens(f"{busy.url}{query}")
        table = Table.of(page)
        link = re.search(rf'href="({busy.url}\.csv[^"]*)"', page.html)
        assert link
        heads, *rows = read_csv(
            browser.opens(link[1].replace("&amp;", "&")), ";" if language == "fr" else ","
        )
        assert heads == table.heads, query
        assert [[cell.removeprefix("'") for cell in row] for row in rows] == table.rows, query


def test_the_file_opens_in_a_spreadsheet_and_says_what_it_is(busy: Class) -> None:
    page = busy.browser().opens(f"{busy.url}.csv")
    day = busy.house.today().isoformat()
    said = page.response.headers["Content-Disposition"]
    assert said == f"attachment; filename=promotion-d-automne-{day}.csv"
    heads, *rows = read_csv(page)
    assert rows[0][0] == "'=1+1", "a name is never run as a formula"
    assert all(row[2].isdigit() for row in rows), "numbers stay numbers"
    assert ";57;" in page.html
    assert len({len(row) for row in (heads, *rows)}) == 1


def names(group: Class, query: str) -> list[str]:
    return Table.of(group.browser().opens(f"{group.url}{query}")).names


def test_lines_are_sorted_and_filtered_by_the_address(busy: Class) -> None:
    no_one, anouk, elise, farid = "=1+1", "anouk Le Goff", "Élise Fontaine", "Farid Haddad"
    assert names(busy, "?order=descending") == [farid, elise, anouk, no_one]
    assert names(busy, "?sort=progress") == [no_one, farid, anouk, elise]
    assert names(busy, "?sort=progress&order=descending") == [anouk, elise, no_one, farid]
    assert names(busy, "?sort=state") == [farid, anouk, elise, no_one]
    assert names(busy, "?sort=last") == [no_one, anouk, elise, farid]
    assert names(busy, "?name=elise") == [elise]
    assert names(busy, "?state=started") == [anouk, elise]
    assert names(busy, "?progress=low") == [anouk, elise]
    assert names(busy, "?last=week&state=needs_help") == [farid]
    assert names(busy, "?name=personne") == []


def test_heads_sort_and_turn_and_keep_the_filters(busy: Class) -> None:
    page = busy.browser().opens(f"{busy.url}?progress=low&sort=name")
    assert page.html.count("aria-sort=") == 1
    link = re.search(r'aria-sort="ascending"><a href="([^"]+)"', page.html)
    assert link
    assert "order=descending" in link[1]
    assert "progress=low" in link[1]
    assert '<option value="low" selected>' in page.html


def test_one_session_alone_can_be_shown(busy: Class) -> None:
    table = Table.of(busy.browser().opens(f"{busy.url}?session=s2"))
    assert all(head.startswith("2.") for head in table.heads[4:])
    assert len(table.heads) == 4 + 3 + 1


def test_a_large_cohort_is_shown_in_pages_and_exported_whole(group: Class) -> None:
    for number in range(103):
        group.joins(f"Apprenant {number:03}")
    browser = group.browser()
    first, second = (Table.of(browser.opens(f"{group.url}?page={page}")).names for page in (1, 2))
    assert (len(first), len(second)) == (100, 3)
    assert Table.of(browser.opens(f"{group.url}?page=99")).names == second
    rows = read_csv(browser.opens(f"{group.url}.csv?page=2"))[1:]
    assert [row[0] for row in rows] == [*first, *second]


def test_the_page_costs_the_same_for_5_and_for_60_learners(app_on_each: Flask) -> None:
    group = make_class(app_on_each)
    browser = group.browser()

    def cost() -> int:
        with counted_calls(group.app) as calls:
            assert browser.opens(group.url).status == 200
        return len(calls)

    for number in range(5):
        group.joins(f"Apprenant {number}")
    few = cost()
    for number in range(55):
        group.joins(f"Autre {number}")
    assert cost() == few
    assert few <= 12


def test_an_unchanged_grid_is_not_sent_again(busy: Class) -> None:
    browser = busy.browser()
    for headers in ({}, {"X-Fragment": "1"}):
        first = browser.opens(busy.url, **headers)
        tag = first.response.headers["ETag"]
        assert "no-store" not in first.response.headers["Cache-Control"]
        again = browser.opens(busy.url, **headers, **{"If-None-Match": tag})
        assert (again.status, again.html) == (304, "")
        other = browser.opens(f"{busy.url}?sort=last", **headers, **{"If-None-Match": tag})
        assert other.status == 200
        busy.learner("Encore quelqu’un")
        assert browser.opens(busy.url, **headers, **{"If-None-Match": tag}).status == 200


def test_another_sign_in_never_gets_a_page_with_the_old_ones_token(busy: Class) -> None:
    tag = busy.browser().opens(busy.url).response.headers["ETag"]
    assert busy.browser().opens(busy.url, **{"If-None-Match": tag}).status == 200


def test_a_script_gets_the_grid_alone_and_takes_no_notice_away(busy: Class) -> None:
    browser = busy.browser()
    browser.opens(busy.url)
    browser.sends(f"{busy.url}/code", follow=False)
    part = browser.opens(busy.url, **{"X-Fragment": "1"})
    assert "<html" not in part.html
    assert Table.of(part).names == ["=1+1", "anouk Le Goff", "Élise Fontaine", "Farid Haddad"]
    assert "Le code est changé" in browser.opens(busy.url).words


# -- one learner --------------------------------------------------------------------


def test_one_learners_page_tells_answers_and_statements_in_words(busy: Class) -> None:
    person = named(busy.app, "Farid Haddad")
    page = busy.browser().opens(f"{busy.url}/learner/{person.id}")
    assert "Combien de cibles compte l’ODD 17" in page.words
    assert page.html.count('<p class="answer-line">169</p>') == 4
    assert "4 réponses · 4 fausses" in page.words
    assert "4 réponses fausses" in page.words
    assert "Farid Haddad a répondu à « Combien de cibles compte l’ODD 17" in page.words
    assert "Farid Haddad n’a pas réussi « " in page.words
    assert "<pre" in page.html.partition("<details>")[2]
    assert "&#34;objectType&#34;: &#34;Agent&#34;" in page.html


def test_the_newest_statement_comes_first_and_older_ones_are_a_page_away(group: Class) -> None:
    person = group.joins("Léa")
    target = group.house.catalogue.activity("s1-opening")
    told = [statement(person, group.house, say.INITIALIZED, target) for _one in range(55)]
    Program(group.app).posts(*told)
    browser = group.browser()
    page = browser.opens(f"{group.url}/learner/{person.id}")
    assert page.words.count("Léa a ouvert « ") == 50
    link = re.search(r'href="([^"]+before=\d+)#statements"', page.html)
    assert link
    rest = browser.opens(link[1])
    assert rest.words.count("Léa a ouvert « ") == 5
    assert "Léa s’est inscrit à « " in rest.words
    for nonsense in ("rien", "-1", "9" * 40):
        address = f"{group.url}/learner/{person.id}?before={nonsense}"
        assert browser.opens(address).words.count("Léa a ouvert « ") == 50


def test_statements_of_any_shape_are_told(group: Class) -> None:
    person, house = group.joins("Léa"), group.house
    odd = "https://example.org/verbs/danced"
    program = Program(group.app)
    answer = program.posts(
        statement(person, house, odd, "https://example.org/a") | {"object": {"id": "tag:x"}},
        statement(person, house, odd, "https://example.org/b")
        | {"object": {"objectType": "Agent", "mbox": "mailto:x@example.org"}},
        {
            **statement(person, house, odd, "https://example.org/c"),
            "verb": {"id": odd, "display": {"de": "tanzte"}},
            "object": {"id": "https://example.org/c", "definition": {"name": {"de": "Ball"}}},
            "result": {"score": {"raw": 3}, "success": True, "response": "<b>hop</b>"},
        },
    )
    assert answer.status_code == 200
    page = group.browser().opens(f"{group.url}/learner/{person.id}")
    assert page.status == 200
    assert "Léa danced « tag:x »" in page.words
    assert "Léa tanzte « Ball »" in page.words
    assert "<b>hop" not in page.html


def test_the_answers_are_exported_as_the_page_tells_them(busy: Class) -> None:
    person = named(busy.app, "Farid Haddad")
    page = busy.browser().opens(f"{busy.url}/learner/{person.id}/answers.csv")
    heads, *rows = read_csv(page)
    assert heads[2:5] == ["Question", "Réponse", "Résultat"]
    assert [row[3:6] for row in rows] == [["169", "Faux", "0"]] * 4
    assert "farid-haddad" in page.response.headers["Content-Disposition"]


def test_a_waiver_is_given_shown_and_taken_back(group: Class) -> None:
    person = group.joins("Léa")
    browser, learner = group.browser(), Browser(group.app, person)
    address = f"{group.url}/learner/{person.id}"
    assert learner.opens("/diagnostic").status == 403
    browser.opens(address)
    page = browser.sends(f"{address}/waive", module="course", reason="Formée l’an dernier")
    assert "La dispense est donnée" in page.words
    assert "Formée l’an dernier" in page.words
    assert "par Sophie Renard" in page.words
    assert learner.opens("/diagnostic").status == 200
    page = browser.sends(f"{address}/unwaive")
    assert "La dispense est reprise" in page.words
    assert learner.opens("/diagnostic").status == 403


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"reason": "  "}, "Donnez une raison"),
        ({"reason": "x" * 600}, "dépasse 500 caractères"),
        ({"module": ""}, "Choisissez de quoi dispenser"),
    ],
)
def test_a_waiver_with_a_fault_keeps_what_was_typed(
    group: Class, fields: dict[str, str], message: str
) -> None:
    person, browser = group.joins("Léa"), group.browser()
    address = f"{group.url}/learner/{person.id}"
    browser.opens(address)
    values = {"module": "s1-quiz", "reason": "Elle connaît déjà", **fields}
    page = browser.sends(f"{address}/waive", **values)
    assert page.status == 422
    assert message in page.words
    assert f"{values['reason']}</textarea>" in page.html
    assert ('value="s1-quiz" selected' in page.html) == (values["module"] == "s1-quiz")
    assert not group.cell("Léa", "s1-quiz").waived


def test_what_cannot_be_waived_or_taken_back_is_not_found(group: Class) -> None:
    person, browser = group.joins("Léa"), group.browser()
    address = f"{group.url}/learner/{person.id}"
    token = ("csrf_token", browser.token())
    nowhere = [("module", "nulle-part"), ("reason", "pour voir"), token]
    assert browser.posts(f"{address}/waive", nowhere).status == 404
    assert browser.posts(f"{address}/unwaive", [("statement", "rien"), token]).status == 404
    assert browser.opens(f"{group.url}/learner/{10**25}").status == 404
    assert browser.opens(f"/trainer/cohort/{10**25}").status == 404


def test_a_learner_is_removed_and_may_come_back(group: Class) -> None:
    person, browser = group.joins("Léa"), group.browser()
    browser.opens(f"{group.url}/learner/{person.id}")
    page = browser.sends(f"{group.url}/learner/{person.id}/remove")
    assert "ne fait plus partie du groupe" in page.words
    assert browser.opens(f"{group.url}/learner/{person.id}").status == 404
    teaching.join_cohort(group.house, person, group.code)
    assert names(group, "") == ["Léa"]


def test_no_page_carries_a_style_or_a_script_of_its_own(busy: Class) -> None:
    browser = busy.browser()
    person = named(busy.app, "Farid Haddad")
    for address in ("/trainer", "/trainer/cohort", busy.url, f"{busy.url}/learner/{person.id}"):
        html = browser.opens(address).html
        assert not re.search(r"\sstyle=|<style|\son\w+=|<script>", html), address
