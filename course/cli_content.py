"""What the command line says of the content: problems one a line, and an outline of the course."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .content import model
from .content.catalogue import Catalogue
from .content.check import broken
from .content.load import load, read
from .content.model import ALWAYS
from .content.problems import ContentErrors, Problem
from .content.survey import survey, survey_lines

if TYPE_CHECKING:
    from .content.model import Completion, Course, Module, Rule

# -- check --------------------------------------------------------------------


def print_check(
    folder: Path, only: str = "", *, report: bool = False, as_json: bool = False
) -> int:
    """Prints every problem of a course's folder; 0 when nothing must be corrected, else 1.

    Promises of the course (see `content/promises.py`) are judged once its files have no fault. `only` keeps the
    problems of files whose path begins so, such as `session_1`. `report` adds the course in figures.
    """
    reading = read(folder)
    promised = broken(reading.promised) if reading.promised is not None else ()
    errors = _under((*reading.errors, *promised), only)
    known = {(problem.file, problem.line, problem.what) for problem in errors}
    warnings = [
        problem
        for problem in _under(reading.warnings, only)
        if (problem.file, problem.line, problem.what) not in known
    ]
    figures = survey(reading.course) if report and reading.course and not reading.errors else None
    if as_json:
        _print_json(errors, warnings, figures)
    else:
        for line in survey_lines(figures) if figures else ():
            print(line)
        for problem in errors:
            print(_said(folder, problem))
        for problem in warnings:
            print(_said(folder, problem, "warning: "))
        print(f"{len(errors)} to correct, {len(warnings)} to consider")
    return 1 if errors else 0


def _print_json(
    errors: list[Problem], warnings: list[Problem], figures: dict[str, Any] | None
) -> None:
    """`errors` and `warnings`, each with file, line, what, instead; `report` when asked for."""
    told: dict[str, Any] = {
        "errors": [asdict(problem) for problem in errors],
        "warnings": [asdict(problem) for problem in warnings],
    }
    if figures is not None:
        told["report"] = figures
    print(json.dumps(told, ensure_ascii=False, indent=2))


def _under(problems: tuple[Problem, ...], prefix: str) -> list[Problem]:
    return [problem for problem in problems if problem.file.startswith(prefix)]


def _said(folder: Path, problem: Problem, mark: str = "") -> str:
    return f"{folder / problem.file}:{problem.line}: {mark}{problem.what}; {problem.instead}"


# -- outline ------------------------------------------------------------------


def outline(course: Course) -> dict[str, Any]:
    """The course as plain data: `course`, `sessions`, and `modules` in the order of the course."""
    catalogue = Catalogue(course)
    return {
        "course": {
            "id": course.id,
            "activity": catalogue.activity(),
            "title": dict(course.title),
            "languages": list(course.languages),
            "minutes": catalogue.minutes,
            "completion": rule_data(course.completion),
            "version": course.version,
        },
        "sessions": [
            {
                "id": session.id,
                "activity": catalogue.session_activity(session.id),
                "title": dict(session.title),
                "minutes": catalogue.session_minutes(session.id),
                "unlock": {"rule": rule_data(session.unlock), "words": _both(session.unlock)},
            }
            for session in course.sessions
        ],
        "modules": [_module(module, catalogue) for module in catalogue.modules],
    }


def _module(module: Module, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "id": module.id,
        "session": module.session,
        "kind": module.kind,
        "activity": catalogue.activity(module.id),
        "title": dict(module.title),
        "required": module.required,
        "minutes": module.minutes,
        "languages": list(module.languages),
        "questions": len(module.questions),
        "completion": {
            "rule": {module.completion.mode: list(module.completion.tests)},
            "words": {
                language: completion_words(module.completion, language) for language in _WORDS
            },
        },
        "unlock": {"rule": rule_data(module.unlock), "words": _both(module.unlock)},
    }


def print_outline(course: Course, *, as_json: bool) -> None:
    """Prints the outline: JSON for programs, or a line a module for people."""
    if as_json:
        print(json.dumps(outline(course), ensure_ascii=False, indent=2))
        return
    for session in course.sessions:
        print(f"{session.id}  {session.title[course.languages[0]]}")
        for module in session.modules:
            optional = "" if module.required else " (optional)"
            print(f"  {module.id:<28} {module.kind:<10} {module.minutes:>3} min{optional}")
            if module.unlock != ALWAYS:
                print(f"  {'':<28} opens when: {rule_words(module.unlock, 'en')}")


def print_outline_of(folder: Path, *, as_json: bool) -> int:
    """Prints the outline of a folder's course; its problems and 1 when it has faults."""
    try:
        course = load(folder)
    except ContentErrors as errors:
        for problem in errors.problems:
            print(_said(folder, problem), file=sys.stderr)
        return 1
    print_outline(course, as_json=as_json)
    return 0


# -- rules as data ------------------------------------------------------------


def rule_data(rule: Rule) -> dict[str, Any]:
    """A rule as authors write it: `{"all": [{"completed": "s1-lesson"}, …]}`."""
    match rule:
        case model.All(of):
            return {"all": [rule_data(one) for one in of]}
        case model.Any(of):
            return {"any": [rule_data(one) for one in of]}
        case model.AtLeast(count, of):
            return {"at_least": {"count": count, "of": [rule_data(one) for one in of]}}
        case model.Not(inner):
            return {"not": rule_data(inner)}
        case model.Completed(module):
            return {"completed": module}
        case model.Passed(module):
            return {"passed": module}
        case model.ScoreAtLeast(module, least):
            return {"score": {"module": module, "least": least}}
        case model.FromDate(day):
            return {"from": day.isoformat()}


# -- rules in words -----------------------------------------------------------

_WORDS = {
    "fr": {
        "always": "toujours ouvert",
        "and": " et ",
        "or": " ou ",
        "at_least": "au moins {count} de : {of}",
        "not": "non ({rule})",
        "completed": "{module} terminé",
        "passed": "{module} réussi",
        "score": "{least:.0%} ou plus à {module}",
        "from": "à partir du {day:%d/%m/%Y}",
        "seen": "tous les écrans vus",
        "answered": "toutes les questions répondues",
        "played": "la synthèse regardée",
        "filled": "tous les champs obligatoires remplis",
        "marked": "marqué comme fait",
    },
    "en": {
        "always": "always open",
        "and": " and ",
        "or": " or ",
        "at_least": "at least {count} of: {of}",
        "not": "not ({rule})",
        "completed": "{module} completed",
        "passed": "{module} passed",
        "score": "{least:.0%} or more in {module}",
        "from": "from {day:%Y-%m-%d}",
        "seen": "every screen seen",
        "answered": "every question answered",
        "played": "the synthesis watched",
        "filled": "every required field filled",
        "marked": "marked as done",
    },
}
_TEST_PASSED = {"fr": "le quiz réussi", "en": "the quiz passed"}


def rule_words(rule: Rule, language: str) -> str:
    """A rule as a short phrase in French or English, with the ids of the modules."""
    say = _WORDS[language]
    match rule:
        case model.All(of):
            return _joined(of, say["and"], language) or say["always"]
        case model.Any(of):
            return _joined(of, say["or"], language)
        case model.AtLeast(count, of):
            return say["at_least"].format(count=count, of=_joined(of, ", ", language))
        case model.Not(inner):
            return say["not"].format(rule=rule_words(inner, language))
        case model.Completed(module):
            return say["completed"].format(module=module)
        case model.Passed(module):
            return say["passed"].format(module=module)
        case model.ScoreAtLeast(module, least):
            return say["score"].format(module=module, least=least)
        case model.FromDate(day):
            return say["from"].format(day=day)


def _joined(rules: tuple[Rule, ...], word: str, language: str) -> str:
    """Several rules in one phrase; those made of several themselves get brackets."""
    phrases = (
        f"({rule_words(one, language)})"
        if isinstance(one, model.All | model.Any | model.AtLeast) and len(rules) > 1
        else rule_words(one, language)
        for one in rules
    )
    return word.join(phrases)


def completion_words(completion: Completion, language: str) -> str:
    """What completes a module, as a short phrase in French or English."""
    say = {**_WORDS[language], "passed": _TEST_PASSED[language]}
    word = say["and"] if completion.mode == "all" else say["or"]
    return word.join(say[test] for test in completion.tests)


def _both(rule: Rule) -> dict[str, str]:
    return {language: rule_words(rule, language) for language in _WORDS}


# -- without Flask ------------------------------------------------------------


def main(arguments: list[str] | None = None) -> int:
    """`python -m collectif.course.cli_content check modules [--only session_1]`, or `outline`."""
    parser = argparse.ArgumentParser(prog="collectif content")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="every problem of the course's files")
    check.add_argument("folder", type=Path)
    check.add_argument("--only", default="", help="keep files whose path begins so")
    check.add_argument("--report", action="store_true", help="the course in figures as well")
    check.add_argument("--json", action="store_true", help="for programs")
    listing = commands.add_parser("outline", help="every module, its rules and minutes")
    listing.add_argument("folder", type=Path)
    listing.add_argument("--json", action="store_true", help="for programs")
    chosen = parser.parse_args(arguments)
    if chosen.command == "check":
        return print_check(chosen.folder, chosen.only, report=chosen.report, as_json=chosen.json)
    return print_outline_of(chosen.folder, as_json=chosen.json)


if __name__ == "__main__":
    sys.exit(main())
