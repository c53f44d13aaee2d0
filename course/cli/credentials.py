"""`collectif credentials …`: keys and bearer tokens of the xAPI endpoint."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, cast

import click
from flask import current_app
from flask.cli import AppGroup

from ..errors import BadInput, CollectifError, NotFound
from ..services import granting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collectif.lrs import ListedCredentials

    from ..services.house import House, Rooms

_DAY = click.DateTime(["%Y-%m-%d"])
_SENTENCES = {
    ("expires", "past"): "that day is over",
    ("expires", "not_a_date"): "that day is too far away",
    ("mbox", "invalid"): "that authority is no mail address",
    ("home", "invalid"): "the home page of that authority is no IRI",
    ("name", "missing"): "a name is needed",
    ("name", "too_long"): f"a name has at most {granting.LONGEST_NAME} characters",
}
_CONCERNS = {
    "": "",
    "expired": "expired",
    "ends_soon": "ends soon",
    "unused": f"not used for {granting.IDLE.days} days",
}


@click.group("credentials", cls=AppGroup)
def credentials() -> None:
    """Keys and tokens with which other programs use the xAPI endpoint."""


def _house() -> House:
    return cast("Rooms", current_app.extensions["collectif"]).house


def _refused(refusal: CollectifError) -> click.ClickException:
    """What is wrong, as a sentence."""
    if isinstance(refusal, BadInput):
        told = (_SENTENCES.get(one, f"{one[0]}: {one[1]}") for one in refusal.problems.items())
        return click.ClickException("; ".join(told))
    return click.ClickException("no key or token begins like that")


def _authority(_context: click.Context, _option: click.Parameter, text: str | None) -> Any:
    """The agent in `lms@example.org`, or in home page and name of an account."""
    if text is None:
        return None
    home, _, account = text.strip().partition(" ")
    try:
        return (
            granting.authority_of("", home, account)
            if account
            else granting.authority_of(home, "", "")
        )
    except BadInput as refusal:
        raise _refused(refusal) from refusal


def _day(given: datetime | None) -> date | None:
    return None if given is None else given.date()


@credentials.command("create")
@click.argument("name")
@click.option("--token", is_flag=True, help="A bearer token instead of a key with its secret.")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice(granting.SCOPES),
    multiple=True,
    default=("all",),
    help="An xAPI scope; may be repeated.",
)
@click.option("--expires", type=_DAY, help="The last day it is good, as 2026-12-31 (UTC).")
@click.option(
    "--limit",
    type=click.IntRange(0, granting.MOST_A_MINUTE),
    help="Requests a minute; 0 for any number.",
)
@click.option(
    "--authority",
    callback=_authority,
    help="Who vouches for what it writes: a mail address, or 'HOMEPAGE NAME' of an account.",
)
def create(
    *,
    name: str,
    token: bool,
    scopes: tuple[str, ...],
    expires: datetime | None,
    limit: int | None,
    authority: Mapping[str, Any] | None,
) -> None:
    """Make a key and its secret, or a token. The secret is shown this once."""
    wish = granting.Wish(
        name=name,
        scopes=frozenset(scopes),
        kind="token" if token else "key",
        authority=authority,
        expires=_day(expires),
        limit=limit,
    )
    try:
        made = granting.create(_house(), None, wish)
    except BadInput as refusal:
        raise _refused(refusal) from refusal
    _show(made.kind, made.key, made.secret)


@credentials.command("list")
def list_all() -> None:
    """List keys and tokens: who, what they may do, until when, last used."""
    house = _house()
    for one in granting.look(house):
        click.echo(_line(one, house.clock()))


@credentials.command("rotate")
@click.argument("key")
def rotate(key: str) -> None:
    """Make a new secret for KEY, or a new token that begins with it; the old one ends."""
    try:
        known, secret = granting.rotate(_house(), None, key)
    except NotFound as refusal:
        raise _refused(refusal) from refusal
    _show(known.kind, known.key, secret)


@credentials.command("expire")
@click.argument("key")
@click.argument("day", type=_DAY, required=False)
@click.option("--never", is_flag=True, help="No end any more.")
def expire(key: str, day: datetime | None, *, never: bool) -> None:
    """Let KEY be good until the end of DAY (2026-12-31, UTC), or without end."""
    if never == (day is not None):
        raise click.UsageError("give either a day or --never")
    try:
        known = granting.find(_house(), key)
        granting.change(_house(), None, key, _day(day), known.limit)
    except (BadInput, NotFound) as refusal:
        raise _refused(refusal) from refusal
    click.echo(f"{key} ends: {_day(day) or 'never'}")


@credentials.command("limit")
@click.argument("key")
@click.argument("requests", type=click.IntRange(0, granting.MOST_A_MINUTE), required=False)
def limit(key: str, requests: int | None) -> None:
    """Grant KEY so many REQUESTS a minute, 0 for any number; without a number, as is usual here."""
    try:
        known = granting.find(_house(), key)
        granting.change(_house(), None, key, granting.last_day(known.expires), requests)
    except NotFound as refusal:
        raise _refused(refusal) from refusal
    click.echo(
        f"{key} is granted a minute: {'as usual' if requests is None else requests or 'any number'}"
    )


@credentials.command("revoke")
@click.argument("key")
def revoke(key: str) -> None:
    """End KEY, or the token that begins with it, at once and for good."""
    try:
        granting.revoke(_house(), None, key)
    except NotFound as refusal:
        raise _refused(refusal) from refusal
    click.echo(f"{key} opens nothing any more.")


def _show(kind: str, key: str, secret: str) -> None:
    click.echo(f"token {secret}" if kind == "token" else f"key {key}\nsecret {secret}")


def _line(one: ListedCredentials, now: int) -> str:
    ends = granting.last_day(one.expires)
    used = "never" if one.last_used is None else _moment(one.last_used)
    parts = [
        f"{one.kind} {one.key}",
        one.name,
        " ".join(sorted(one.scopes)),
        f"ends {ends or 'never'}",
        f"used {used}",
        *(() if one.limit is None else (f"{one.limit or 'any number of'} requests a minute",)),
        _CONCERNS[granting.concern(one, now)],
    ]
    return " · ".join(part for part in parts if part)


def _moment(at: int) -> str:
    return datetime.fromtimestamp(at / 1_000_000, UTC).strftime("%Y-%m-%d %H:%M UTC")
