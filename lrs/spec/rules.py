"""The names of the rules a request can break, each with the sections that state it.

`Data` and `Communication` are the parts of xAPI 1.0.3, `LRS` is IEEE 9274.1.1 (xAPI 2.0).
"""

from __future__ import annotations

from typing import Final

from ..errors import Rule

# Structure
TYPE: Final = Rule("wrong-type", "Data 2.2, LRS 4.2.1")
NULL: Final = Rule("no-null", "Data 2.2, LRS 4.2.1")
REQUIRED: Final = Rule("required-property", "Data 2.2, LRS 4.2.1")
UNKNOWN: Final = Rule("unknown-property", "Data 2.2, LRS 4.2.1")
CASE: Final = Rule("case-of-property", "Data 2.2, LRS 4.2.1")
VALUE: Final = Rule("value-not-allowed", "Data 2.2, LRS 4.2.1")

# Scalars
UUID: Final = Rule("uuid", "Data 4.4, LRS 4.2.7")
IRI: Final = Rule("iri-with-scheme", "Data 2.2, LRS 4.2.1")
TIMESTAMP: Final = Rule("timestamp", "Data 4.5, LRS 4.2.7")
DURATION: Final = Rule("duration", "Data 4.6, LRS 4.2.7")
LANGUAGE: Final = Rule("language-tag", "Data 4.2, LRS 4.2.7")
MAILTO: Final = Rule("mailto", "Data 2.4.2.3, LRS 4.2.2.1")
SHA1: Final = Rule("sha1-in-hex", "Data 2.4.2.3, LRS 4.2.2.1")
SHA2: Final = Rule("sha2-in-hex", "Data 2.4.11, LRS 4.2.2.6")
MEDIA_TYPE: Final = Rule("media-type", "Data 2.4.11, LRS 4.2.2.6")
PLAIN_TEXT: Final = Rule("no-zero-character", "Data 2.2, LRS 4.2.4.1")

# Actors
ONE_IDENTIFIER: Final = Rule("exactly-one-identifier", "Data 2.4.2.1, LRS 4.2.2.1")
MEMBERS: Final = Rule("anonymous-group-has-members", "Data 2.4.2.2, LRS 4.2.2.1")
AUTHORITY: Final = Rule("authority-agent-or-two-member-group", "Data 2.4.9, LRS 4.2.2")

# Activities
INTERACTION_TYPE: Final = Rule("interaction-type", "Data 2.4.4.1, LRS 4.2.4.2")
DISTINCT_IDS: Final = Rule("distinct-component-ids", "Data 2.4.4.1, LRS 4.2.2.3")

# Results
SCALED: Final = Rule("scaled-from-minus-one-to-one", "Data 2.4.5.1, LRS 4.2.2.4")
SCORE_RANGE: Final = Rule("raw-between-min-and-max", "Data 2.4.5.1, LRS 4.2.2.4")

# Contexts
ACTIVITY_ONLY: Final = Rule("only-with-an-activity", "Data 2.4.6")
RELEVANT_TYPES: Final = Rule("relevant-types-not-empty", "LRS 4.2.2.5")

# Statements
VERSION: Final = Rule("statement-version", "Data 2.4.10, LRS 4.2.4.2")
VOIDING: Final = Rule("voiding-needs-a-statement-reference", "Data 2.3.2, LRS 4.2.5")

# Attachments and signatures
ATTACHMENT_DATA: Final = Rule("attachment-data", "Communication 1.5.2, LRS 4.1.3")
ATTACHMENT_HEADER: Final = Rule("attachment-header", "Communication 1.5.2, LRS 4.1.3")
EXCESS_PART: Final = Rule("part-without-attachment", "Communication 1.5.2, LRS 4.1.3")
MULTIPART: Final = Rule("multipart-mixed", "Communication 1.5.2, LRS 4.1.3")
SIGNATURE: Final = Rule("signature", "Data 2.6, LRS 4.2.6")

# Requests
VERSION_HEADER: Final = Rule("version-header", "Communication 3.3, LRS 4.1.7")
UNKNOWN_PARAMETER: Final = Rule("unknown-parameter", "Communication 3.2, LRS 4.1.5")
PARAMETER_CASE: Final = Rule("case-of-parameter", "Communication 3.2, LRS 4.1.5")
REPEATED_PARAMETER: Final = Rule("parameter-given-once", "Communication 3.2, LRS 4.1.5")
REQUIRED_PARAMETER: Final = Rule("required-parameter", "Communication 3.2, LRS 4.1.6")
BOOLEAN_PARAMETER: Final = Rule("boolean-parameter", "Communication 2.1.3, LRS 4.1.6")
LIMIT: Final = Rule("limit-not-negative", "Communication 2.1.3, LRS 4.1.6.1")
ID_ALONE: Final = Rule("id-with-format-and-attachments-only", "Communication 2.1.3, LRS 4.1.6.1")
STATE_SINCE: Final = Rule("since-only-for-lists", "Communication 2.3, LRS 4.1.6.2")
DOCUMENT_MERGE: Final = Rule("merge-json-objects-only", "Communication 2.2, LRS 4.1.6.2")
ALTERNATE: Final = Rule("alternate-syntax", "Communication 1.3")
CONCURRENCY: Final = Rule("concurrency-header", "Communication 3.1, LRS 4.1.4")
