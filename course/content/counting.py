"""Whether a course has as many modules, minutes, scenes and questions as it promises."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from .problems import Problem
from .reach import modules_in
from .reading_time import session_minutes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .model import Module, Session, Worksheet
    from .promises import Promised

_COURSE = "course.yaml"


def counts(promised: Promised) -> Iterator[Problem]:
    """Modules of each kind in each session, its pool, its syntheses, and the whole course."""
    for session in promised.course.sessions:
        yield from _kinds(session, promised)
        yield from _pool(session, promised)
        for module in session.modules:
            yield from _synthesis(module, promised)
    yield from _whole(promised)


def _kinds(session: Session, promised: Promised) -> Iterator[Problem]:
    """The least is reached by required modules alone; the most counts optional ones as well."""
    for kind, span in promised.promises.each_session.items():
        inside = [module for module in session.modules if module.kind == kind]
        required = sum(module.required for module in inside)
        if kind in ("minutes", "pool") or (required >= span.least and len(inside) in span):
            continue
        line = promised.places.session(session.id, "modules")
        what = f"the session `{session.id}` has {required} required modules of kind {kind}"
        if len(inside) > required:
            what += f" ({len(inside)} with optional ones)"
        yield Problem(_COURSE, line, what, f"the course promises {span}")


def _pool(session: Session, promised: Promised) -> Iterator[Problem]:
    span = promised.promises.each_session.get("pool")
    for module in session.modules if span is not None else ():
        shown = sum(len(screen.questions) for screen in module.screens)
        pool = len(module.questions) - shown
        if span is not None and module.quiz is not None and pool not in span:
            line = promised.places.key(module.id, "questions")
            what = f"the quiz draws from {pool} questions"
            yield Problem(_file(module), line, what, f"the course promises {span}")


def _synthesis(module: Module, promised: Promised) -> Iterator[Problem]:
    board, spans = module.storyboard, promised.promises.each_synthesis
    if board is None:
        return
    found = {
        "scenes": len(board.scenes),
        "questions": sum(len(scene.questions) for scene in board.scenes),
        "minutes": round(board.seconds / 60, 1),
    }
    for name, span in spans.items():
        if found[name] not in span:
            line = promised.places.key(module.id, "scenes")
            what = f"the synthesis has {found[name]:g} {name}"
            yield Problem(_file(module), line, what, f"the course promises {span}")


def _whole(promised: Promised) -> Iterator[Problem]:
    modules = tuple(modules_in(promised.course))
    questions = [question for module in modules for question in module.questions]
    found = {
        "questions": len(questions),
        "tools": sum(module.kind == "tool" for module in modules),
        "question_kinds": len({question.kind for question in questions}),
    }
    for name, span in promised.promises.whole_course.items():
        if found[name] not in span:
            what = f"the course has {found[name]} {name.replace('_', ' ')}"
            line = promised.line(f"whole_course.{name}")
            yield Problem(_COURSE, line, what, f"it promises {span}")


# -- minutes ------------------------------------------------------------------


def minutes(promised: Promised) -> Iterator[Problem]:
    """The required modules of each session, by our own reckoning, in every language."""
    span = promised.promises.each_session.get("minutes")
    for session in promised.course.sessions if span is not None else ():
        for language in promised.course.languages:
            reckoned = session_minutes(session, language)
            if span is not None and reckoned not in span:
                what = f"the session `{session.id}` takes {reckoned:.1f} minutes ({language})"
                line = promised.places.session(session.id, "modules")
                instead = f"the course promises {span}: add or cut modules or text"
                yield Problem(_COURSE, line, what, instead)


# -- pairs and examples -------------------------------------------------------


def recurring_pair(promised: Promised) -> Iterator[Problem]:
    """One pair of partners gives a testimony in every session."""
    sessions = promised.course.sessions
    told = [
        {one.testimony.pair for one in session.modules if one.testimony is not None} - {None}
        for session in sessions
    ]
    met = Counter(pair for pairs in told for pair in pairs)
    best = max(met, key=lambda pair: (met[pair], str(pair)), default=None)
    for session, pairs in zip(sessions, told, strict=True):
        if best is None or best not in pairs:
            what = f"no testimony of the session `{session.id}` is of the recurring pair"
            line = promised.places.session(session.id, "modules")
            yield Problem(_COURSE, line, what, f"write one with `pair: {best or '…'}`")


def filled_examples(promised: Promised) -> Iterator[Problem]:
    """The example of a tool fills every one of its fields."""
    for module in modules_in(promised.course):
        if module.worksheet is not None:
            for name in _unfilled(module.worksheet):
                what = f"the example leaves the field `{name}` empty"
                line = promised.places.part(module.id, name)
                yield Problem(_file(module), line, what, "fill it in under `example`")


def _unfilled(sheet: Worksheet) -> Iterator[str]:
    for section in sheet.sections:
        for one in section.fields:
            value = sheet.example.get(one.id)
            given = value.values() if isinstance(value, dict) else ()
            if not given or any(each in ("", []) for each in given):
                yield one.id


def _file(module: Module) -> str:
    return f"{module.folder}/module.yaml"
