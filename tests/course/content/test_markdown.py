from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.course.content.markdown import ATTRIBUTES, SCHEMES, TAGS, block, inline
from collectif.course.content.model import Html

from .reading import context, elements


def html(text, **known) -> str:
    around = context(**known)
    result = block(text, "fr", around, "fr.md", 1)
    assert [str(problem) for problem in around.report.errors] == []
    return str(result)


def errors(text, **known) -> list[str]:
    around = context(**known)
    block(text, "fr", around, "fr.md", 11)
    return [str(problem) for problem in around.report.errors]


def test_a_citation_becomes_a_link_to_its_source():
    link = '<a class="source" href="source:S01">[S01]</a>'
    assert html("Un fait. [S01]") == f"<p>Un fait. {link}</p>"
    assert html("Deux. [S01, S02]") == (
        f'<p>Deux. {link} <a class="source" href="source:S02">[S02]</a></p>'
    )


@pytest.mark.parametrize(
    ("text", "around"),
    [
        ("D’après [S01]: le don.", ("D’après ", ": le don.")),
        ("D’après\n[S01]: le don.", ("D’après\n", ": le don.")),
        ("[S01]: le don croît.", ("", ": le don croît.")),
    ],
)
def test_a_citation_may_be_followed_by_a_colon(text, around):
    link = '<a class="source" href="source:S01">[S01]</a>'
    assert html(text) == f"<p>{link.join(around)}</p>"
    assert errors(text.replace("S01", "S99")) != []


def test_a_citation_that_markdown_takes_for_the_definition_of_a_link_is_named():
    assert errors("Un.\n\n[S01]: don") == [
        "fr.md:13: `[S01]:` at the beginning of a line defines a link and is not shown; "
        "begin with words and put the citation after them"
    ]


def test_links_may_be_defined_apart_and_a_citation_is_no_link():
    assert html("[le lien][a]\n\n[a]: https://a.org") == (
        '<p><a href="https://a.org" rel="noopener">le lien</a></p>'
    )
    assert html("[S01](https://a.org)") == '<p><a href="https://a.org" rel="noopener">S01</a></p>'


def test_brackets_that_cite_nothing_stay_as_they_are():
    assert html("un [mot] et `[S99]`") == "<p>un [mot] et <code>[S99]</code></p>"


def test_links_to_modules_and_files_stay_open_and_outside_ones_are_whole():
    media = {"fiche.pdf": Path("fiche.pdf")}
    assert html("[a](module:s1-quiz)") == '<p><a href="module:s1-quiz">a</a></p>'
    assert html("[a](fiche.pdf)", media=media) == '<p><a href="media:fiche.pdf">a</a></p>'
    assert html("[a](https://a.b/?c=1&d=2)") == (
        '<p><a href="https://a.b/?c=1&amp;d=2" rel="noopener">a</a></p>'
    )


@pytest.mark.parametrize(
    "target", ["/admin", "#haut", "module", "ftp://a.b", "https://", "javascript:x", "http://["]
)
def test_links_that_lead_nowhere_are_refused_or_never_become_links(target):
    text = f"[a]({target})"
    around = context()
    result = block(text, "fr", around, "fr.md", 1)
    assert around.report.errors or "<a" not in result


def test_a_dead_link_is_named_at_its_line():
    assert errors("Un.\n\nDeux\n[a](module:s9-x).") == [
        "fr.md:14: there is no module `s9-x` to link to; known here: `s1-lesson`, `s1-quiz`"
    ]


def test_an_unknown_source_in_a_table_is_named_at_its_row():
    assert errors("| a |\n|---|\n| b |\n| c [S98] |") == [
        "fr.md:14: the source `S98` is not in sources.yaml; known here: `S01`, `S02`"
    ]


def test_raw_html_is_refused_and_never_passes():
    around = context()
    result = block("Un <b>gras</b> et <script>x</script>", "fr", around, "fr.md", 3)
    assert "<b>" not in result
    assert "<script" not in result
    assert str(around.report.errors[0]) == (
        "fr.md:3: raw HTML: <b>; write it in Markdown (*, **, lists, tables)"
    )


def test_less_than_is_not_html():
    assert html("1 < 2 et a<b, 3 > 2") == "<p>1 &lt; 2 et a&lt;b, 3 &gt; 2</p>"


@pytest.mark.parametrize("kind", ["note", "example", "warning", "try"])
def test_the_four_frames(kind):
    assert html(f"::: {kind}\nUn.\n:::") == f'<aside class="{kind}">\n<p>Un.</p>\n</aside>'


def test_a_frame_may_have_a_title():
    assert "<p><strong>À vous</strong></p>" in html("::: try À vous\nUn.\n:::")


def test_an_unknown_frame_is_named():
    assert errors("::: info\nUn.\n:::")[0] == (
        "fr.md:11: `::: info` opens no frame; the frames are note, example, warning, try"
    )


def test_headings_of_level_three_may_have_an_id_and_others_are_refused():
    assert html("### Un titre {#un}") == '<h3 id="un">Un titre</h3>'
    assert html("### Un titre") == "<h3>Un titre</h3>"
    assert errors("# Un") == [
        "fr.md:11: a heading of level 1 in the middle of a text; use `###` here; close any open `:::` frame above"
    ]


def test_a_heading_in_an_open_frame_is_found():
    (fault,) = errors("::: note\nUn.\n\n## Deux {#deux}")
    assert "heading of level 2 in the middle" in fault


def test_tables_have_column_heads_and_classes_instead_of_styles():
    table = html("| a | b |\n|:--|--:|\n| c | d |")
    assert '<th class="align-left" scope="col">a</th>' in table
    assert '<td class="align-right">d</td>' in table
    assert "style" not in table


def test_a_picture_alone_becomes_a_figure_with_its_description():
    media = {"carte.png": Path("carte.png")}
    assert html("![Une *carte*](carte.png)", media=media) == (
        '<figure><img src="media:carte.png" alt="Une carte"></figure>'
    )
    assert "<figcaption>Légende</figcaption>" in html(
        '![Une carte](carte.png "Légende")', media=media
    )


def test_a_picture_needs_its_file_and_its_description():
    assert errors("![](x.png)") == [
        "fr.md:11: media/x.png does not exist; add the file, or: none is defined yet",
        "fr.md:11: the picture x.png has no description; say between the brackets what the picture shows: ![…](file.svg)",
    ]


def test_typography_leaves_code_alone():
    assert html("L'an `l'an`\u202f!") == "<p>L’an <code>l'an</code>\u202f!</p>"


def test_a_long_sentence_is_advised_against_with_its_line():
    around = context()
    block("Court.\n\n" + "mot " * 40, "fr", around, "fr.md", 1)
    assert [str(problem) for problem in around.report.warnings] == [
        "fr.md:3: a sentence of 40 words (“mot mot mot mot mot …”); cut it: at most 35 words"
    ]


def test_inline_text_has_no_paragraph_and_is_html():
    around = context()
    result = inline("Un *mot* & [S01]", "en", around, "m.yaml", 7)
    assert result == 'Un <em>mot</em> &amp; <a class="source" href="source:S01">[S01]</a>'
    assert isinstance(result, Html)
    assert inline("simple", "fr", around, "m.yaml", 7) == "simple"
    assert around.report.errors == ()


PIECES = st.sampled_from(
    ["<img src=x onerror=y>", "[a](javascript:b)", "[a](module:s1-quiz)", "**", "`", "\n", "![](", "<!--", "&lt;", "](", '" onclick="x', "<https://a.b>", "::: note\n", "|a|\n|-|\n"]
)  # fmt: skip


@given(st.text(max_size=120) | st.lists(PIECES, max_size=12).map("".join))
def test_whatever_is_written_only_the_allowed_comes_out(text):
    for result in (
        block(text, "fr", context(), "fr.md", 1),
        inline(text, "fr", context(), "fr.md", 1),
    ):
        for tag, attributes in elements(result):
            assert tag in TAGS
            for name, value in attributes:
                assert name in ATTRIBUTES.get(tag, ())
                if name in ("href", "src"):
                    assert value.partition(":")[0] in SCHEMES


def test_mail_addresses_and_sources_may_be_linked():
    assert html("[a](mailto:a@b.fr)") == '<p><a href="mailto:a@b.fr" rel="noopener">a</a></p>'
    assert html("[a](source:S01)") == '<p><a href="source:S01">a</a></p>'
    assert errors("[a](mailto:personne)")[0].startswith(
        "fr.md:11: the link `mailto:personne` leads nowhere"
    )
    assert "`S98` is not in sources.yaml" in errors("[a](source:S98)")[0]


def test_an_address_that_is_none_is_refused():
    assert errors("[a](https://[b)")[0].startswith("fr.md:11: the link `https://")


def test_html_prints_as_it_is_and_its_changes_are_plain_again():
    text = inline("**a** & b", "en", context(), "m.yaml", 1)
    assert text.__html__() == "<strong>a</strong> &amp; b"
    assert not isinstance(text.upper(), Html)
