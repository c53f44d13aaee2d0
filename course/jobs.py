"""What happens in the background: mails leave the outbox, statements go to other LRSs.

One thread for each, stopped with the process, so that a slow LRS keeps no mail waiting.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from .mail import Mail
from .store import mails

if TYPE_CHECKING:
    from collectif.lrs import Forwarder

    from .services.house import House
    from .store.mails import Letter

_log = logging.getLogger("collectif.jobs")

PAUSE = 5.0
"""Seconds between two looks at the outbox."""

MOST_TRIES = 8


def start(house: House) -> threading.Event:
    """Start the worker thread; set the event that is answered to stop it."""
    stop = threading.Event()
    threading.Thread(target=_loop, args=(house, stop), name="collectif-jobs", daemon=True).start()
    return stop


def _loop(house: House, stop: threading.Event) -> None:
    while not stop.wait(PAUSE):
        try:
            send_due_mails(house)
        except Exception:  # the loop must outlive any one fault  # noqa: BLE001
            _log.exception("the outbox could not be worked off")


def start_forwarding(forwarder: Forwarder) -> threading.Event:
    """Start the thread that forwards statements; set the event that is answered to stop it."""
    stop = threading.Event()
    arguments = (forwarder, stop)
    threading.Thread(
        target=_forward, args=arguments, name="collectif-forwarding", daemon=True
    ).start()
    return stop


def _forward(forwarder: Forwarder, stop: threading.Event) -> None:
    while not stop.wait(PAUSE):
        try:
            while any(turn.more for turn in forwarder.round()) and not stop.is_set():
                continue
        except Exception:  # the loop must outlive any one fault  # noqa: BLE001
            _log.exception("statements could not be forwarded")


def send_due_mails(house: House) -> int:
    """Send every mail that is due; answers how many were sent. One that fails is tried again later,
    each time after twice as long, `MOST_TRIES` times in all, and keeps no other from leaving."""
    with house.database.reading() as connection:
        due = mails.due(connection, house.clock(), MOST_TRIES)
    sent = 0
    for letter in due:
        with house.database.writing() as connection:
            is_mine = mails.take(connection, letter, house.clock())
        if not is_mine:
            continue
        error = _send(house, letter)
        sent += not error
        with house.database.writing() as connection:
            mails.settle(connection, letter, house.clock(), error)
    return sent


def _send(house: House, letter: Letter) -> str:
    """Hand a mail to the mailer; what went wrong, as one text, empty when all went well."""
    try:
        house.mailer.send(Mail(letter.recipient, letter.subject, letter.body))
    except Exception as failure:  # whatever it is, the next mail must leave  # noqa: BLE001
        _log.warning("mail %s could not be sent: %s", letter.id, type(failure).__name__)
        return f"{type(failure).__name__}: {failure}".replace("\0", "")[:500]
    return ""
