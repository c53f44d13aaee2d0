"""A folder of files → a `Course`, or every reason why not.

Order of reading: course.yaml (languages, sessions), then dimensions, sources and the ids of all modules,
so that everything can be checked against them; then each module; then what only the whole can tell.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .check import COURSE, Lines, advise_module, check
from .context import Context
from .course_files import (
    LANGUAGES,
    CourseFile,
    SessionRow,
    read_course_file,
    read_course_rule,
    read_dimensions,
    read_entry_check,
    read_glossary,
    read_iri,
    read_session,
    read_sources,
)
from .fields import unique
from .glossary_links import with_terms, wording
from .kit import FOLDER as KIT
from .kit import read_kit
from .model import Course, Dimension, Module, Session, Source
from .module_files import ModuleFolder, read_module
from .places import Places
from .problems import ContentErrors, Problem, Report, nearest
from .promises import Promised, Promises, read_promises
from .reach import modules_in
from .rules import default_course_rule
from .sheets import read_sheets
from .sourcing_file import read_sourcing
from .yaml_files import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

_OTHER_FOLDERS = frozenset({"diagnostics", KIT})
"""Folders of the course that hold no modules."""


@dataclass(frozen=True)
class Reading:
    """What reading gave: `course` is whole only when there are no errors."""

    course: Course | None
    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    promised: Promised | None = None
    """What the course promises, to be judged by `check.broken`; None when it promises nothing, or
    cannot be judged because of errors."""


def load(folder: Path) -> Course:
    """The course of a folder; raises `ContentErrors` with every problem found."""
    reading = read(folder)
    if reading.errors or reading.course is None:
        raise ContentErrors(reading.errors)
    return reading.course


def read(folder: Path) -> Reading:
    """Everything there is to say about a folder: the course as far as it goes, errors, warnings."""
    report = Report()
    file = read_course_file(folder, report)
    folders = find_modules(folder, report)
    context = Context(report, languages=file.languages if file else LANGUAGES)
    dimensions = read_dimensions(folder, context)
    sources = read_sources(folder, context, file.as_of if file else None)
    context = replace(
        context,
        sources=None if sources is None else frozenset(sources),
        dimensions=None if dimensions is None else frozenset(dimensions),
        levers=None if dimensions is None else _levers(dimensions),
        modules={one.id: one.screens for one in folders},
    )
    modules = _read_modules(folders, file, context)
    if file is None:
        return _conclude(None, modules, folders, {}, report)
    promises = read_promises(file.fields)
    sourcing, lines = read_sourcing(folder, context)
    course = _course(folder, file, modules, sources or {}, dimensions or {}, context)
    reading = _conclude(course, modules, folders, _course_lines(file), report, promises)
    if promises is None or reading.errors:
        return reading
    trees = {one.id: one.root for one in folders if one.root is not None}
    places = Places(folder, file.fields.node, trees)
    return replace(reading, promised=Promised(course, promises, places, sourcing, lines))


def _levers(dimensions: Mapping[str, Dimension]) -> frozenset[str]:
    return frozenset(lever for one in dimensions.values() for lever in one.levers)


# -- modules ------------------------------------------------------------------


def find_modules(folder: Path, report: Report) -> list[ModuleFolder]:
    """Every module's folder, two levels down, with its module.yaml read."""
    found: list[ModuleFolder] = []
    for session in _folders(folder):
        if session.name in _OTHER_FOLDERS:
            continue
        for path in _folders(session):
            name = f"{session.name}/{path.name}"
            root = read_yaml(path / "module.yaml", f"{name}/module.yaml", report)
            found.append(ModuleFolder(name, path, root, _media(path)))
    return found


def _folders(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.is_dir() and path.name[0] not in "._")


def _media(path: Path) -> dict[str, Path]:
    if not (path / "media").is_dir():
        return {}
    files = sorted((path / "media").iterdir())
    return {file.name: file for file in files if file.is_file() and file.name[0] != "."}


def _read_modules(
    folders: Iterable[ModuleFolder], file: CourseFile | None, context: Context
) -> dict[str, Module]:
    """Module id → module, whatever its session; each must stand in course.yaml."""
    sessions = file.session_of() if file is not None else {}
    modules: dict[str, Module] = {}
    for folder in folders:
        module = read_module(folder, sessions.get(folder.id, ""), context)
        if module is None:
            continue
        at = f"{folder.name}/module.yaml"
        line = folder.root.key_lines.get("id", 1) if folder.root else 1
        if module.id in modules:
            what = f"the module id `{module.id}` stands also in {modules[module.id].folder}"
            context.report.error(at, line, what, "give each module its own id")
            continue
        if file is not None and module.id and module.id not in sessions:
            what = f"the module `{module.id}` is in no session of course.yaml"
            context.report.error(at, line, what, "add it to a session's `modules`")
        modules[module.id] = module
    return modules


# -- the course ---------------------------------------------------------------


def _course(
    folder: Path,
    file: CourseFile,
    modules: Mapping[str, Module],
    sources: Mapping[str, Source],
    dimensions: Mapping[str, Dimension],
    context: Context,
) -> Course:
    fields = file.fields
    fields.context = context
    glossary = read_glossary(folder, context)
    wordings = {language: wording(glossary, language) for language in file.languages}
    modules = {name: with_terms(one, wordings) for name, one in modules.items()}
    rows = [read_session(row, context) for row in file.sessions]
    unique([(row.fields, row.id) for row in rows], "session")
    sessions = _sessions(rows, modules, context)
    required = [module for session in sessions for module in session.modules if module.required]
    course = Course(
        id=fields.identifier(),
        iri=read_iri(fields),
        title=fields.text("title"),
        subtitle=fields.text("subtitle"),
        about=fields.block("about"),
        languages=file.languages,
        sessions=sessions,
        entry_check=read_entry_check(folder, context),
        completion=read_course_rule(fields) or default_course_rule(required),
        sources=sources,
        glossary=glossary,
        dimensions=dimensions,
        version=digest(folder),
        sheets=read_sheets(folder, {one.id: one.modules for one in sessions}, glossary, context),
        kit=read_kit(folder, context),
        as_of=file.as_of,
    )
    fields.close()
    return course


def _sessions(
    rows: Iterable[SessionRow], modules: Mapping[str, Module], context: Context
) -> tuple[Session, ...]:
    known = context.modules or {}
    placed: set[str] = set()
    sessions: list[Session] = []
    for row in rows:
        inside: list[Module] = []
        for node in row.modules:
            name = node.raw.strip()
            if name in placed:
                row.fields.error(node.line, f"`{name}` stands twice", "keep one of the two")
            elif name in modules:
                inside.append(modules[name])
            elif name not in known:
                what = f"no folder holds the module `{name}`"
                instead = "write its folder in a session_… folder, or take it out of this list"
                row.fields.error(node.line, what, f"{instead} ({nearest(name, known, most=3)})")
            placed.add(name)
        sessions.append(
            Session(row.id, row.title, row.question, row.summary, row.unlock, tuple(inside))
        )
    return tuple(sessions)


def _course_lines(file: CourseFile) -> Lines:
    """Where course.yaml has its rules, by session."""
    lines = {COURSE: file.fields.line("completion")}
    for row in file.sessions:
        node = row.node.entries.get("id")
        lines[node.raw if node is not None else ""] = row.line("unlock")
    return lines


def _conclude(
    course: Course | None,
    modules: Mapping[str, Module],
    folders: Sequence[ModuleFolder],
    lines: Lines,
    report: Report,
    promises: Promises | None = None,
) -> Reading:
    """Adds what only the whole can tell; what is known with its line is not said again."""
    keys = {one.id: one.root.key_lines for one in folders if one.root is not None}
    if course is not None and _is_whole(course, folders):
        unlocks = {name: found.get("unlock", 1) for name, found in keys.items()}
        known = {(problem.file, problem.what) for problem in report.errors}
        for problem in check(course, {**unlocks, **lines}):
            if (problem.file, problem.what) not in known:
                report.error(problem.file, problem.line, problem.what, problem.instead)
    alike = promises is not None and "same_structure" in promises.flags
    for module in modules.values():
        for problem in advise_module(module, keys.get(module.id, {}), structure=not alike):
            report.warn(problem.file, problem.line, problem.what, problem.instead)
    return Reading(course, report.errors, report.warnings)


def _is_whole(course: Course, folders: Iterable[ModuleFolder]) -> bool:
    """Whether every folder's module has its place; otherwise rules cannot be judged yet."""
    return {folder.id for folder in folders} <= {module.id for module in modules_in(course)}


def digest(folder: Path) -> str:
    """A short name for exactly these files."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in (".yaml", ".md", ".svg", ".vtt"):
            total.update(path.relative_to(folder).as_posix().encode() + b"\0")
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:16]
