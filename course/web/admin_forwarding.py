"""Forwarding: other LRSs that get our statements, how far each has come, and what they refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from flask import redirect, request, url_for

from ..errors import BadInput
from ..i18n import gettext as _
from ..i18n import ngettext
from ..services import forwarding, granting
from . import forwarding_forms as forms
from . import forwarding_words as words
from . import pages_forwarding as pages
from .access import house, me, role, rooms
from .presenting import frame, say_next
from .rendering import render
from .trainer_forms import read_date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Response
    from werkzeug.wrappers import Response as Answer

    from collectif.lrs import ConnectionFinding, Forwarder


def _forwarder() -> Forwarder:
    return rooms().lrs.forwarder


@role("admin")
def destinations() -> Response:
    """All destinations."""
    found = forwarding.look(house(), _forwarder())
    now = house().clock()
    return render(
        pages.ForwardingPage(
            frame=frame("admin"),
            destinations=tuple(words.line(one, now) for one in found),
            worker=house().settings.worker,
        )
    )


@role("admin")
def destination(destination_id: int) -> Response:
    """One destination."""
    return render(_destination(destination_id))


def _destination(number: int, found: ConnectionFinding | None = None) -> pages.DestinationPage:
    after = request.args.get("after", 0, type=int)
    closer = forwarding.look_closer(house(), _forwarder(), number, after)
    return pages.DestinationPage(
        frame=frame("admin"),
        one=words.line(closer.destination, house().clock()),
        isolated=tuple(words.isolated_line(one) for one in closer.isolated),
        after=closer.isolated[-1].stored if closer.more else 0,
        finding=words.finding(found.code) if found else "",
        found_good=found.good if found else False,
        found_detail=found.detail if found else "",
    )


# -- describing ----------------------------------------------------------------------------------


@role("admin")
def add_destination() -> Response | Answer:
    """A new destination."""
    if request.method == "GET":
        return render(_form(0, forms.NEW))
    past = request.form.get("start") != "now"
    try:
        wish = forms.wish_of(request.form)
        number = forwarding.add(house(), _forwarder(), me(), wish, past=past, own=_own())
    except BadInput as refusal:
        return render(_form(0, forms.typed(request.form), forms.refused(refusal)), 422)
    say_next(_("La destination est ajoutée. Testez maintenant la connexion."), "good")
    return _to(number)


@role("admin")
def change_destination(destination_id: int) -> Response | Answer:
    """Describe a destination anew."""
    known = forwarding.look_closer(house(), _forwarder(), destination_id).destination.wish
    if request.method == "GET":
        return render(_form(destination_id, forms.values_of(known), name=known.name))
    try:
        wish = forms.wish_of(request.form)
        forwarding.change(house(), _forwarder(), me(), destination_id, wish, _own())
    except BadInput as refusal:
        values, errors = forms.typed(request.form), forms.refused(refusal)
        return render(_form(destination_id, values, errors, known.name), 422)
    say_next(_("La destination est modifiée."), "good")
    return _to(destination_id)


def _form(
    number: int,
    values: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    name: str = "",
) -> pages.DestinationFormPage:
    keys = granting.look(house())
    return pages.DestinationFormPage(
        frame=frame("admin"),
        values=values,
        errors=errors or {},
        number=number,
        name=name,
        keys=tuple((one.key, one.name) for one in keys),
    )


def _own() -> tuple[str, ...]:
    """The address of our own endpoint as this admin reaches it."""
    return (f"{request.host_url.rstrip('/')}{house().settings.prefix}/xapi",)


# -- acting --------------------------------------------------------------------------------------


@role("admin")
def test_destination(destination_id: int) -> Response:
    """Test the connection, and say what was found."""
    found = forwarding.probe(house(), _forwarder(), me(), destination_id)
    return render(_destination(destination_id, found))


@role("admin")
def pause_destination(destination_id: int) -> Answer:
    """Send nothing for the time being."""
    forwarding.pause(house(), _forwarder(), me(), destination_id)
    say_next(_("L’envoi est en pause. Ce qui arrive entre-temps attend."), "good")
    return _to(destination_id)


@role("admin")
def resume_destination(destination_id: int) -> Answer:
    """Send again."""
    forwarding.resume(house(), _forwarder(), me(), destination_id)
    say_next(_("L’envoi reprend."), "good")
    return _to(destination_id)


@role("admin")
def replay_destination(destination_id: int) -> Response | Answer:
    """Send again from a day on: asked first, then done."""
    if request.method == "GET":
        return render(_act("replay", destination_id))
    text = request.form.get("since", "")
    try:
        since = read_date(text)
    except ValueError:
        errors = {"since": _("Écrivez une date, par exemple 2026-11-23.")}
        return render(_act("replay", destination_id, {"since": text}, errors), 422)
    count = forwarding.replay(house(), _forwarder(), me(), destination_id, since)
    sent = ngettext("%(num)s trace repart.", "%(num)s traces repartent.", count)
    say_next(sent, "good")
    return _to(destination_id)


@role("admin")
def retry_isolated(destination_id: int) -> Answer:
    """Try one statement again that was not taken, or all of them."""
    count = forwarding.retry(house(), _forwarder(), me(), destination_id, _stored())
    say_next(ngettext("%(num)s trace repart.", "%(num)s traces repartent.", count), "good")
    return _to(destination_id)


@role("admin")
def dismiss_isolated(destination_id: int) -> Answer:
    """Give one statement up that was not taken."""
    stored = _stored()
    if stored is None:
        raise BadInput({"stored": "missing"})
    forwarding.dismiss(house(), _forwarder(), me(), destination_id, stored)
    say_next(_("Cette trace ne sera plus proposée à cette destination."), "good")
    return _to(destination_id)


@role("admin")
def remove_destination(destination_id: int) -> Response | Answer:
    """Forget a destination: asked first, then done."""
    if request.method == "GET":
        return render(_act("remove", destination_id))
    forwarding.remove(house(), _forwarder(), me(), destination_id)
    say_next(_("La destination est retirée. Ce qu’elle a reçu y reste."), "good")
    return redirect(url_for("collectif.destinations"), 303)


def _act(
    act: Literal["replay", "remove"],
    number: int,
    values: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> pages.DestinationActPage:
    known = forwarding.look_closer(house(), _forwarder(), number).destination
    return pages.DestinationActPage(
        frame=frame("admin"),
        act=act,
        one=words.line(known, house().clock()),
        values=values or {},
        errors=errors or {},
    )


def _stored() -> int | None:
    """The one statement that a form speaks of; None when it speaks of all."""
    text = request.form.get("stored", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _to(number: int) -> Answer:
    return redirect(url_for("collectif.destination", destination_id=number), 303)
