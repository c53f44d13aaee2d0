"""Searching a course: its texts cut into sentences, each with its place; words found whatever their accents.

words.py      a text → the words that are compared
passages.py   HTML → sentences, and a sentence marked where it stands
entries.py    a course in one language → all that can be found
query.py      what was typed → what is looked for
index.py      all that can be found, made ready for questions
"""

from .entries import Entry, Item, ItemKind
from .index import Hit, Index, index_of
from .passages import mark, mark_caption, phrase_of, second_of
from .query import Query, pieces, read_query

__all__ = [
    "Entry",
    "Hit",
    "Index",
    "Item",
    "ItemKind",
    "Query",
    "index_of",
    "mark",
    "mark_caption",
    "phrase_of",
    "pieces",
    "read_query",
    "second_of",
]
