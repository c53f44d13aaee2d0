"""Feedback to an answer as a whole: `feedback: {right: …, wrong: …}`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..fields import Fields


def parse_right_and_wrong(fields: Fields, *, wrong: bool = True) -> Mapping[str, Any]:
    """Both texts, or only `right` for what is never marked wrong."""
    group = fields.group("feedback")
    if group is None:
        return {}
    group.what = f"`feedback` of {fields.what}"
    texts = {"feedback_right": group.inline("right")}
    if wrong:
        texts["feedback_wrong"] = group.inline("wrong")
    group.close()
    return texts
