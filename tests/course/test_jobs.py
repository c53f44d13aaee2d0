"""The worker: mails leave the outbox, and what fails is tried again."""

from __future__ import annotations

import logging
import smtplib
import threading
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from collectif.course import jobs
from collectif.course.store import mails
from collectif.course.store.schema import mails as table
from collectif.lrs import ForwardingTurn
from tests.houses import undone

if TYPE_CHECKING:
    from tests.conftest import Clock
    from tests.houses import Built


def posts(built: Built, *recipients: str, subject: str = "Bonjour") -> None:
    with built.database.writing() as connection:
        for recipient in recipients:
            mails.post(connection, recipient, subject, "Corps", built.house.clock())


def outbox(built: Built) -> list[tuple[str, int, str, bool]]:
    """Recipient, tries, what went wrong, whether it was sent."""
    with built.database.reading() as connection:
        found = connection.execute(sa.select(table).order_by(table.c.id)).all()
    return [(row.recipient, row.tries, row.error, row.sent is not None) for row in found]


def test_mails_leave_once_in_the_order_they_were_written(built_on_each: Built) -> None:
    posts(built_on_each, "a@exemple.fr", "b@exemple.fr")
    assert jobs.send_due_mails(built_on_each.house) == 2
    assert jobs.send_due_mails(built_on_each.house) == 0
    assert [mail.recipient for mail in built_on_each.post.sent] == ["a@exemple.fr", "b@exemple.fr"]
    assert outbox(built_on_each)[0] == ("a@exemple.fr", 1, "", True)


@pytest.mark.parametrize(
    "fault",
    [
        OSError("the server is away"),
        smtplib.SMTPServerDisconnected("bye"),
        ValueError("a line break in a header"),
        IndexError("what a library does with a strange address"),
    ],
    ids=lambda fault: type(fault).__name__,
)
def test_whatever_goes_wrong_is_written_down_and_tried_again(
    built: Built, clock: Clock, fault: Exception
) -> None:
    posts(built, "a@exemple.fr", "b@exemple.fr")
    built.post.fault = fault
    assert jobs.send_due_mails(built.house) == 0
    assert [tries for _, tries, _, _ in outbox(built)] == [1, 1]
    assert str(fault) in outbox(built)[1][2]
    built.post.fault = None
    assert jobs.send_due_mails(built.house) == 0
    clock.passes(minutes=1.01)
    assert jobs.send_due_mails(built.house) == 2
    assert outbox(built)[0] == ("a@exemple.fr", 2, "", True)


def test_pauses_grow_and_tries_end(built: Built, clock: Clock) -> None:
    posts(built, "a@exemple.fr")
    built.post.fault = OSError("away")
    waited: list[int] = []
    minutes = 0
    for _ in range(1000):
        before = outbox(built)[0][1]
        jobs.send_due_mails(built.house)
        if outbox(built)[0][1] > before:
            waited.append(minutes)
            minutes = 0
        clock.passes(minutes=1.001)
        minutes += 1
    assert waited == [0, 1, 2, 4, 8, 16, 32, 64]
    assert len(waited) == jobs.MOST_TRIES


def test_a_mail_written_meanwhile_by_a_transaction_undone_never_leaves(built: Built) -> None:
    with undone(built.database) as connection:
        mails.post(connection, "a@exemple.fr", "s", "b", built.house.clock())
    assert jobs.send_due_mails(built.house) == 0


def test_the_worker_outlives_a_fault_and_stops_when_told(
    built: Built, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(jobs, "PAUSE", 0.01)
    failed = threading.Event()

    class Failing(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            failed.set()

    log = logging.getLogger("collectif.jobs")
    handler = Failing()
    log.addHandler(handler)
    with built.database.writing() as connection:
        connection.execute(sa.text("ALTER TABLE collectif_mails RENAME TO away"))
    stop = jobs.start(built.house)
    assert failed.wait(10)
    with built.database.writing() as connection:
        connection.execute(sa.text("ALTER TABLE away RENAME TO collectif_mails"))
    posts(built, "a@exemple.fr")
    arrived = threading.Event()
    send = built.post.send
    built.post.send = lambda mail: (send(mail), arrived.set())[0]  # type: ignore[method-assign]
    assert arrived.wait(10)
    stop.set()
    log.removeHandler(handler)
    for thread in threading.enumerate():
        if thread.name == "collectif-jobs":
            thread.join(10)
            assert not thread.is_alive()


class Rounds:
    """A forwarder that remembers when it was asked to send, and may fail."""

    def __init__(self) -> None:
        self.asked = 0
        self.enough = threading.Event()

    def round(self) -> list[ForwardingTurn]:
        self.asked += 1
        if self.asked == 1:
            raise OSError("the database is away")
        if self.asked == 4:
            self.enough.set()
        return [ForwardingTurn(1, "Peer", more=self.asked < 4)]


def test_forwarding_has_a_thread_of_its_own_that_outlives_a_fault(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(jobs, "PAUSE", 0.01)
    rounds = Rounds()
    stop = jobs.start_forwarding(rounds)  # type: ignore[arg-type]
    assert rounds.enough.wait(10)
    stop.set()
    for thread in threading.enumerate():
        if thread.name == "collectif-forwarding":
            thread.join(10)
            assert not thread.is_alive()
    assert "statements could not be forwarded" in caplog.text
