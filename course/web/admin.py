"""Administration: people and their roles, keys of the xAPI endpoint, the audit log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, request, url_for

from ..errors import BadInput
from ..i18n import gettext as _
from ..services import administering
from . import account_forms as forms
from . import pages_account as pages
from .access import house, me, role
from .account import moment
from .presenting import frame, say_next
from .rendering import render

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as Answer


@role("admin")
def admin() -> Response:
    """People, keys, the log."""
    return render(_page())


def _page(
    made: tuple[str, str] | None = None,
    values: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> pages.AdminPage:
    search = request.args.get("search", "")
    number = max(1, request.args.get("page", 1, type=int))
    desk = administering.look(house(), search, min(number, 10_000))
    return pages.AdminPage(
        frame=frame("admin"),
        values=values or {},
        errors=errors or {},
        people=tuple(
            pages.PersonLine(one.id, one.name, one.email or "", one.role, moment(one.created))
            for one in desk.people
        ),
        search=search,
        page=number,
        more=desk.more,
        credentials=tuple(
            pages.CredentialLine(one.key, one.name, ", ".join(sorted(one.scopes)))
            for one in desk.credentials
        ),
        endpoint=f"{request.host_url.rstrip('/')}{house().settings.prefix}/xapi",
        made=made,
        audit=tuple((moment(one["at"]), one["action"], one["subject"]) for one in desk.audit),
    )


@role("admin")
def change_role(person_id: int) -> Answer:
    """Give a person another role."""
    administering.change_role(house(), me(), person_id, request.form.get("role", ""))
    say_next(_("Le rôle est changé."), "good")
    return redirect(url_for("collectif.admin"), 303)


@role("admin")
def create_credentials() -> Response:
    """Make a key; its secret is shown this once."""
    name, scopes = request.form.get("name", ""), frozenset(request.form.getlist("scopes"))
    try:
        made = administering.create_credentials(house(), me(), name, scopes)
    except BadInput as refusal:
        return render(_page(values={"name": name}, errors=forms.refused(refusal)), 422)
    return render(_page(made=(made.key, made.secret)))


@role("admin")
def revoke_credentials() -> Answer:
    """End a key."""
    administering.revoke_credentials(house(), me(), request.form.get("key", ""))
    say_next(_("Cette clé n’ouvre plus rien."), "good")
    return redirect(url_for("collectif.admin"), 303)
