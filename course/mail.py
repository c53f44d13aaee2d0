"""The post: mails leave through the outbox, so that none is sent for what was rolled back."""

from __future__ import annotations

import logging
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Protocol
from urllib.parse import unquote, urlsplit

from .errors import SettingError

_log = logging.getLogger("collectif.mail")


@dataclass(frozen=True)
class Mail:
    """One mail: plain text, one recipient."""

    recipient: str
    subject: str
    body: str


class Mailer(Protocol):
    """Whatever can send a mail; raises OSError or smtplib.SMTPException when it could not."""

    def send(self, mail: Mail) -> None: ...


class ConsoleMailer:
    """Writes mails to the log instead of sending them: for trying things out."""

    def send(self, mail: Mail) -> None:
        """Log the mail whole, links included."""
        _log.warning("mail to %s: %s\n%s", mail.recipient, mail.subject, mail.body)


class SmtpMailer:
    """Sends mails to an SMTP server, encrypted whenever the server can."""

    def __init__(self, url: str, sender: str) -> None:
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise SettingError("COLLECTIF_MAIL", str(error)) from error
        if not parts.hostname:
            raise SettingError("COLLECTIF_MAIL", "names no host")
        self._host = parts.hostname
        self._from_start = parts.scheme == "smtps"
        self._port = port or (465 if self._from_start else 587)
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")
        self._sender = sender

    def send(self, mail: Mail) -> None:
        """Hand the mail over to the server."""
        with self._connect() as server:
            if self._user:
                server.login(self._user, self._password)
            server.send_message(compose(mail, self._sender))

    def _connect(self) -> smtplib.SMTP:
        trust = ssl.create_default_context()
        if self._from_start:
            return smtplib.SMTP_SSL(self._host, self._port, timeout=20, context=trust)
        server = smtplib.SMTP(self._host, self._port, timeout=20)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=trust)
        elif self._user:
            server.close()
            raise OSError("the mail server offers no encryption for the password")
        return server


def compose(mail: Mail, sender: str) -> EmailMessage:
    """The mail as a message. A line break in a header is refused (ValueError) by the library."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid()
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body, cte="quoted-printable")  # not every server takes eight bits
    return message


def mailer(url: str, sender: str) -> Mailer:
    """The mailer that the setting `mail` names; raises SettingError."""
    if url == "console":
        return ConsoleMailer()
    if url.startswith(("smtp://", "smtps://")):
        return SmtpMailer(url, sender)
    raise SettingError("COLLECTIF_MAIL", "is neither console nor smtp://… nor smtps://…")
