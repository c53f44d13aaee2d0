"""Administration: people and their roles, the audit log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, request, url_for

from ..i18n import gettext as _
from ..services import administering
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
    """People, the log, the ways to the other pages."""
    return render(_page())


def _page() -> pages.AdminPage:
    search = request.args.get("search", "")
    number = max(1, request.args.get("page", 1, type=int))
    desk = administering.look(house(), search, min(number, 10_000))
    return pages.AdminPage(
        frame=frame("admin"),
        people=tuple(
            pages.PersonLine(one.id, one.name, one.email or "", one.role, moment(one.created))
            for one in desk.people
        ),
        search=search,
        page=number,
        more=desk.more,
        audit=tuple((moment(one["at"]), one["action"], one["subject"]) for one in desk.audit),
    )


@role("admin")
def change_role(person_id: int) -> Answer:
    """Give a person another role."""
    administering.change_role(house(), me(), person_id, request.form.get("role", ""))
    say_next(_("Le rôle est changé."), "good")
    return redirect(url_for("collectif.admin"), 303)
