"""The `collectif` command: all commands of `flask collectif`, and the demo that `make run` starts."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click
from flask.cli import ScriptInfo

from .app import create_app
from .cli.commands import commands
from .cli.serving import serve
from .content.problems import ContentErrors
from .errors import SettingError
from .services import accounts, demo_house

if TYPE_CHECKING:
    from flask import Flask

    from .services.house import Rooms

FOLDER = Path("instance")


@click.command("demo")
@click.option("--port", type=click.IntRange(1, 65535), default=5000, show_default=True)
@click.option(
    "--database",
    type=click.Path(dir_okay=False, path_type=Path),
    help="SQLite file, made when it does not exist.",
)
def demo(port: int, database: Path | None) -> None:
    """Run the course with a demo cohort, on this machine only."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s: %(message)s")
    path = (database or FOLDER / "demo.db").resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("COLLECTIF_INSTANCE", str(path.parent))
    base = f"http://127.0.0.1:{port}"
    app = create_app(
        {
            "COLLECTIF_DATABASE": f"sqlite:///{path}",
            "COLLECTIF_DEMO": True,
            "COLLECTIF_WORKER": True,
            "COLLECTIF_PRELOADED": True,
        }
    )
    lines = prepare(app, base)

    def ready() -> None:
        click.echo("\n".join(lines))
        sys.stdout.flush()

    serve(app, port, ready)


def prepare(app: Flask, base: str) -> list[str]:
    """Seed the demo where it is missing; answers the lines that say who can sign in where."""
    rooms = cast("Rooms", app.extensions["collectif"])
    with app.app_context():
        cast_ = demo_house.furnish(rooms.house)
        lines = [
            f"{key} {base}/demo/{accounts.demo_token(rooms.house, person)}"
            for key, person in cast_.people.items()
        ]
        key, secret = demo_house.demo_credentials(rooms.house)
    return [*lines, f"xapi {base}/xapi {key} {secret}"]


class _Commands(click.Group):
    """A group that says what is wrong with the course or the settings instead of a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (ContentErrors, SettingError) as refusal:
            raise click.ClickException(str(refusal)) from refusal


@click.group(cls=_Commands)
@click.pass_context
def main(context: click.Context) -> None:
    """Collectif: a self-paced course with its own Learning Record Store."""
    context.obj = ScriptInfo(create_app=create_app)


for _command in (*commands.commands.values(), demo):
    main.add_command(_command)
