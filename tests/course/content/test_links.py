from __future__ import annotations

from collectif.course.content.links import plain, resolve_links
from collectif.course.content.markdown import block
from collectif.course.content.model import Html

from .reading import context


def test_every_open_link_is_asked_for_by_kind_and_name():
    asked: list[tuple[str, str]] = []

    def resolver(kind: str, name: str) -> str:
        asked.append((kind, name))
        return f"/{kind}?n={name}&x="

    html = Html(
        '<a href="module:s1-quiz#b">a</a> <a class="source" href="source:S01">[S01]</a> '
        '<img src="media:a%20b.png" alt=""> <a href="https://x/module:y">c</a>'
    )
    result = resolve_links(html, resolver)
    assert asked == [("module", "s1-quiz#b"), ("source", "S01"), ("media", "a%20b.png")]
    assert '<a href="/module?n=s1-quiz#b&amp;x=">a</a>' in result
    assert 'href="https://x/module:y"' in result
    assert isinstance(result, Html)


def test_an_address_cannot_break_out_of_its_attribute():
    result = resolve_links('<a href="module:x">a</a>', lambda _kind, _name: '"><script>')
    assert result == '<a href="&quot;>&lt;script>">a</a>'


def test_text_that_looks_like_a_link_is_left_alone():
    html = block('Écrivez `href="module:x"` ici', "fr", context(), "fr.md", 1)
    assert resolve_links(html, lambda _kind, _name: "BAD") == html


def test_plain_text_has_no_markup_no_citation_and_one_line():
    html = Html(
        '<p>Un <strong>mot</strong>&nbsp;! <a class="source" href="source:S01">[S01]</a></p>\n'
        "<ul><li>a</li><li>b &amp; c</li></ul>"
    )
    assert plain(html) == "Un mot\u00a0! a b & c"


def test_what_is_plain_already_comes_back_as_it_is():
    assert plain("a < b & c") == "a < b & c"
