"""The explorer: admins search the statements of the LRS and read them."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from flask import request, url_for

from ..i18n import current_language
from ..services import exploring
from ..xapi.sentences import Known, verb_words
from . import statement_search as searching
from .access import house, me, role
from .cohort_table import in_words
from .pages_statements import StatementsPage
from .presenting import frame
from .rendering import render
from .statement_lines import Reading, entries

if TYPE_CHECKING:
    from flask import Response

    from ..services.exploring import Found
    from .statement_search import Search


@role("admin")
def statements() -> Response:
    """Search statements, and read what was found."""
    wish = searching.read(request.args, house().catalogue)
    if wish.errors:
        return render(_page(wish, None), 422)
    found = exploring.search(house(), me(), wish.query, wish.filters(), wish.beyond, back=wish.back)
    return render(_page(wish, found))


def _page(wish: Search, found: Found | None) -> StatementsPage:
    endpoint = f"{request.host_url.rstrip('/')}{house().settings.prefix}/xapi"
    asked = wish.request(endpoint)
    before, after = (found.page.before, found.page.after) if found else (None, None)
    pages = (
        "" if before is None else _address(wish.turned(before, back=True)),
        "" if after is None else _address(wish.turned(after)),
    )
    newer, older = reversed(pages) if wish.query.ascending else pages
    return StatementsPage(
        frame=frame("admin"),
        values=wish.values,
        errors=wish.errors,
        verbs=_verbs(),
        modules=tuple((one.id, in_words(one.title)) for one in house().catalogue.modules),
        kinds=tuple((name, searching.field_kind(name, wish.values[name])) for name in _TIMES),
        statements=entries(Reading(house().catalogue, wish, _address, found)) if found else (),
        filtered=wish.is_filtered,
        turned=wish.beyond is not None,
        other=_other(wish) if found and found.page.is_other else "",
        request=asked,
        command=_command(asked),
        newer=newer,
        older=older,
        first=_address(wish.narrowed()),
    )


_TIMES = searching.TIMES


def _verbs() -> tuple[tuple[str, str], ...]:
    """The verbs to choose from, sorted by their words."""
    known = Known(current_language())
    named = (
        (iri, verb_words(iri, shown, known)) for iri, shown in exploring.verbs(house()).items()
    )
    return tuple(sorted(named, key=lambda pair: (pair[1].casefold(), pair[0])))


def _address(fields: dict[str, str]) -> str:
    return url_for("collectif.statements", **fields)  # type: ignore[arg-type]  # all are fields


def _other(wish: Search) -> str:
    """Where the one statement is found that was taken for valid, or for voided."""
    if wish.query.statement_id:
        return _address({"voidedStatementId": wish.query.statement_id})
    return _address({"statementId": wish.query.voided_statement_id or ""})


def _command(asked: str) -> str:
    version = "X-Experience-API-Version: 1.0.3"
    return f"curl -u 'KEY:SECRET' -H '{version}' {shlex.quote(asked)}"
