"""`collectif forward …`: other LRSs that get our statements."""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING, Any, cast

import click
from flask import current_app
from flask.cli import AppGroup

from collectif.lrs import DestinationWish

from ..errors import BadInput, NotFound
from ..services import forwarding as services

if TYPE_CHECKING:
    from datetime import datetime

    from collectif.lrs import Forwarder, ForwardingTurn

    from ..services.house import House, Rooms

_MICROSECONDS = 1_000_000
_PAUSE = 5.0

WORDS = {
    "good": "all is well: an LRS answers and knows us",
    "good_writing_untried": "an LRS answers and knows us; the credentials may not read, so what"
    " is there already cannot be compared",
    "dns": "no machine has this name",
    "tls": "the certificate or the encryption is not good",
    "connection": "nobody answers at this address",
    "timeout": "no answer in time",
    "inside": "the address is of this machine or a private network: set COLLECTIF_FORWARD_INSIDE",
    "garbage": "what answers does not speak HTTP",
    "redirected": "the address leads elsewhere: give the one it leads to",
    "no_lrs": "what answers there is no LRS",
    "version": "the LRS does not speak the version that was chosen",
    "credentials": "the LRS does not know the credentials",
    "refused": "the LRS answers with an error",
    "unreadable_secret": "the secret cannot be read with this SECRET_KEY: give it again",
}


def _rooms() -> Rooms:
    return cast("Rooms", current_app.extensions["collectif"])


def _at(name: str) -> tuple[House, Forwarder, None, int]:
    """What the services about one destination begin with: nobody signed in, and its number."""
    rooms = _rooms()
    try:
        found = services.named(rooms.house, rooms.lrs.forwarder, name)
    except NotFound:
        raise click.ClickException(f"no destination is called {name}") from None
    return rooms.house, rooms.lrs.forwarder, None, found.id


forward = AppGroup("forward", help="Other LRSs that get our statements.")


@forward.command("add")
@click.argument("name")
@click.argument("endpoint")
@click.option("--key", default="", help="Key for HTTP Basic; without one the secret is a token.")
@click.option("--secret", prompt=True, hide_input=True, help="Asked for when it is not given.")
@click.option("--version", type=click.Choice(("1.0.3", "2.0.0")), default="1.0.3")
@click.option("--rules", type=click.File("rb"), help="JSON file: which statements go.")
@click.option("--pseudonyms", type=click.File("rb"), help="JSON file: how people are hidden.")
@click.option("--peer", help="Our key through which this LRS sends to us.")
@click.option("--batch", default=50, show_default=True, help="Statements in a request at most.")
@click.option("--past/--from-now", default=True, help="Whether what was recorded so far goes too.")
def add(
    name: str,
    endpoint: str,
    *,
    key: str,
    secret: str,
    version: str,
    rules: Any,
    pseudonyms: Any,
    peer: str | None,
    batch: int,
    past: bool,
) -> None:
    """Forward statements to the LRS at ENDPOINT."""
    wish = DestinationWish(
        name=name,
        endpoint=endpoint,
        version=version,
        scheme="basic" if key else "bearer",
        key=key,
        secret=secret,
        rules=_read(rules) or {},
        pseudonyms=_read(pseudonyms),
        batch_statements=batch,
        peer=peer,
    )
    rooms = _rooms()
    try:
        services.add(rooms.house, rooms.lrs.forwarder, None, wish, past=past)
    except BadInput as refusal:
        raise click.ClickException(str(refusal.__cause__ or refusal)) from refusal
    click.echo(f"{name} is a destination now; `collectif forward test` tries the connection")


def _read(file: Any) -> Any:
    if file is None:
        return None
    try:
        return json.load(file)
    except ValueError as error:
        raise click.ClickException(f"{file.name}: {error}") from error


@forward.command("list")
def list_all() -> None:
    """List destinations: state, what waits and for how long, what was set aside, what went wrong."""
    rooms = _rooms()
    now = rooms.house.clock()
    found = services.look(rooms.house, rooms.lrs.forwarder)
    if not found:
        click.echo("no destination")
    for one in found:
        oldest = f", the oldest for {_span(now - one.oldest)}" if one.oldest else ""
        last = f"{_span(now - one.last_success)} ago" if one.last_success else "never"
        state = f"paused ({one.reason})" if one.reason else one.state
        click.echo(f"{one.wish.name}: {state}, {one.wish.endpoint} ({one.wish.version})")
        click.echo(f"    {one.waiting} waiting{oldest}; {one.isolated} set aside")
        click.echo(f"    last success {last}; {one.failures} failures in a row")
        if one.detail:
            click.echo(f"    {one.detail}")


def _span(microseconds: int) -> str:
    seconds = max(0, microseconds) // _MICROSECONDS
    for size, name in ((86_400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds // size} {name}"
    return f"{seconds} seconds"


@forward.command("test")
@click.argument("name")
def test(name: str) -> None:
    """Test the connection to a destination; nothing is sent."""
    found = services.probe(*_at(name))
    click.echo(WORDS[found.code] + (f" ({found.detail})" if found.detail else ""))
    if not found.good:
        sys.exit(1)


@forward.command("pause")
@click.argument("name")
def pause(name: str) -> None:
    """Send nothing to a destination until it is resumed; what comes meanwhile waits."""
    services.pause(*_at(name))
    click.echo(f"{name} is paused")


@forward.command("resume")
@click.argument("name")
def resume(name: str) -> None:
    """Send to a destination again, at once."""
    services.resume(*_at(name))
    click.echo(f"{name} is active")


@forward.command("replay")
@click.argument("name")
@click.option("--since", type=click.DateTime(("%Y-%m-%d",)), help="First day, by UTC.")
def replay(name: str, since: datetime | None) -> None:
    """Send again what was stored since a day, or ever; what is there already is recognised."""
    waiting = services.replay(*_at(name), since.date() if since else None)
    click.echo(f"{waiting} statements wait for {name}")


@forward.command("retry")
@click.argument("name")
def retry(name: str) -> None:
    """Try all statements again that a destination did not take."""
    count = services.retry(*_at(name))
    click.echo(f"{count} statements will be tried again")


@forward.command("remove")
@click.argument("name")
@click.confirmation_option(prompt="Forget this destination and its credentials?")
def remove(name: str) -> None:
    """Forget a destination, its credentials and what it did not take."""
    services.remove(*_at(name))
    click.echo(f"{name} is no destination any more")


@forward.command("run")
@click.option("--once", is_flag=True, help="End when nothing is left to be sent.")
def run(*, once: bool) -> None:
    """Send what waits, until interrupted: for a site whose worker is a process of its own."""
    forwarder = _rooms().lrs.forwarder
    while True:
        more = True
        while more:
            told = [_told(turn) for turn in forwarder.round()]
            more = any(told)
        if once:
            return
        time.sleep(_PAUSE)


def _told(turn: ForwardingTurn) -> bool:
    """Say what a turn brought; whether there is more."""
    aside = f", {turn.set_aside} set aside" if turn.set_aside else ""
    trouble = f": {turn.state}, {turn.detail}" if turn.detail else ""
    click.echo(f"{turn.name}: {turn.delivered} delivered{aside}{trouble}")
    return turn.more
