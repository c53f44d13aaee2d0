"""The first use of a term becomes a link to its entry; nothing else changes."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.course.content.glossary_links import link_terms, with_terms, wording
from collectif.course.content.links import plain
from collectif.course.content.model import Html, Term
from tests.builders import sample_course

NBSP = "\u00a0"


def term(name: str, fr: str, *forms: str, en: str = "word") -> Term:
    known = {"fr": forms} if forms else {}
    return Term(name, {"fr": fr, "en": en}, {"fr": "…", "en": "…"}, known)


GLOSSARY = (
    term("partenariat", "Partenariat", en="Partnership"),
    term("cycle", "Cycle de partenariat", en="Partnership cycle"),
    term("alliance", "Alliance stratégique", en="Strategic alliance"),
    term("devoir", "Devoir d’alliance", en="Duty to partner"),
    term("odd", "ODD 17", en="SDG 17"),
    term("social", "Catalyseur territorial", "catalyseur territorial", "catalyseurs territoriaux"),
    term("agir", "Jouer collectif, faire alliance", en="Acting collectively, building alliances"),
    term("esus", "ESUS (entreprise « solidaire »)", en="ESUS (French “solidarity” enterprise)"),
    term("silent", "Territoire"),
)
FRENCH = wording(GLOSSARY, "fr")
ENGLISH = wording(GLOSSARY, "en")


def linked(html: str, words: object = FRENCH) -> str:
    """The HTML with `[words|term]` for each link that was put."""
    found = link_terms(html, words, set())  # type: ignore[arg-type]
    return re.sub(
        r'<a class="term" href="term:([\w-]+)">(.*?)</a>', r"[\2|\1]", found, flags=re.DOTALL
    )


def test_the_first_use_is_linked_and_no_other():
    assert (
        linked("<p>Un partenariat. Un autre partenariat.</p>")
        == "<p>Un [partenariat|partenariat]. Un autre partenariat.</p>"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("des alliances stratégiques", "des [alliances stratégiques|alliance]"),
        ("deux catalyseurs territoriaux", "deux [catalyseurs territoriaux|social]"),
        ("un Cycle  de\npartenariats", "un [Cycle  de\npartenariats|cycle]"),
        ("L’ODD&nbsp;17 dit", "L’[ODD&nbsp;17|odd] dit"),
        (f"L’ODD{NBSP}17 dit", f"L’[ODD{NBSP}17|odd] dit"),
        ("le devoir d’alliance", "le [devoir d’alliance|devoir]"),
        ("il faut faire alliance", "il faut [faire alliance|agir]"),
        ("l’agrément ESUS", "l’agrément [ESUS|esus]"),
        ("a &lt; b, un partenariat", "a &lt; b, un [partenariat|partenariat]"),
    ],
)
def test_singular_plural_forms_and_no_break_spaces(text: str, expected: str):
    assert linked(f"<p>{text}</p>") == f"<p>{expected}</p>"


@pytest.mark.parametrize(
    "text",
    [
        "les partenariales",
        "un contre-partenariat",
        "un partenariat-cadre",
        "une alliance strategique",
        "ODD 170",
        "ODD &amp; 17",
        "catalyseur territoriaux",
    ],
)
def test_whole_words_only_with_their_accents(text: str):
    assert linked(f"<p>{text}</p>") == f"<p>{text}</p>"


def test_the_longer_term_wins_and_holds_its_words():
    html = "<p>Le cycle de partenariat, puis le cycle de partenariat, puis un partenariat.</p>"
    assert linked(html) == (
        "<p>Le [cycle de partenariat|cycle], puis le cycle de partenariat, "
        "puis un [partenariat|partenariat].</p>"
    )


@pytest.mark.parametrize(
    "html",
    [
        "<h3>Le partenariat</h3>",
        '<p><a href="module:x">un <em>partenariat</em></a></p>',
        "<p><code>partenariat</code></p>",
        "<pre><code>partenariat</code></pre>",
        "<blockquote><p>Un partenariat.</p></blockquote>",
        "<figure><svg><title>Un partenariat</title><clipPath/><text>partenariat</text></svg></figure>",
        "<p>On lui demande : « Quel partenariat ? »</p>",
        "<p>They ask “Which partenariat?”</p>",
        '<img src="media:partenariat.svg" alt="partenariat">',
    ],
)
def test_headings_links_code_drawings_and_quoted_questions_are_left_alone(html: str):
    assert link_terms(html, FRENCH, set()) == html
    assert linked(f"{html}<p>partenariat</p>") == f"{html}<p>[partenariat|partenariat]</p>"


@pytest.mark.parametrize(
    "text",
    [
        "les autodiagnostics « RSE &amp; partenariats »",
        "le kit « L’ODD 17 en pratique »",
        "le guide « L’ODD 17, <em>en pratique</em> »",
        "le guide « <em>Jouer</em> en partenariat »",
        "On dit : « Refonder notre partenariat. »",
        "On dit : « un <em>partenariat</em> fort »",
        "the kit “ODD 17 in practice”",
        "le Fonds ODD 17, créé en 2020",
        "Fonds ODD 17 : un fonds",
        f"le Fonds ODD{NBSP}17",
        "le prix Innovation &amp; Partenariat",
        "the Nuffield Partenariat Tool",
        "the Partenariat Accelerator",
        "l’Observatoire des partenariats",
        "la Charte du partenariat",
    ],
)
def test_a_part_of_a_longer_name_or_saying_is_left_alone(text: str):
    assert linked(f"<p>{text}</p>") == f"<p>{text}</p>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("le mot « partenariat »", "le mot « [partenariat|partenariat] »"),
        (f"un «{NBSP}Partenariat{NBSP}»", f"un «{NBSP}[Partenariat|partenariat]{NBSP}»"),
        ("“partenariat” est un mot", "“[partenariat|partenariat]” est un mot"),
        ("« Oui », dit le partenariat", "« Oui », dit le [partenariat|partenariat]"),
        ("Un partenariat naît", "Un [partenariat|partenariat] naît"),
        ("Selon l’ODD 17", "Selon l’[ODD 17|odd]"),
        ("C’est l’ODD 17 : oui", "C’est l’[ODD 17|odd] : oui"),
        ("Cet ODD 17 dit", "Cet [ODD 17|odd] dit"),
        ("Le RAMEAU. ODD 17", "Le RAMEAU. [ODD 17|odd]"),
        ("a French partenariat", "a French [partenariat|partenariat]"),
        ("un partenariat Renault–Wimoov", "un [partenariat|partenariat] Renault–Wimoov"),
        ("Signature du partenariat", "Signature du [partenariat|partenariat]"),
        ("Oui : signature, Signature du partenariat", "Oui : signature, Signature du partenariat"),
    ],
)
def test_a_term_by_itself_is_linked_whatever_stands_beside_it(text: str, expected: str):
    assert linked(f"<p>{text}</p>") == f"<p>{expected}</p>"


def test_the_first_use_outside_a_name_is_the_one_that_is_linked():
    assert linked("<p>Le kit « L’ODD 17 en pratique », puis l’ODD 17.</p>") == (
        "<p>Le kit « L’ODD 17 en pratique », puis l’[ODD 17|odd].</p>"
    )


def test_what_stands_after_a_drawing_keeps_its_place():
    html = '<svg viewBox="0 0 1 1"><clipPath id="a"/></svg>\n<ul>\n<li>un <strong>ODD 17</strong></li>\n</ul>'
    assert linked(html) == html.replace("ODD 17", "[ODD 17|odd]")


def test_each_language_has_its_own_words():
    assert linked("<p>Duties to partner, SDG 17, partnership</p>", ENGLISH) == (
        "<p>Duties to partner, [SDG 17|odd], [partnership|partenariat]</p>"
    )


def test_a_term_whose_forms_are_an_empty_list_is_never_linked():
    silent = wording((replace(GLOSSARY[0], forms={"fr": ()}),), "fr")
    assert linked("<p>un partenariat</p>", silent) == "<p>un partenariat</p>"


def test_what_an_earlier_screen_linked_is_not_linked_again():
    done: set[str] = set()
    link_terms("<p>un partenariat</p>", FRENCH, done)
    assert done == {"partenariat"}
    assert link_terms("<p>un partenariat</p>", FRENCH, done) == "<p>un partenariat</p>"


# -- whatever the text --------------------------------------------------------

WORDS = st.sampled_from(
    [
        *(one for known in GLOSSARY for one in known.term["fr"].split(", ")),
        *("le", "« ", " ? »", "partenariats", "l’", "-", "&", "é", NBSP, "\n", "<", "cycle", "17"),
    ]
)
TEXTS = st.lists(WORDS | st.text(max_size=8), max_size=12).map(
    lambda parts: escape(" ".join(parts).replace("\0", " ").replace("\r", " "), quote=False)
)
TAGS = st.sampled_from(["p", "em", "strong", "h3", "code", "blockquote", "li", "a", "td"])
TREES = st.recursive(
    TEXTS,
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", TAGS, st.lists(inner, max_size=4)
    ),
    max_leaves=12,
)


@given(TREES)
def test_the_text_stays_each_term_is_linked_once_and_twice_is_as_once(html: str):
    done: set[str] = set()
    found = link_terms(html, FRENCH, done)
    unlinked = re.sub(
        r'<a class="term" href="term:[\w-]+">(.*?)</a>', r"\1", found, flags=re.DOTALL
    )
    assert unlinked == html
    assert plain(found) == plain(Html(html))
    names = re.findall(r'href="term:([\w-]+)"', found)
    assert len(names) == len(set(names)) and set(names) == done
    assert link_terms(found, FRENCH, set()) == found


# -- modules ------------------------------------------------------------------


def test_a_module_links_each_term_once_over_all_its_screens_and_says_where():
    course = sample_course()
    for module in (one for session in course.sessions for one in session.modules):
        for language in course.languages:
            bodies = [screen.body[language] for screen in module.screens]
            found = re.findall(r'href="term:([\w-]+)"', "".join(bodies))
            told = [name for one in module.screens for name in one.terms.get(language, ())]
            assert len(found) == len(set(found)), module.id
            assert sorted(found) == sorted(told)
    assert any(one.terms.get("fr") for s in course.sessions for m in s.modules for one in m.screens)


def test_captions_are_linked_without_their_citations_and_stay_as_they_were():
    course = sample_course()
    (film,) = [one for s in course.sessions for one in s.modules if one.storyboard]
    words = {"fr": wording((term("on", "Alliance"),), "fr"), "en": wording((), "en")}
    scenes = with_terms(film, words).storyboard.scenes  # type: ignore[union-attr]
    for scene, before in zip(scenes, film.storyboard.scenes, strict=True):  # type: ignore[union-attr]
        assert scene.captions == before.captions
        for language, captions in scene.spoken.items():
            assert not any("[S" in one for one in captions)
            assert len(captions) == len(scene.captions[language])
