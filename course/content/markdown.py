"""Markdown as authors write it → clean HTML, with every fault reported at its line.

CommonMark with tables, four frames (`::: note`), citations (`[S01]`) and headings with ids (`{#id}`).
Raw HTML is not understood; what comes out has passed an allow-list as well. Links keep their meaning
until the web room resolves them (see `links.py`): `source:S01`, `module:s1-quiz`, `media:map.svg`.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import nh3
from markdown_it import MarkdownIt
from mdit_py_plugins.container import container_plugin

from .model import Html
from .typography import LONGEST_SENTENCE, longest_sentence, set_type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.renderer import RendererHTML
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict

    from .context import Context


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


FRAMES = ("note", "example", "warning", "try")


CITATION = re.compile(r"\[([A-Z]{1,3}\d{0,4}[a-z]?(?:\s*,\s*[A-Z]{1,3}\d{0,4}[a-z]?)*)\](?!\()")
_RAW_HTML = re.compile(r"</?[a-zA-Z][\w-]*(?:\s[^<>]*)?/?>|<!--")
_ANCHOR = re.compile(r"\s*\{#([^}]*)\}\s*$")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?")
_SPECIAL = re.compile(r"[\\`*_\[\]<>&!\"\n]")
TAGS = _names(
    "p br hr strong em code pre a ul ol li blockquote table thead tbody tr th td h3 aside figure img figcaption"
)
ATTRIBUTES = {
    "a": {"href", "class", "rel", "title"},
    "img": {"src", "alt"},
    "h3": {"id"},
    "aside": {"class"},
    "figure": {"class"},
    "th": {"scope", "class"},
    "td": {"class"},
    "ol": {"start"},
}
_OUTSIDE = frozenset({"https", "http", "mailto"})
SCHEMES = {*_OUTSIDE, "source", "module", "media"}


# -- from text to HTML --------------------------------------------------------


def inline(text: str, language: str, context: Context, file: str, line: int) -> Html:
    """One sentence or two of Markdown (emphasis, code, links, citations) as HTML without blocks."""
    if not _SPECIAL.search(text):
        _warn_long(text, context, file, line)
        return Html(escape(set_type(text, language), quote=False))
    tokens = parser().parseInline(text)
    for token in tokens:
        review(token, language, context, file, line)
    return clean(tokens)


def block(text: str, language: str, context: Context, file: str, line: int) -> Html:
    """Paragraphs, lists, tables … as HTML; level-3 headings are the only ones allowed."""
    tokens = parsed(text, context, file, line - 1)
    review_blocks(tokens, language, context, file, line - 1)
    return clean(tokens)


def parsed(text: str, context: Context, file: str, before: int) -> list[Token]:
    """The tokens of a text that begins after `before` lines of its file.

    CommonMark takes a line such as `[S01]: words` for the definition of a link, which is not shown: that
    is reported where a source was meant."""
    found: EnvType = {}
    tokens = parser().parse(text, found)
    sources = {source.upper() for source in context.sources or ()}
    for label, link in found.get("references", {}).items():
        if label in sources:
            what = f"`[{label}]:` at the beginning of a line defines a link and is not shown"
            instead = "begin with words and put the citation after them"
            context.report.error(file, before + link["map"][0] + 1, what, instead)
    return tokens


def clean(tokens: Sequence[Token]) -> Html:
    """Renders reviewed tokens and lets nothing through that is not on the list."""
    html = parser().renderer.render(tokens, parser().options, {})
    return Html(
        nh3.clean(
            html.strip(),
            tags=set(TAGS),
            attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
            url_schemes=set(SCHEMES),
            link_rel=None,
        )
    )


# -- the parser ---------------------------------------------------------------


@cache
def parser() -> MarkdownIt:
    """The one parser; it keeps no state between texts."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    for name in FRAMES:
        container_plugin(markdown, name, render=_render_frame)
    markdown.inline.ruler.before("link", "citation", _citation)
    markdown.add_render_rule("citation", _render_citation)
    markdown.add_render_rule("image", _render_image)
    return markdown


def _citation(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 (the parser calls it so)
    match = CITATION.match(state.src, state.pos) if state.src[state.pos] == "[" else None
    if match is None:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.meta = {"sources": cited(match)}
    state.pos = match.end()
    return True


def cited(citation: re.Match[str]) -> list[str]:
    """The sources that a match of `CITATION` names."""
    return [part.strip() for part in citation[1].split(",")]


def _render_citation(
    _self: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType
) -> str:
    links = (
        f'<a class="source" href="source:{source}">[{source}]</a>'
        for source in tokens[index].meta["sources"]
    )
    return " ".join(links)


def _render_image(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    token = tokens[index]
    alt = self.renderInlineAsText(token.children or [], options, env)
    image = f'<img src="{escape(str(token.attrs["src"]))}" alt="{escape(alt)}">'
    title = token.attrs.get("title")
    return image + (f"<figcaption>{escape(str(title))}</figcaption>" if title else "")


def _render_frame(
    _self: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType
) -> str:
    token = tokens[index]
    if token.nesting == -1:
        return "</aside>\n"
    kind = token.type.removeprefix("container_").removesuffix("_open")
    title = token.info.strip().removeprefix(kind).strip()
    head = f"<p><strong>{escape(title)}</strong></p>\n" if title else ""
    return f'<aside class="{kind}">\n{head}'


# -- review -------------------------------------------------------------------


def review_blocks(
    tokens: Sequence[Token], language: str, context: Context, file: str, before: int
) -> None:
    """Reviews a text's tokens in place; `before` is how many lines of the file precede the text."""
    line = before + 1
    for index, token in enumerate(tokens):
        if token.map:
            line = before + token.map[0] + 1
        if token.type == "heading_open":
            _review_heading(token, tokens[index + 1], context, file, line)
        elif token.type in ("th_open", "td_open"):
            _dress_cell(token)
        elif token.type == "inline":
            review(token, language, context, file, line)
            if [child.type for child in token.children or []] == ["image"]:
                tokens[index - 1].tag = tokens[index + 1].tag = "figure"


def review(inline_token: Token, language: str, context: Context, file: str, line: int) -> None:
    """Reviews one run of text in place: raw HTML, links, images, citations, length, typography."""
    children = inline_token.children or []
    _warn_long(plain_text(children), context, file, line)
    for token in children:
        if token.type in ("softbreak", "hardbreak"):
            line += 1
        elif token.type == "text":
            _review_text(token, language, context, file, line)
        elif token.type == "link_open":
            _review_link(token, context, file, line)
        elif token.type == "image":
            _review_image(token, language, context, file, line)
        elif token.type == "citation":
            for source in token.meta["sources"]:
                context.check_source(source, file, line)


def plain_text(children: Sequence[Token]) -> str:
    """What a run of text says, without its markup and citations."""
    spaces = {"softbreak", "hardbreak"}
    return "".join(" " if child.type in spaces else child.content for child in children)


def take_anchor(inline_token: Token) -> str | None:
    """The id written as `{#id}` at the end of a heading, which is taken out of its text."""
    last = inline_token.children[-1] if inline_token.children else None
    match = _ANCHOR.search(last.content) if last is not None and last.type == "text" else None
    if last is None or match is None:
        return None
    last.content = last.content[: match.start()]
    inline_token.content = _ANCHOR.sub("", inline_token.content)
    return match[1].strip()


def _review_heading(opening: Token, title: Token, context: Context, file: str, line: int) -> None:
    anchor = take_anchor(title)
    if opening.tag != "h3":
        what = f"a heading of level {opening.tag[1]} in the middle of a text"
        context.report.error(file, line, what, "use `###` here; close any open `:::` frame above")
        opening.tag = "h3"
    elif anchor:
        opening.attrSet("id", anchor)


def _dress_cell(token: Token) -> None:
    style = str(token.attrs.pop("style", ""))
    if style:
        token.attrSet("class", style.replace("text-align:", "align-"))
    if token.type == "th_open":
        token.attrSet("scope", "col")


def _review_text(token: Token, language: str, context: Context, file: str, line: int) -> None:
    if _RAW_HTML.search(token.content):
        what = f"raw HTML: {_RAW_HTML.search(token.content)[0]}"  # type: ignore[index]
        context.report.error(file, line, what, "write it in Markdown (*, **, lists, tables)")
    if token.content.startswith(":::"):
        frames = ", ".join(FRAMES)
        context.report.error(
            file, line, f"`{token.content}` opens no frame", f"the frames are {frames}"
        )
    token.content = set_type(token.content, language)


def _review_link(token: Token, context: Context, file: str, line: int) -> None:
    href = str(token.attrs.get("href", ""))
    scheme, _, target = href.partition(":")
    if scheme == "module":
        context.check_module(unquote(target), file, line)
    elif scheme == "source":
        context.check_source(target, file, line)
    elif _goes_outside(href):
        token.attrSet("rel", "noopener")
    elif href and not scheme.startswith(("#", "/")) and not target:
        if context.check_media(unquote(href), file, line):
            token.attrSet("href", f"media:{href}")
    else:
        what = f"the link `{href}` leads nowhere"
        instead = "link to module:<id>, to a file of media/, or to a full web address"
        context.report.error(file, line, what, instead)


def _goes_outside(href: str) -> bool:
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    if parts.scheme == "mailto":
        return "@" in parts.path
    return parts.scheme in _OUTSIDE and bool(_HOST.fullmatch(parts.netloc))


def _review_image(token: Token, language: str, context: Context, file: str, line: int) -> None:
    name = unquote(str(token.attrs.get("src", "")))
    context.check_media(name, file, line)
    token.attrSet("src", f"media:{name}")
    children = token.children or []
    if not plain_text(children).strip():
        instead = "say between the brackets what the picture shows: ![…](file.svg)"
        context.report.error(file, line, f"the picture {name} has no description", instead)
    for child in children:
        child.content = set_type(child.content, language)


def _warn_long(text: str, context: Context, file: str, line: int) -> None:
    count, start = longest_sentence(text)
    if count > LONGEST_SENTENCE:
        what = f"a sentence of {count} words (“{start} …”)"
        context.report.warn(file, line, what, f"cut it: at most {LONGEST_SENTENCE} words")
