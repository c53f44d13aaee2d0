from __future__ import annotations

import pytest

from tests.builders import sample_course

MODULE = "session_1/s1-tool/module.yaml"


def sheet():
    worksheet = sample_course().sessions[0].modules[5].worksheet
    assert worksheet is not None
    return worksheet


def test_sections_and_fields_are_read():
    first, second = sheet().sections
    assert first.intro["fr"] == "<p>En <strong>une</strong> phrase.</p>"
    kinds = [field.kind for field in first.fields]
    assert kinds == ["long", "text", "choice", "multiple", "scale", "number", "date", "check"]
    assert [field.id for field in first.fields if field.required] == ["phrase", "acteur"]
    assert first.fields[0].help is not None
    assert first.fields[0].help["en"] == "Begin with <em>a verb</em>."
    blank, fixed = second.fields
    assert (blank.blank_rows, [column.kind for column in blank.columns]) == (5, ["text", "choice"])
    assert [row.id for row in fixed.rows] == ["innovation", "confiance"]


def test_the_example_has_every_value_per_language():
    assert sheet().example == {
        "phrase": {"fr": "Trouver deux alliés d’ici juin.", "en": "Find two allies by June."},
        "acteur": {"fr": "association", "en": "association"},
        "apports": {"fr": ["temps"], "en": ["temps"]},
        "force": {"fr": 4, "en": 4},
        "budget": {"fr": 1500, "en": 1500},
        "debut": {"fr": "2026-01-15", "en": "2026-01-15"},
        "accord": {"fr": True, "en": True},
        "table": {
            "fr": [{"qui": "Mairie", "role": "allie"}],
            "en": [{"qui": "Town hall", "role": "allie"}],
        },
        "impacts": {
            "fr": [{"attendu": "Un essai"}, {"attendu": ""}],
            "en": [{"attendu": "A trial"}, {"attendu": ""}],
        },
    }


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("kind: scale", "kind: scal", "+0: `scal` is no kind we know; did you mean `scale`?"),
        ("id: nom,", "id: phrase,", "+0: the field id `phrase` stands twice (first on line 18)"),
        ("    - id: carte\n", "    - id: objectif\n", "+0: the section id `objectif` stands twice"),
        ("blank_rows: 5", "blank_rows: 0", "-6: field `table` needs either fixed `rows` or a number of `blank_rows`"),
        ("{id: temps,", "{id: argent,", "+1: the options id `argent` stands twice"),
        ("{id: role, kind: choice", "{id: role, kind: table", "+0: `table` is no kind we know"),
        ("acteur: association", "acteur: commune", "+0: `commune` is no option of `acteur`; one of association, entreprise"),
        ("apports: [temps]", "apports: temps", "+0: the example of `apports` is a text; write a list of ids"),
        ("force: 4", "force: 6", "+0: the example of `force` is not a whole number from 1 to 5"),
        ("budget: 1500", "budget: beaucoup", "+0: the example of `budget` is not a number"),
        ("debut: 2026-01-15", "debut: demain", "+0: `demain` is not a day"),
        ("accord: true", "accord: oui", "+0: the example of `accord` is a text; true or false"),
        ("table: {fr: [{qui", "table: {fr: [{qi", "+0: `qi` is not a key of a row of `table`; did you mean `qui`?"),
        ("    phrase: {fr:", "    frase: {fr:", "+0: `frase` is not a key of `example`; did you mean `phrase`?"),
        ("    phrase: {fr:", "    phrase: {en: x, de:", "+0: the example of `phrase` has no `fr`"),
        ('impacts: {fr: [{attendu: "Un essai"},', "impacts: {fr: [{attendu: x}, {attendu: y},", "+0: the example of `impacts` has 3 rows, the table 2"),
    ],
)  # fmt: skip
def test_a_faulty_worksheet_is_named(old, new, fault, sample):
    sample.expect(MODULE, old, new, fault)


def test_a_sheet_that_is_filled_when_empty_is_refused(sample):
    text = (
        sample.text(MODULE)
        .replace(", required: true", "")
        .replace("          required: true\n", "")
    )
    sample.write(MODULE, text)
    (error,) = sample.errors()
    assert "no field is `required: true`, so the sheet counts as filled when empty" in error


def test_the_example_of_a_text_is_given_per_language(sample):
    sample.change(
        MODULE,
        'phrase: {fr: "Trouver deux alliés d’ici juin.", en: "Find two allies by June."}',
        "phrase: x",
    )
    assert sample.errors() == [
        f"{MODULE}:57: the example of `phrase` is not given per language; write {{fr: …, en: …}}"
    ]


def test_a_sheet_may_do_without_an_example(sample):
    text = sample.text(MODULE)
    sample.write(MODULE, text[: text.index("  example:")])
    course = sample.read().course
    assert course is not None
    assert course.sessions[0].modules[5].worksheet.example == {}


def test_the_example_of_a_table_is_a_list_of_rows(sample):
    sample.expect(
        MODULE,
        'table: {fr: [{qui: "Mairie", role: allie}]',
        "table: {fr: Mairie",
        "+0: the example of `table` is a text; write a list of rows: - {column: …}",
    )
