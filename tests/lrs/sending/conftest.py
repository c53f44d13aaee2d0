"""Our LRS on each engine, another one over real HTTP, and a server that misbehaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from collectif.lrs import Database
from tests.lrs.lms import (
    Mounted,
    activity,
    mount,
    new_id,
    statement,
)
from tests.lrs.peers import (
    Asked,
    Said,
    Scripted,
    Time,
    forwarder,
    scripted,
    serving,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from collectif.lrs import Forwarder


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def office(lrs: Mounted, time: Time) -> Forwarder:
    """Forwarding of the LRS under test, on each engine."""
    return forwarder(lrs.database, time)


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[Mounted]:
    """Another LRS of ours, on a database of its own."""
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'peer.db'}")
    yield mount(Database(engine))
    engine.dispose()


@pytest.fixture
def there(peer: Mounted) -> Iterator[str]:
    """Where that LRS is served."""
    with serving(peer.app) as address:
        yield f"{address}/xapi"


@pytest.fixture
def odd() -> Iterator[Scripted]:
    """A server that answers as the test says."""
    with scripted() as server:
        yield server


def several(count: int, **changed: Any) -> list[dict[str, Any]]:
    return [
        statement(id=new_id(), object=activity(f"part-{number}"), **changed)
        for number in range(count)
    ]


def plain(found: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if name not in ("stored", "authority")}


def refusing(*bad: str, status: int = 400) -> Any:
    def answer(asked: Asked) -> Said:
        if asked.method == "GET":
            return Said(404)
        return Said(status, b"no such \0verb") if set(bad) & set(asked.ids) else Said()

    return answer
