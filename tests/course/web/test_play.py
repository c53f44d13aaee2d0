"""The synthesis and the worksheets: pages that are used for a while and save as one goes."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Any

import pytest

from collectif.course.paths import MODULES
from tests.actors import Learner, Page, Program
from tests.conftest import make_app

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

SYNTHESIS = "/module/s1-synthesis"
TOOL = "/module/s1-tool/worksheet"
FRAGMENT = {"X-Fragment": "1"}


@pytest.fixture
def learner(shared_app: Flask) -> Learner:
    return Learner(shared_app).signs_up()


@pytest.fixture(scope="module")
def player(shared_app: Flask) -> Learner:
    """Somebody whose player tells nonsense: nothing of it is kept."""
    return Learner(shared_app).signs_up()


def event(name: str, **values: Any) -> dict[str, Any]:
    return {"event": name, "id": str(uuid.uuid4()), "session": str(uuid.uuid4()), **values}


def plays(learner: Learner, name: str, **values: Any) -> Any:
    return learner.tells(f"{SYNTHESIS}/played", event(name, **values))


# -- the synthesis -----------------------------------------------------------------------------


def test_the_synthesis_can_be_read_without_the_player(learner: Learner) -> None:
    page = learner.opens(f"{SYNTHESIS}/synthesis")
    assert page.html.count('class="scene"') == 2
    assert page.html.count("<svg") > 2
    assert 'data-length="22' in page.html
    assert "Un pont se construit des deux côtés." in page.words
    page = learner.sends(f"{SYNTHESIS}/watched")
    assert page.response.request.path == f"{SYNTHESIS}/synthesis"
    learner.answers("s1-synthesis", "retour")
    assert "Module terminé" in learner.opens(f"{SYNTHESIS}/synthesis").words


@pytest.mark.parametrize(
    "told",
    [
        event("initialized"),
        event("played", time=0),
        event("paused", time=7.5, segments="0[.]7.5"),
        event("seeked", time_from=7.5, time_to=12, segments="0[.]7.5"),
        event("played", time=12, speed=1.5),
        event("terminated", time=22, segments="0[.]7.5[,]12[.]22"),
        event("completed", time=22, segments="0[.]22"),
        event("paused", time=86_400, segments="0[.]86400"),
        event("paused", time=None, speed=None, segments=""),
    ],
    ids=lambda told: str({name: told[name] for name in told if name not in ("id", "session")}),
)
def test_what_the_player_tells_is_recorded(learner: Learner, told: dict[str, Any]) -> None:
    answer = learner.tells(f"{SYNTHESIS}/played", told)
    assert answer.status_code == 200
    assert set(answer.get_json()) == {"completed", "ticks"}


def test_enough_played_in_any_order_completes_the_synthesis_once(app: Flask) -> None:
    learner = Learner(app).signs_up()
    learner.answers("s1-synthesis", "retour")
    plays(learner, "initialized")
    assert not plays(learner, "paused", time=22, segments="12[.]22").get_json()["ticks"]["played"]
    done = plays(learner, "paused", time=12, segments="0[.]12").get_json()
    assert done == {"completed": True, "ticks": {"played": True, "answered": True}}
    plays(learner, "terminated", time=22, segments="0[.]22")
    told = [one["verb"]["id"].rsplit("/", 1)[1] for one in Program(app).asks()]
    videos = [one for one in Program(app).asks() if one["object"]["id"].endswith("/video")]
    assert told.count("completed") == 2, "of the video, and of the module"
    assert sum(one["verb"]["id"].endswith("/completed") for one in videos) == 1


def test_one_goes_on_where_one_stopped_on_another_device_too(
    shared_app: Flask, learner: Learner
) -> None:
    plays(learner, "paused", time=9, segments="0[.]9")
    phone = Learner(shared_app)
    phone.signs_in(learner.email)
    page = phone.opens(f"{SYNTHESIS}/synthesis")
    assert 'data-position="9' in page.html
    assert 'data-segments="0[.]9' in page.html
    plays(learner, "paused", time=22, segments="9[.]22")
    assert 'data-position="0' in phone.opens(f"{SYNTHESIS}/synthesis").html, "over: from the start"


def test_the_same_event_twice_is_one(app: Flask) -> None:
    learner = Learner(app).signs_up()
    told = event("paused", time=5, segments="0[.]5")
    for _ in range(2):
        assert learner.tells(f"{SYNTHESIS}/played", told).status_code == 200
    paused = [one for one in Program(app).asks() if one["verb"]["id"].endswith("/paused")]
    assert len(paused) == 1


WRONG: list[tuple[Any, set[str]]] = [
    ([], {"event"}),
    ("played", {"event"}),
    (7, {"event"}),
    ({}, {"event"}),
    ({"event": "danced"}, {"event"}),
    ({"event": ["played"]}, {"event"}),
    ({"event": None, "time": 1}, {"event"}),
    ({"event": "played", "time": "5"}, {"time"}),
    ({"event": "played", "time": -1}, {"time"}),
    ({"event": "played", "time": 1e12}, {"time"}),
    ({"event": "played", "time": True}, {"time"}),
    ({"event": "played", "time": [5]}, {"time"}),
    ({"event": "played", "speed": "fast"}, {"speed"}),
    ({"event": "seeked", "time_from": {}, "time_to": "x"}, {"time_from", "time_to"}),
    ({"event": "paused", "segments": 5}, {"segments"}),
    ({"event": "paused", "segments": ["0[.]5"]}, {"segments"}),
    ({"event": "paused", "segments": "0[.]1[,]" * 4000}, {"segments"}),
    ({"event": "played", "id": "7"}, {"id"}),
    ({"event": "played", "id": None, "session": []}, {"id", "session"}),
    ({"event": "played", "session": "x"}, {"session"}),
    ({"event": "nothing", "time": "x", "speed": -2}, {"event", "time", "speed"}),
]


@pytest.mark.parametrize(
    ("data", "fields"),
    WRONG,
    ids=lambda one: str(sorted(one) if isinstance(one, set) else one)[:60],
)
def test_what_no_player_tells_is_refused_with_the_fields_at_fault(
    player: Learner, data: Any, fields: set[str]
) -> None:
    if isinstance(data, dict):
        data = {"id": str(uuid.uuid4()), "session": str(uuid.uuid4()), **data}
    answer = player.tells(f"{SYNTHESIS}/played", data)
    assert answer.status_code == 400
    assert set(answer.get_json()["problems"]) == fields


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'{"time": ' + b"9" * 9000 + b"}",
        b'{"event": NaN}',
        b"[" * 5000,
        b"null",
    ],
)
def test_a_body_that_is_no_json_is_refused(player: Learner, body: bytes) -> None:
    headers = {"X-CSRFToken": player.token(), "Content-Type": "application/json"}
    answer = player.client.post(f"{SYNTHESIS}/played", data=body, headers=headers)
    assert answer.status_code == 400
    problems = answer.get_json()["problems"]
    assert problems == {"event": "not_an_object"} or (b"NaN" in body and "event" in problems)


@pytest.mark.parametrize("segments", ["x", "5[.]1", "[.]", "1[.]2[,]x", "-5[.]3", "1e999[.]2"])
def test_segments_that_make_no_sense_count_as_nothing(player: Learner, segments: str) -> None:
    answer = plays(player, "paused", time=1, segments=segments)
    assert answer.status_code == 200
    assert not answer.get_json()["ticks"]["played"]


# -- worksheets --------------------------------------------------------------------------------


def fills(learner: Learner, **values: Any) -> Page:
    learner.opens(TOOL)
    return learner.sends(TOOL, **values)


def test_a_worksheet_is_kept_and_shown_again(learner: Learner) -> None:
    values = {
        "f.phrase": "Trouver <deux> alliés\r\navant juin",
        "f.acteur": "entreprise",
        "f.apports": ["temps", "argent"],
        "f.force": "4",
        "f.budget": "1500",
        "f.debut": "2026-01-15",
        "f.accord": "1",
        "f.table.0.qui": "Mairie",
        "f.table.0.role": "allie",
        "f.impacts.1.attendu": "Un essai",
    }
    page = fills(learner, **values)
    assert page.response.request.path == TOOL
    assert "Trouver &lt;deux&gt; alliés" in page.html
    assert re.search(r'value="entreprise" checked', page.html)
    assert page.html.count("checked") == 5
    assert 'value="1500"' in page.html
    assert 'value="2026-01-15"' in page.html
    assert ">Mairie</textarea>" in page.html
    assert '<option value="allie" selected>' in page.html
    assert ">Un essai</textarea>" in page.html
    assert "Enregistré à" in page.words


def test_a_filled_worksheet_completes_its_module(learner: Learner) -> None:
    learner.reads("s1-tool", "mode-emploi")
    half = fills(learner, **{"f.phrase": "Trouver deux alliés"})
    assert "Module terminé" not in half.words
    whole = fills(learner, **{"f.phrase": "Trouver deux alliés", "f.acteur": "association"})
    assert "Module terminé" in whole.words
    emptied = fills(learner, **{"f.phrase": "", "f.acteur": "association"})
    assert "Module terminé" in emptied.words, "what was done stays done"


def test_a_row_is_added_without_script_and_nothing_typed_is_lost(learner: Learner) -> None:
    page = learner.opens(TOOL)
    assert page.html.count('name="f.table.') == 10
    filled = {f"f.table.{row}.qui": f"Acteur {row}" for row in range(5)}
    page = learner.sends(TOOL, add="table", **{"f.phrase": "Une phrase"}, **filled)
    assert page.status == 200
    assert page.html.count('name="f.table.') == 12
    for row in range(5):
        assert f">Acteur {row}</textarea>" in page.html
    assert ">Une phrase</textarea>" in page.html
    assert ">Acteur 3</textarea>" in learner.opens(TOOL).html, "it was saved as well"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("f.phrase", "p" * 20_001, "trop long"),
        ("f.nom", "n" * 20_001, "trop long"),
        ("f.acteur", "extraterrestre", "Choisissez une des réponses proposées."),
        ("f.apports", ["temps", "or"], "Choisissez une des réponses proposées."),
        ("f.force", "9", "Choisissez une des réponses proposées."),
        ("f.table.0.role", "ennemi", "Choisissez une des réponses proposées."),
        ("f.table.0.qui", "q" * 20_001, "trop long"),
        ("f.table.0.colonne", "x", "n’a pas pu être lue"),
    ],
    ids=lambda one: str(one)[:30],
)
def test_what_cannot_be_kept_is_said_and_stays_in_the_page(
    learner: Learner, name: str, value: Any, said: str
) -> None:
    fills(learner, **{"f.phrase": "Celle d’avant"})
    learner.opens(TOOL)
    page = learner.sends(TOOL, **{"f.phrase": "Une autre phrase", name: value})
    assert page.status == 422
    assert said in page.words
    if name != "f.phrase":
        assert ">Une autre phrase</textarea>" in page.html
    if isinstance(value, str) and len(value) > 1000:
        assert value in page.html, "all of it, to be shortened"
    assert ">Celle d’avant</textarea>" in learner.opens(TOOL).html, "and nothing was overwritten"


def test_too_many_rows_are_refused(learner: Learner) -> None:
    rows = {f"f.table.{row}.qui": "x" for row in range(61)}
    page = fills(learner, **rows)
    assert page.status == 422
    assert "Ce tableau a trop de lignes." in page.words


def test_a_script_saves_as_one_types_and_hears_when(learner: Learner) -> None:
    fields = [("csrf_token", learner.token()), ("f.phrase", "Une phrase")]
    part = learner.posts(TOOL, fields, **FRAGMENT)
    assert part.status == 200
    assert "<html" not in part.html
    assert re.search(r'id="saved" class="saved">Enregistré à \d\d:\d\d<', part.html)
    assert 'id="completion"' in part.html


def test_worksheets_are_no_statements_but_their_owners_own_documents(app: Flask) -> None:
    learner, other = Learner(app).signs_up(), Learner(app).signs_up()
    fills(learner, **{"f.phrase": "Mon secret d’atelier"})
    assert "Mon secret" not in str(Program(app).asks())
    assert "Mon secret" not in other.opens(TOOL).html


@pytest.mark.parametrize(
    ("version", "there", "not_there"),
    [
        ("mine", "Ma propre phrase", "Trouver deux alliés d’ici juin."),
        ("example", "Trouver deux alliés d’ici juin.", "Ma propre phrase"),
        ("blank", "Nom :", "Ma propre phrase"),
    ],
)
def test_a_worksheet_is_three_documents(
    learner: Learner, version: str, there: str, not_there: str
) -> None:
    fills(learner, **{"f.phrase": "Ma propre phrase"})
    page = learner.opens(f"{TOOL}/document?version={version}")
    assert there in page.words
    assert not_there not in page.words
    assert "Ma carte des acteurs" in page.words
    assert "<form" not in page.html.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("version", ["mine", "example", "blank"])
def test_each_section_of_a_document_begins_with_its_instructions(
    learner: Learner, version: str
) -> None:
    page = learner.opens(f"{TOOL}/document?version={version}")
    assert page.words.count("Mon objectif En une phrase. Ma phrase") == 1
    assert page.words.count("La carte Cinq acteurs au plus. Les acteurs") == 1
    assert "Sources citées" not in page.words, "for nothing is cited"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_instructions_sources_are_named_at_the_foot_of_a_document(
    sqlite_url: str, tmp_path: Path, language: str
) -> None:
    learner = Learner(make_app(sqlite_url, MODULES, tmp_path), language).signs_up()
    page = learner.opens("/module/s1-outil-ecosysteme/worksheet/document?version=blank")
    title = {"fr": "Sources citées", "en": "Sources cited"}[language]
    instructions, _, foot = page.words.partition(title)
    tags = re.findall(r"\[(S\d+)\]", instructions)
    assert tags
    assert all(tag in foot for tag in tags)


def test_a_box_to_tick_is_a_box_on_a_blank_document_too(learner: Learner) -> None:
    blank = learner.opens(f"{TOOL}/document?version=blank")
    assert "Ma direction est d’accord ☐" in blank.words
    filled = learner.opens(f"{TOOL}/document?version=example")
    assert "Ma direction est d’accord ☒" in filled.words


def test_a_blank_table_says_below_what_may_be_chosen(learner: Learner) -> None:
    assert "Rôle · allié · à voir" in learner.opens(f"{TOOL}/document?version=blank").words
    assert "Rôle · allié" not in learner.opens(f"{TOOL}/document?version=example").words


def test_ones_own_document_is_the_one_shown_first(learner: Learner) -> None:
    fills(learner, **{"f.phrase": "Ma propre phrase"})
    page = learner.opens(f"{TOOL}/document")
    assert "Ma propre phrase" in page.words
    assert "Ada Martin" in page.words
    assert "2026" in page.words
    assert learner.opens(f"{TOOL}/document?version=theirs").status == 404


def test_a_document_is_in_the_language_of_the_page(learner: Learner) -> None:
    learner.opens(f"{TOOL}/document?version=example")
    page = learner.sends("/language", lang="en")
    assert "Find two allies by June." in page.words
    assert "Town hall" in page.words


def test_a_worksheet_that_comes_after_the_session_ended_is_not_lost(app: Flask, clock: Any) -> None:
    learner = Learner(app).signs_up()
    form = learner.opens(TOOL).form(TOOL)
    clock.passes(days=40)
    typed = [
        ("f.phrase", "Première ligne\r\nDeuxième « ligne »"),
        ("f.acteur", "association"),
        ("f.apports", "temps"),
        ("f.apports", "argent"),
        ("f.table.0.qui", "Mairie"),
    ]
    late = learner.posts(TOOL, [*form.fields, *typed])
    assert late.status == 401
    kept = late.form(TOOL)
    for one in typed:
        assert one in kept.fields
    assert "Deuxième « ligne »" in late.words, "one can see what is kept"
    tab = Learner(app)
    tab.client = learner.client
    tab.signs_in(learner.email)
    sent = learner.posts(kept.action, kept.fields)
    assert sent.status == 200
    assert "Deuxième « ligne »" in sent.html
    assert sent.html.count("checked") == 3
    assert ">Mairie</textarea>" in sent.html
