"""Our xAPI profile as JSON-LD: the concepts we coined, a template for each statement we make, and
the patterns they form (xAPI Profiles specification, part two).

What published profiles already say (ADL, cmi5, Video) is referred to, not said again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from . import vocabulary as say

Json = dict[str, Any]

_VERBS: dict[str, tuple[str, str]] = {
    say.FILLED: (
        "Tous les champs demandés d’un outil pratique sont remplis.",
        "Every required field of a practical worksheet holds something.",
    ),
    say.MARKED_DONE: (
        "L’apprenant déclare lui-même avoir fini le module.",
        "The learner declares the module done.",
    ),
}

_TYPES: dict[str, tuple[str, str, str, str]] = {
    say.SCREEN: ("écran", "screen", "Une page courte d’un module.", "One short page of a module."),
    say.TESTIMONY: (
        "témoignage",
        "testimony",
        "L’histoire d’un partenariat réel et documenté, ou composite et signalée comme telle.",
        "The story of a real, documented partnership, or a composite marked as such.",
    ),
    say.WORKSHEET: (
        "outil pratique",
        "worksheet",
        "Une fiche à remplir, gardée par l’apprenant.",
        "A sheet to fill in, kept by the learner.",
    ),
    say.REVIEW: (
        "révision",
        "review",
        "Le retour hebdomadaire des questions manquées, une fois le cours terminé.",
        "Missed questions coming back week by week once the course is completed.",
    ),
    say.DIAGNOSTIC: (
        "autodiagnostic",
        "self-assessment",
        "Un questionnaire de maturité d’une organisation.",
        "A questionnaire on an organisation’s maturity.",
    ),
}

_EXTENSIONS: dict[str, tuple[str, str, str, Json]] = {
    say.ATTEMPT: (
        "ContextExtension",
        "Identifiant de la tentative ou de l’autodiagnostic dont la réponse fait partie.",
        "Identifier of the try, or of the self-assessment, that the answer belongs to.",
        {"type": "string", "format": "uuid"},
    ),
    say.CONTENT_VERSION: (
        "ContextExtension",
        "Empreinte des fichiers du cours au moment de l’action.",
        "Digest of the course’s files when it happened.",
        {"type": "string"},
    ),
    say.CERTAINTY: (
        "ResultExtension",
        "Certitude déclarée par l’apprenant, de 0 à 100.",
        "How sure the learner said they were, 0 to 100.",
        {"type": "integer", "minimum": 0, "maximum": 100},
    ),
    say.CRITERIA: (
        "ResultExtension",
        "Critères que l’apprenant a reconnus dans sa propre réponse.",
        "Criteria the learner found met in their own answer.",
        {"type": "array", "items": {"type": "string"}},
    ),
    say.LEVEL: (
        "ResultExtension",
        "Niveau de maturité par dimension, de 1 à 5.",
        "Level of maturity by dimension, 1 to 5.",
        {"type": "object", "additionalProperties": {"type": "number"}},
    ),
}


@dataclass(frozen=True)
class Template:
    """One kind of statement: its verb, what its object may be, and what it must carry (JSONPath)."""

    name: str
    verb: str
    types: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    fr: str = ""
    en: str = ""


_MODULES = tuple(sorted(set(say.MODULE_TYPES.values())))


def _moment(*extensions: str) -> tuple[str, ...]:
    return tuple(f"$.result.extensions['{extension}']" for extension in extensions)


_SO_FAR = _moment(say.VIDEO_TIME, say.VIDEO_PROGRESS, say.VIDEO_SEGMENTS)

TEMPLATES: tuple[Template, ...] = (
    Template("registered", say.REGISTERED, (say.COURSE,), (), "Inscription au cours", "Enrolment"),
    Template("initialized", say.INITIALIZED, _MODULES, (), "Ouverture", "Opening a module"),
    Template("experienced", say.EXPERIENCED, (say.SCREEN,), (), "Écran lu", "Screen read"),
    Template(
        "answered",
        say.ANSWERED,
        (say.QUESTION,),
        ("$.result.response", "$.object.definition.interactionType"),
        "Réponse à une question",
        "Answer to a question",
    ),
    Template(
        "attempted",
        say.ATTEMPTED,
        (say.ASSESSMENT,),
        (f"$.context.extensions['{say.ATTEMPT}']",),
        "Début d’une tentative",
        "Start of a try",
    ),
    Template(
        "passed", say.PASSED, (say.ASSESSMENT,), ("$.result.score.scaled",), "Réussite", "Pass"
    ),
    Template("failed", say.FAILED, (say.ASSESSMENT,), ("$.result.score.scaled",), "Échec", "Fail"),
    Template(
        "completed",
        say.COMPLETED,
        (*_MODULES, say.SESSION, say.COURSE, say.DIAGNOSTIC),
        ("$.result.completion",),
        "Achèvement",
        "Completion",
    ),
    Template("filled", say.FILLED, (say.WORKSHEET,), (), "Outil rempli", "Worksheet filled"),
    Template("marked-done", say.MARKED_DONE, _MODULES, (), "Marqué comme fait", "Marked as done"),
    Template(
        "waived",
        say.WAIVED,
        (*_MODULES, say.COURSE),
        ("$.context.instructor", f"$.result.extensions['{say.REASON}']"),
        "Dispense accordée",
        "Waiver",
    ),
    Template("played", say.PLAYED, (say.VIDEO,), _moment(say.VIDEO_TIME), "Lecture", "Playing"),
    Template("paused", say.PAUSED, (say.VIDEO,), _SO_FAR, "Pause", "Pause"),
    Template(
        "seeked",
        say.SEEKED,
        (say.VIDEO,),
        _moment(say.VIDEO_FROM, say.VIDEO_TO),
        "Saut dans la vidéo",
        "Jump in the video",
    ),
    Template("terminated", say.TERMINATED, (say.VIDEO,), _SO_FAR, "Vidéo quittée", "Video left"),
)
"""Statements about the synthesis video follow the Video Profile too, and name it as a category."""


def document() -> Json:
    """The whole profile as one JSON-LD document."""
    return {
        "@context": say.PROFILE_CONTEXT,
        "id": say.PROFILE,
        "type": "Profile",
        "conformsTo": say.PROFILES_1,
        "prefLabel": {"fr": "Profil xAPI de Collectif", "en": "Collectif xAPI profile"},
        "definition": {
            "fr": "Ce que Collectif enregistre d’un parcours, de ses quiz, outils et autodiagnostics.",
            "en": "What Collectif records of a course, its quizzes, worksheets and self-assessments.",
        },
        "author": {"type": "Organization", "name": "Collectif"},
        "versions": [{"id": say.PROFILE_VERSION, "generatedAtTime": "2026-11-23T00:00:00Z"}],
        "concepts": [*_verbs(), *_types(), *_extensions()],
        "templates": [_template(one) for one in TEMPLATES],
        "patterns": _patterns(),
    }


def _said(fr: str, en: str) -> Json:
    return {"fr": fr, "en": en}


def _verbs() -> list[Json]:
    return [
        {
            "id": verb,
            "type": "Verb",
            "inScheme": say.PROFILE_VERSION,
            "prefLabel": dict(say.VERB_NAMES[verb]),
            "definition": _said(*meaning),
        }
        for verb, meaning in _VERBS.items()
    ]


def _types() -> list[Json]:
    return [
        {
            "id": kind,
            "type": "ActivityType",
            "inScheme": say.PROFILE_VERSION,
            "prefLabel": _said(fr, en),
            "definition": _said(long_fr, long_en),
        }
        for kind, (fr, en, long_fr, long_en) in _TYPES.items()
    ]


def _extensions() -> list[Json]:
    return [
        {
            "id": iri,
            "type": kind,
            "inScheme": say.PROFILE_VERSION,
            "prefLabel": _said(*(iri.rpartition("/")[2],) * 2),
            "definition": _said(fr, en),
            "inlineSchema": json.dumps(schema),
        }
        for iri, (kind, fr, en, schema) in _EXTENSIONS.items()
    ]


def template_iri(name: str) -> str:
    """The identifier of the template called `name`."""
    return f"{say.PROFILE}/templates/{name}"


def _template(one: Template) -> Json:
    template: Json = {
        "id": template_iri(one.name),
        "type": "StatementTemplate",
        "inScheme": say.PROFILE_VERSION,
        "prefLabel": _said(one.fr, one.en),
        "definition": _said(f"{one.fr}.", f"{one.en}."),
        "verb": one.verb,
        "rules": [
            {"location": path, "presence": "included"}
            for path in ("$.context.registration", "$.timestamp", *one.present)
        ],
    }
    if len(one.types) == 1:
        template["objectActivityType"] = one.types[0]
    elif one.types:
        rule = {"location": "$.object.definition.type", "presence": "included"}
        template["rules"].append(rule | {"any": list(one.types)})
    return template


def _patterns() -> list[Json]:
    """A registration: the learner enrols, then takes steps in any order."""
    return [
        _pattern(
            "course",
            primary=True,
            prefLabel=_said("Passage dans le cours", "A passage through the course"),
            definition=_said("L’inscription, puis des étapes.", "Enrolling, then steps."),
            sequence=[template_iri("registered"), _pattern_iri("steps")],
        ),
        _pattern("steps", zeroOrMore=_pattern_iri("step")),
        _pattern(
            "step",
            alternates=[template_iri(one.name) for one in TEMPLATES if one.name != "registered"],
        ),
    ]


def _pattern_iri(name: str) -> str:
    return f"{say.PROFILE}/patterns/{name}"


def _pattern(name: str, *, primary: bool = False, **parts: Any) -> Json:
    iri = _pattern_iri(name)
    scheme = say.PROFILE_VERSION
    return {"id": iri, "type": "Pattern", "inScheme": scheme, "primary": primary, **parts}
