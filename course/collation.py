"""Names and words as they are compared and sorted."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """The text without case and accents: É stands among the E."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in bare if not unicodedata.combining(sign))
