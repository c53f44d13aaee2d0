"""The command line: `collectif …` alone, `flask collectif …` in a host.

Commands about content need files only; the others work on the application's database.
"""

from __future__ import annotations

import sys
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click
from flask import current_app
from flask.cli import AppGroup

from .. import cli_content
from ..config import PREFIX, Settings
from ..paths import MODULES
from ..services import administering, rebuilding
from ..store import migrating
from .credentials import credentials
from .forwarding import forward
from .statements import statements
from .upkeep import backup, erase, retain

if TYPE_CHECKING:
    from ..services.house import Rooms

commands = AppGroup("collectif", help="The course, its records and its database.")
commands.add_command(credentials)
for _upkeep in (statements, erase, retain, backup):
    commands.add_command(_upkeep)
commands.add_command(forward)


def _rooms() -> Rooms:
    return cast("Rooms", current_app.extensions["collectif"])


@commands.command("check", with_appcontext=False)
@click.option("--report", is_flag=True, help="The course in figures: minutes, questions, guessing.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=MODULES)
def check(*, report: bool, as_json: bool, folder: Path) -> None:
    """Check the course's files; every problem is named with its file and line."""
    sys.exit(cli_content.print_check(folder, report=report, as_json=as_json))


@commands.command("outline", with_appcontext=False)
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=MODULES)
def outline(*, as_json: bool, folder: Path) -> None:
    """List every module: identity, session, kind, rules, minutes, languages."""
    sys.exit(cli_content.print_outline_of(folder, as_json=as_json))


@commands.command("upgrade")
def upgrade() -> None:
    """Apply the database migrations, those of the LRS and of the course."""
    rooms = _rooms()
    rooms.lrs.upgrade(rooms.house.database)
    with rooms.house.database.writing() as connection:
        migrating.upgrade(connection)
    click.echo("The database is up to date.")


@commands.command("rebuild")
@click.option("--check", "only_check", is_flag=True, help="Compare, and leave everything as it is.")
def rebuild(*, only_check: bool) -> None:
    """Make the tables of progress anew from the statements (or compare the two)."""
    rooms = _rooms()
    act = rebuilding.compare if only_check else rebuilding.rebuild
    found = act(rooms.house, rooms.fold)
    for table, rows in found.differences.items():
        if rows:
            click.echo(f"{table}: {rows} rows differ")
    word = "equal" if found.equal else ("different" if only_check else "rebuilt")
    click.echo(f"{word}: {found.statements} statements replayed")
    if only_check and not found.equal:
        if rebuilding.is_erasing(rooms.house, rooms.lrs.upkeep):
            click.echo("an erasure has not come to its end: finish it, then check again")
        sys.exit(1)


@commands.command("role")
@click.argument("email")
@click.argument("role", type=click.Choice(administering.ROLES))
def role(email: str, role: str) -> None:
    """Give the person with this address a role: for the first admin of a new site."""
    house = _rooms().house
    if not administering.appoint(house, email, role):
        raise click.ClickException(f"nobody here has the address {email}")
    click.echo(f"{email} is now: {role}")


@commands.command("settings", with_appcontext=False)
def settings() -> None:
    """Print every setting with its default and what it is for."""
    for one in fields(Settings):
        default = one.default if one.name != "content" else "the course that comes along"
        click.echo(f"{PREFIX}{one.name.upper()} (default: {default!r})\n    {one.metadata['doc']}")
