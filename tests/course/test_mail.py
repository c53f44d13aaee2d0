"""Mails: composed with care, handed over encrypted where that can be."""

from __future__ import annotations

import logging
import socketserver
import threading
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest

from collectif.course.errors import SettingError
from collectif.course.mail import ConsoleMailer, Mail, SmtpMailer, compose, mailer

if TYPE_CHECKING:
    from collections.abc import Iterator

MAIL = Mail(
    "Zoé <zoe@exemple.fr>", "Réinitialiser : « mot de passe »", "Bonjour Zoé,\n\nÀ bientôt.\n"
)
SENDER = "Collectif <bonjour@exemple.fr>"


def test_a_mail_is_what_was_written_and_says_that_nobody_typed_it() -> None:
    message = compose(MAIL, SENDER)
    read = message_from_bytes(message.as_bytes(), policy=policy.default)
    assert read["Subject"] == MAIL.subject
    assert (read["From"], read["To"]) == (SENDER, MAIL.recipient)
    assert read.get_content() == MAIL.body
    assert message.as_bytes().isascii()
    assert read["Auto-Submitted"] == "auto-generated"
    assert read["Date"] and read["Message-ID"]


@pytest.mark.parametrize(
    ("recipient", "subject"),
    [
        ("a@exemple.fr\nBcc: b@exemple.fr", "s"),
        ("a@exemple.fr\r\nBcc: b@exemple.fr", "s"),
        ("a@exemple.fr", "Bonjour\nBcc: b@exemple.fr"),
        ("a@exemple.fr", "Bonjour\r\n\r\nautre corps"),
    ],
)
def test_nothing_can_be_smuggled_into_a_header(recipient: str, subject: str) -> None:
    with pytest.raises(ValueError, match="linefeed"):
        compose(Mail(recipient, subject, "b"), SENDER)


def test_on_the_console_a_mail_shows_its_link(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "collectif.mail"):
        mailer("console", SENDER).send(MAIL)
    assert MAIL.body in caplog.text and MAIL.recipient in caplog.text


@pytest.mark.parametrize("url", ["", "sendmail", "http://a.example", "smtp://", "smtp://a:port"])
def test_a_mail_setting_that_leads_nowhere_is_refused_at_start(url: str) -> None:
    with pytest.raises(SettingError) as refusal:
        mailer(url, SENDER)
    assert refusal.value.key == "COLLECTIF_MAIL"


def test_a_setting_chooses_the_mailer() -> None:
    assert isinstance(mailer("console", SENDER), ConsoleMailer)
    for url in ("smtp://u%40x:p%3A@mail.example:25", "smtps://mail.example"):
        assert isinstance(mailer(url, SENDER), SmtpMailer)


# -- a mail server that takes whatever it is sent, without encryption --------------------


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.commands: list[str] = []
        self.data = b""


class _Session(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        self.say("220 ready")
        while line := self.rfile.readline():
            command = line.decode().strip()
            self.server.commands.append(command.partition(" ")[0].upper())
            if command.upper() == "DATA":
                self.say("354 go on")
                while (part := self.rfile.readline()) != b".\r\n":
                    self.server.data += part
            self.say("221 bye" if command.upper() == "QUIT" else "250 good")

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def server() -> Iterator[_Server]:
    with _Server() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_mail_is_handed_over(server: _Server) -> None:
    mailer(f"smtp://127.0.0.1:{server.server_address[1]}", SENDER).send(MAIL)
    read = message_from_bytes(server.data, policy=policy.default)
    assert read["Subject"] == MAIL.subject
    assert "AUTH" not in server.commands


def test_a_password_is_not_told_to_a_server_without_encryption(server: _Server) -> None:
    url = f"smtp://user:secret@127.0.0.1:{server.server_address[1]}"
    with pytest.raises(OSError, match="no encryption"):
        mailer(url, SENDER).send(MAIL)
    assert not {"AUTH", "MAIL", "DATA"} & set(server.commands)


def test_a_server_that_is_away_is_an_error_the_outbox_understands() -> None:
    with pytest.raises(OSError, match=r"refused|unreachable|reset"):
        mailer("smtp://127.0.0.1:9", SENDER).send(MAIL)
