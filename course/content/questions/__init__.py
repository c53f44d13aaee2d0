"""Questions: one file a kind; `kinds.py` holds their table. This is the folder's door."""

from .kinds import (
    KINDS,
    explain,
    interaction,
    mark,
    parse,
    parse_all,
    parse_response,
    right_response,
)
from .matching import targets
from .mixing import untold
from .numeric import as_typed
from .response import BadResponse, FeedbackLine, Mark, Response

__all__ = [
    "KINDS",
    "BadResponse",
    "FeedbackLine",
    "Mark",
    "Response",
    "as_typed",
    "explain",
    "interaction",
    "mark",
    "parse",
    "parse_all",
    "parse_response",
    "right_response",
    "targets",
    "untold",
]
