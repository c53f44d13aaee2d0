"""`collectif statements`: out of the LRS into a file of lines, and in again."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click
from flask import current_app
from flask.cli import AppGroup

from collectif.lrs import Caller, LRSError, StatementFilter, agent_identifier, parse_agent

from ..learning.facts import microseconds
from . import lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

    from collectif.lrs import Exported, Imported, Upkeep

    from ..services.house import Rooms

statements = AppGroup("statements", help="Statements of the LRS as lines of JSON.")

_FILE = click.Path(dir_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)


def _upkeep() -> Upkeep:
    return cast("Rooms", current_app.extensions["collectif"]).lrs.upkeep


@statements.command("export")
@click.argument("file", type=_FILE)
@click.option("--since", default="", metavar="TIME", help="Stored after this.")
@click.option("--until", default="", metavar="TIME", help="Stored no later than this.")
@click.option("--agent", default="", help="An Agent as JSON, as in a request.")
@click.option("--verb", default=None, help="A verb's IRI.")
@click.option("--activity", default=None, help="An activity's IRI.")
@click.option("--registration", default=None, help="A registration's UUID.")
@click.option("--related", is_flag=True, help="Agent and activity wherever they stand.")
@click.option("--voided", is_flag=True, help="Those too that were voided: for moving a store.")
@click.option("--attachments", type=_FOLDER, help="Write the data of attachments here, by hash.")
@click.option("--after", default="", metavar="TIME", help="Go on after the statement stored then.")
@click.option("--resume", is_flag=True, help="Go on after the last whole line of FILE.")
def export(
    *,
    file: Path,
    since: str,
    until: str,
    agent: str,
    verb: str | None,
    activity: str | None,
    registration: str | None,
    related: bool,
    voided: bool,
    attachments: Path | None,
    after: str,
    resume: bool,
) -> None:
    """Write statements into FILE, one a line, in stored order (- for standard output, .gz packs it)."""
    path = None if str(file) == "-" else file
    where = StatementFilter(
        agent=_agent(agent),
        verb=verb,
        activity=activity,
        registration=registration and registration.lower(),
        related_agents=related,
        related_activities=related,
        since=_time(since, "--since"),
        until=_time(until, "--until"),
        after=_after(path, resume=resume) or _time(after, "--after"),
    )
    on = resume or bool(after)
    with lines.writing(path, on=on) as out:
        count = _write(_upkeep(), where, out, attachments, voided=voided)
    click.echo(f"exported: {count} statements", err=True)


def _write(
    upkeep: Upkeep,
    where: StatementFilter,
    out: IO[bytes],
    folder: Path | None,
    *,
    voided: bool,
) -> int:
    count = 0
    with _bar(0, "statements") as shown:
        for portion in upkeep.export(where, voided=voided):
            for one in portion:
                if folder is not None:  # before the line: whoever has it has its data
                    _keep_attachments(upkeep, one, folder)
                out.write(one.text.encode() + b"\n")
            count += len(portion)
            shown(len(portion))
    return count


def _keep_attachments(upkeep: Upkeep, one: Exported, folder: Path) -> None:
    for sha2 in one.attachments:
        path = folder / sha2
        if path.exists():
            continue
        content = upkeep.attachment(sha2)
        if content is not None:
            folder.mkdir(parents=True, exist_ok=True)
            part = path.with_suffix(".part")
            part.write_bytes(content)
            part.replace(path)


def _after(path: Path | None, *, resume: bool) -> int | None:
    """When the last statement of the file was stored."""
    if not resume:
        return None
    if path is None:
        raise click.UsageError("--resume needs a file")
    last = lines.mend(path) if path.exists() else None
    if last is None:
        return None
    try:
        return microseconds(json.loads(last)["stored"])
    except (ValueError, KeyError, TypeError) as error:
        raise click.ClickException(f"the last line of {path} is no exported statement") from error


@statements.command("import")
@click.argument("file", type=_FILE)
@click.option("--attachments", type=_FOLDER, help="The data of attachments lies here, by hash.")
@click.option("--trusted", is_flag=True, help="Keep the authority of each statement.")
@click.option("--name", default="import", help="Whose account vouches for what is imported.")
@click.option("--refused", type=_FILE, help="Where refused lines go (default: FILE.refused).")
def import_(
    *, file: Path, attachments: Path | None, trusted: bool, name: str, refused: Path | None
) -> None:
    """Store the statements of FILE, one a line (- for standard input, .gz is unpacked).

    Ids and timestamps are kept, `stored` is new. Lines that are here already are skipped, so what was
    stopped is simply started again. Ends with 1 if a line was refused.
    """
    path = None if str(file) == "-" else file
    if path is not None and not path.exists():
        raise click.ClickException(f"there is no file {path}")
    place = refused or Path("statements.refused" if path is None else f"{path}.refused")
    total = _read(path, place, _content_in(attachments), name, trusted=trusted)
    stored, known, not_taken, broken = total
    click.echo(f"stored: {stored}\nhere already: {known}\nrefused: {not_taken}")
    if broken:
        raise click.ClickException(f"the file could not be read to its end: {broken}")
    if not_taken:
        click.echo(f"the refused lines and why: {place}", err=True)
        sys.exit(1)


def _read(
    path: Path | None,
    place: Path,
    content: Callable[[str], bytes | None] | None,
    name: str,
    *,
    trusted: bool,
) -> tuple[int, int, int, str]:
    stored = known = refused = line = 0
    size = path.stat().st_size if path is not None else 0
    with lines.reading(path) as found, _bar(size, "bytes") as shown:
        read = 0
        done = _upkeep().import_lines(found, _caller(name), content=content, trusted=trusted)
        for one in done:
            _set_aside(place, one, first=refused == 0)
            stored, known = stored + one.stored, known + one.known
            refused, line = refused + len(one.refused), line + one.lines
            shown(found.position() - read)
            read = found.position()
        return stored, known, refused, found.broken


def _caller(name: str) -> Caller:
    home = cast("Rooms", current_app.extensions["collectif"]).house.settings.actor_home
    account = {"homePage": home, "name": name}
    return Caller(name, {"objectType": "Agent", "account": account}, frozenset({"all"}))


def _set_aside(place: Path, done: Imported, *, first: bool) -> None:
    """Write the refused lines with their reasons; the file begins anew with the first of a run."""
    if not done.refused:
        return
    with place.open("w" if first else "a", encoding="utf-8") as file:
        for one in done.refused:
            told = {"line": one.line, "path": one.path, "reason": one.reason, "text": one.text}
            file.write(json.dumps(told, ensure_ascii=False) + "\n")
            click.echo(f"line {one.line}: {one.path}: {one.reason}", err=True)


def _content_in(folder: Path | None) -> Callable[[str], bytes | None] | None:
    if folder is None:
        return None

    def content(sha2: str) -> bytes | None:
        path = folder / sha2
        return path.read_bytes() if path.is_file() else None

    return content


def _agent(text: str) -> str | None:
    if not text:
        return None
    try:
        return agent_identifier(parse_agent(text))
    except LRSError as error:
        raise click.BadParameter(str(error), param_hint="--agent") from error


def _time(text: str, option: str) -> int | None:
    if not text:
        return None
    try:
        return microseconds(text.upper().replace(" ", "T"))
    except ValueError as error:
        raise click.BadParameter(f"{text} is no ISO 8601 time", param_hint=option) from error


@contextmanager
def _bar(length: int, unit: str) -> Iterator[Callable[[int], None]]:
    """A progress bar on standard error where that is a terminal; without a length it counts."""
    if not lines.shows_progress():
        yield lambda _count: None
        return
    if length:
        with click.progressbar(length=length, file=sys.stderr, label=unit) as bar:
            yield bar.update
        return
    total = 0

    def count(more: int) -> None:
        nonlocal total
        total += more
        click.echo(f"\r{total} {unit}", nl=False, err=True)

    yield count
    click.echo("", err=True)
