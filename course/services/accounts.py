"""Accounts: who people are, how they sign in and out, and their language."""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from ..errors import BadInput, NotFound, TooMany
from ..i18n import best_language
from ..store import limits, mails, people, sign_ins, tokens
from ..xapi import statements as say
from . import passwords

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Connection

    from ..config import HostLearner
    from ..store.people import Person
    from ..store.sign_ins import SignIn
    from .house import House

_LONGEST_NAME = 120
_LONGEST_EMAIL = 254


def digest(token: str) -> str:
    """What is kept of a secret token: its SHA-256, so that a stolen database opens nothing."""
    return hashlib.sha256(token.encode()).hexdigest()


def person_of(house: House, token: str) -> Person | None:
    """The person signed in with this cookie token, None when the sign-in has ended or was revoked."""
    with house.database.reading() as connection:
        return people.by_sign_in(connection, digest(token), house.clock())


def host_person(house: House, known: HostLearner) -> Person:
    """The person the host says is signed in; made on first sight, kept up to date afterwards."""
    told = _told_by_host(known)
    with house.database.reading() as connection:
        person = people.by_host_id(connection, known.id)
        if person is not None and _is_current(connection, person, told):
            return person
    try:
        return _keep_host_person(house, known, told)
    except IntegrityError:  # another request was first; what it stored is seen now
        return _keep_host_person(house, known, told)


def _told_by_host(known: HostLearner) -> dict[str, str | None]:
    """What the host says of a person, in the shapes we keep; an address that is none is left out."""
    email = normal_email(known.email or "")
    return {
        "name": one_line(known.name)[:_LONGEST_NAME] or known.id[:_LONGEST_NAME],
        "email": email if is_address(email) else None,
        "role": known.role,
    }


def _is_current(connection: Connection, person: Person, told: Mapping[str, str | None]) -> bool:
    kept = {"name": person.name, "email": person.email, "role": person.role}
    if kept == told:
        return True
    return kept == {**told, "email": None} and not _is_free(connection, told["email"], person)


def _is_free(connection: Connection, email: str | None, person: Person | None) -> bool:
    """Whether nobody but `person` has this address."""
    owner = people.by_email(connection, email) if email else None
    return owner is None or (person is not None and owner.id == person.id)


def _keep_host_person(house: House, known: HostLearner, told: Mapping[str, str | None]) -> Person:
    """Store what the host says. An address that is somebody else's already stays theirs."""
    with house.database.writing() as connection:
        person = people.by_host_id(connection, known.id)
        email = told["email"] if _is_free(connection, told["email"], person) else None
        values = {**told, "email": email}
        if person is None:
            language = best_language(known.language, house.settings.languages)
            return enrol(house, connection, {**values, "host_id": known.id, "language": language})
        people.change(connection, person.id, values)
        actors = house.recording.identifiers(person.pseudonym, email)
        people.identify(connection, person.id, actors)
        changed = people.by_id(connection, person.id)
        assert changed is not None
        return changed


def enrol(
    house: House, connection: Connection, values: Mapping[str, object], typed: str = ""
) -> Person:
    """Store a new person with their xAPI identity, and record that they registered. `typed` is the
    address as they write it: another program may have hashed it so."""
    pseudonym = str(uuid.UUID(int=house.random.getrandbits(128), version=4))
    registration = str(uuid.UUID(int=house.random.getrandbits(128), version=4))
    row = {
        "pseudonym": pseudonym,
        "registration": registration,
        "created": house.clock(),
        **values,
    }
    email = values.get("email")
    actors = house.recording.identifiers(pseudonym, str(email) if email else None, typed)
    identifier = people.add(connection, row, actors)
    person = people.by_id(connection, identifier)
    assert person is not None
    house.recording.record(connection, [say.registered(house.voice(person))])
    return person


def choose_language(house: House, person: Person, language: str) -> None:
    """Keep the language the person reads in."""
    with house.database.writing() as connection:
        people.change(connection, person.id, {"language": language})


# -- signing up, in and out ---------------------------------------------------

_WINDOW = 15 * 60 * 1_000_000
_MOST_FAILURES = 8
_MOST_MAILS = 4
_MAIL_GOOD_FOR = 2 * 3600 * 1_000_000
_DAY = 24 * 3600 * 1_000_000
_ADDRESS = re.compile(r"[^@\s<>\"(),:;\\]+@[^@\s<>\"(),:;\\]+\.[^@\s.<>\"(),:;\\]{2,}")


@dataclass(frozen=True)
class NewAccount:
    """What a sign-up form says."""

    name: str
    email: str
    password: str
    language: str


def normal_email(email: str) -> str:
    """An address as it is kept and compared: trimmed, lower case."""
    return email.strip().lower().replace("\0", "")


def is_address(email: str) -> bool:
    """Whether this can be a mail address (whether it is one, only a mail tells)."""
    return len(email) <= _LONGEST_EMAIL and _ADDRESS.fullmatch(email) is not None


def one_line(text: str) -> str:
    """What was typed as one line: no control characters, single spaces."""
    shown = (" " if unicodedata.category(sign) == "Cc" else sign for sign in text)
    return " ".join("".join(shown).split())


def sign_up(house: House, wanted: NewAccount) -> Person:
    """A new learner. Raises BadInput naming fields: a name missing, an address that is none or is
    taken already, a password that will not do."""
    email, name = normal_email(wanted.email), one_line(wanted.name)
    problems = {
        "name": None if 0 < len(name) <= _LONGEST_NAME else "missing",
        "email": None if is_address(email) else "not_an_address",
        "password": passwords.fault(wanted.password),
    }
    found = {field: key for field, key in problems.items() if key}
    if found:
        raise BadInput(found)
    kept = passwords.hashed(wanted.password)
    values = {"name": name, "email": email, "password": kept, "language": wanted.language}
    try:
        with house.database.writing() as connection:
            if people.by_email(connection, email):
                raise BadInput({"email": "taken"})
            return enrol(house, connection, values, wanted.email.strip().replace("\0", ""))
    except IntegrityError as error:  # the form was sent twice at once
        raise BadInput({"email": "taken"}) from error


def sign_in(house: House, email: str, password: str, agent: str) -> tuple[Person, str]:
    """The person with this address and password, and the token for their cookie.

    Raises BadInput (one message whatever was wrong), TooMany after several failures for one address.
    """
    address = normal_email(email)[:_LONGEST_EMAIL]
    with house.database.writing() as connection:
        _limit(connection, house, f"sign-in {address}", _MOST_FAILURES)
        person = people.by_email(connection, address)
        kept = people.password_of(connection, person.id) if person else None
    if not passwords.matches(password, kept) or person is None:
        raise BadInput({"password": "wrong"})
    return person, start_session(house, person, agent, f"sign-in {address}")


def start_session(house: House, person: Person, agent: str, succeeded: str | None = None) -> str:
    """Sign `person` in; answers the token for the cookie, which is kept only as a digest."""
    token, now = secrets.token_urlsafe(32), house.clock()
    with house.database.writing() as connection:
        sign_ins.end_old(connection, now)
        expires = now + house.settings.session_days * _DAY
        sign_ins.add(connection, digest(token), person.id, now, expires, agent)
        if succeeded:
            limits.clear(connection, succeeded)
    return token


def sign_out(house: House, token: str) -> None:
    """End the sign-in of this cookie token."""
    with house.database.writing() as connection:
        sign_ins.end(connection, digest(token))


def sessions(house: House, person: Person) -> Sequence[SignIn]:
    """Where the person is signed in."""
    with house.database.reading() as connection:
        return sign_ins.of_person(connection, person.id, house.clock())


def revoke(house: House, person: Person, sign_in_id: str) -> None:
    """End one of the person's own sign-ins; raises NotFound for anybody else's."""
    with house.database.writing() as connection:
        known = sign_ins.of_person(connection, person.id, house.clock())
        if sign_in_id not in {one.id for one in known}:
            raise NotFound(sign_in_id)
        sign_ins.end(connection, sign_in_id)


def change_name(house: House, person: Person, name: str) -> None:
    """Change what the person is called; raises BadInput."""
    clean = one_line(name)
    if not 0 < len(clean) <= _LONGEST_NAME:
        raise BadInput({"name": "missing"})
    with house.database.writing() as connection:
        people.change(connection, person.id, {"name": clean})


def change_password(house: House, person: Person, old: str, new: str, token: str) -> None:
    """Change the password and end every other sign-in; raises BadInput."""
    fault = passwords.fault(new)
    if fault:
        raise BadInput({"new": fault})
    with house.database.reading() as connection:
        kept = people.password_of(connection, person.id)
    if not passwords.matches(old, kept):
        raise BadInput({"old": "wrong"})
    changed = passwords.hashed(new)
    with house.database.writing() as connection:
        people.change(connection, person.id, {"password": changed})
        sign_ins.end_all(connection, person.id, but=digest(token))


# -- a forgotten password -----------------------------------------------------


def forgot(house: House, email: str, letter: Callable[[Person, str], tuple[str, str]]) -> None:
    """Mail a link to whoever has this address. Nothing tells whether anybody has.

    `letter` makes subject and body from the person and the secret token of the link.
    """
    address, now = normal_email(email)[:_LONGEST_EMAIL], house.clock()
    with house.database.writing() as connection:
        _limit(connection, house, f"forgot {address}", _MOST_MAILS)
        person = people.by_email(connection, address)
        if person is None or person.host_id is not None:
            return
        token = secrets.token_urlsafe(32)
        tokens.add(connection, digest(token), person.id, "password", now + _MAIL_GOOD_FOR)
        subject, body = letter(person, token)
        mails.post(connection, address, subject, body, now)


def reset_password(house: House, token: str, new: str) -> Person:
    """Set a new password with a mailed token, which then serves no more; every sign-in ends.

    Raises NotFound for a token that is unknown, used or too old, BadInput for the password.
    """
    fault = passwords.fault(new)
    kept = passwords.hashed(new) if not fault else ""
    with house.database.writing() as connection:
        now = house.clock()
        owner = tokens.owner(connection, digest(token), "password", now)
        if owner is None:
            raise NotFound("token")
        if fault:
            raise BadInput({"new": fault})
        tokens.use(connection, digest(token), now)
        people.change(connection, owner, {"password": kept})
        sign_ins.end_all(connection, owner)
        person = people.by_id(connection, owner)
        assert person is not None
        return person


def token_is_good(house: House, token: str) -> bool:
    """Whether a mailed token may still be used."""
    with house.database.reading() as connection:
        found = tokens.owner(connection, digest(token), "password", house.clock())
    return found is not None


def _limit(connection: Connection, house: House, subject: str, most: int) -> None:
    tried, left = limits.count(connection, subject, house.clock(), _WINDOW)
    if tried > most:
        raise TooMany(-(-left // 1_000_000))


# -- the demo -----------------------------------------------------------------


def demo_token(house: House, person: Person) -> str:
    """A new token for the one-click sign-in of a demo person; it lives as long as the demo runs,
    a week at the most. Raises NotFound for anybody who is no demo person."""
    if not person.demo:
        raise NotFound(str(person.id))
    token = secrets.token_urlsafe(24)
    with house.database.writing() as connection:
        tokens.drop(connection, "demo", person.id)
        tokens.add(connection, digest(token), person.id, "demo", house.clock() + 7 * _DAY)
    return token


def demo_person(house: House, token: str) -> Person:
    """The demo person of this token; raises NotFound."""
    with house.database.reading() as connection:
        owner = tokens.owner(connection, digest(token), "demo", house.clock())
        person = people.by_id(connection, owner) if owner is not None else None
    if person is None or not person.demo:
        raise NotFound("token")
    return person
