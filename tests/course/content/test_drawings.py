from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectif.course.content.drawings import ELEMENTS, read_drawing
from collectif.course.content.model import Html
from collectif.course.content.problems import Report

from .reading import elements


def clean(inner, tmp_path, head='<svg viewBox="0 0 640 360">', tail="</svg>"):
    path = tmp_path / "x.svg"
    path.write_text(head + inner + tail, encoding="utf-8")
    report = Report()
    drawing = read_drawing(path, "media/x.svg", "m-x-", report)
    return drawing, [str(problem) for problem in report.errors]


def test_shapes_with_classes_pass_and_the_description_comes_first(tmp_path):
    drawing, errors = clean('<g class="a step-1"><circle cx="1" cy="2" r="3.5"/></g>', tmp_path)
    assert errors == []
    assert drawing is not None
    assert drawing.titled("Un <rond>") == (
        '<svg viewBox="0 0 640 360" role="img"><title>Un &lt;rond&gt;</title>'
        '<g class="a step-1"><circle cx="1" cy="2" r="3.5"></circle></g></svg>'
    )
    assert isinstance(drawing.titled("x"), Html)


@pytest.mark.parametrize(
    "attribute",
    [
        'd="M0 0 L10,10 Z"',
        'transform="translate(1, 2) rotate(45)"',
        'stroke-width="3"',
        'stroke-linecap="round"',
        'fill="none"',
        'opacity="0.5"',
        'points="0,0 1,1"',
        'stroke-dasharray="4 2"',
    ],
)
def test_what_a_drawing_needs_is_allowed(attribute, tmp_path):
    drawing, errors = clean(f"<path {attribute}/>", tmp_path)
    assert errors == []
    assert drawing is not None
    assert attribute in drawing.inner


@pytest.mark.parametrize(
    ("attribute", "advice"),
    [
        ('style="fill:red"', "colour comes from classes"),
        ('fill="red"', "colour comes from classes"),
        ('stroke="#000"', "colour comes from classes"),
        ('onclick="x()"', "delete the attribute"),
        ('href="https://a.b"', "this value is not understood"),
        ('xlink:href="#a"', "delete the attribute"),
        ('clip-path="url(https://a.b)"', "this value is not understood"),
        ('d="M0 0; evil"', "this value is not understood"),
        ('transform="url(x)"', "this value is not understood"),
        ('r="1px"', "numbers only"),
        ('stroke-linecap="other"', "one of: butt, round, square"),
        ('viewBox="0 0 1 1"', "numbers only"),
    ],
)
def test_what_could_style_or_load_is_refused(attribute, advice, tmp_path):
    drawing, errors = clean(f"\n<path {attribute}/>", tmp_path)
    if not attribute.startswith("viewBox"):
        assert len(errors) == 1
        assert errors[0].startswith("media/x.svg:2: `")
        assert advice in errors[0]
        assert drawing is not None
        assert attribute.partition("=")[0] not in drawing.inner.replace("<path></path>", "")


@pytest.mark.parametrize(
    "element",
    [
        "script",
        "style",
        "foreignObject",
        "image",
        "a",
        "animate",
        "title",
        "metadata",
        "svg",
        "filter",
    ],
)
def test_other_elements_are_dropped_with_all_they_hold(element, tmp_path):
    drawing, errors = clean(f"<{element}><path d='M0 0'/>text</{element}><g/>", tmp_path)
    assert errors == [
        f"media/x.svg:1: `<{element}>` is not allowed here; draw with paths, shapes and groups"
    ]
    assert drawing is not None
    assert drawing.inner == "<g></g>"


def test_an_unknown_class_is_named_with_the_nearest(tmp_path):
    _, errors = clean('<path class="inc"/>', tmp_path)
    assert errors == ["media/x.svg:1: the class `inc` does not exist; did you mean `ink`?"]


def test_text_stands_in_text_elements_only(tmp_path):
    drawing, errors = clean('<text x="1">1 &lt; 2</text>', tmp_path)
    assert errors == []
    assert drawing is not None
    assert "1 &lt; 2" in drawing.inner
    assert clean("<g>Bonjour</g>", tmp_path)[1] == [
        "media/x.svg:1: text outside of `<text>`; put it into a <text> element or delete it"
    ]


def test_ids_are_made_unique_and_references_follow(tmp_path):
    drawing, errors = clean(
        '<defs><g id="h"><path d="M0 0"/></g><clipPath id="c"><rect/></clipPath></defs>'
        '<use href="#h"/><g clip-path="url(#c)"/>',
        tmp_path,
    )
    assert errors == []
    assert drawing is not None
    assert '<g id="m-x-h">' in drawing.inner
    assert '<use href="#m-x-h">' in drawing.inner
    assert 'clip-path="url(#m-x-c)"' in drawing.inner


def test_a_reference_must_exist_and_not_lead_to_another(tmp_path):
    assert clean('<use href="#z"/>', tmp_path)[1] == [
        "media/x.svg:1: nothing has the id `z`; none is defined yet"
    ]
    bomb = '<g id="a"/><g id="b"><use href="#a"/><use href="#a"/></g><use href="#b"/>'
    assert clean(bomb, tmp_path)[1] == [
        "media/x.svg:1: `b` is reused though it reuses something itself; draw it out once instead"
    ]


@pytest.mark.parametrize(
    ("head", "tail", "what"),
    [
        ("<svg>", "</svg>", "`<svg>` has no usable viewBox"),
        ('<svg viewBox="0 0 wide 3">', "</svg>", "has no usable viewBox"),
        ('<svg viewBox="0 0 1 1">', "", "not well formed"),
        ("", "", "not well formed"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]><svg viewBox="0 0 1 1">', "&a;</svg>", "a DOCTYPE"),
        ("<g>", "</g>", "`<g>` is not allowed here"),
    ],
)
def test_what_is_no_drawing_is_refused_as_a_whole(head, tail, what, tmp_path):
    drawing, errors = clean("", tmp_path, head, tail)
    assert drawing is None
    assert any(what in error for error in errors)


def test_processing_instructions_are_refused(tmp_path):
    _, errors = clean("", tmp_path, '<?xml-stylesheet href="x"?><svg viewBox="0 0 1 1">')
    assert errors == ["media/x.svg:1: the instruction `<?xml-stylesheet …?>`; delete it"]


def test_a_drawing_is_not_too_large_nor_missing(tmp_path):
    assert clean(" " * 200_001, tmp_path)[1] == [
        "media/x.svg:1: the drawing is too large; keep it under 200000 characters"
    ]
    report = Report()
    assert read_drawing(tmp_path / "none.svg", "media/none.svg", "", report) is None
    assert len(report.errors) == 1


PIECES = st.lists(
    st.sampled_from(
        ["<g>", "</g>", "<script>", "</script>", '<path d="M0 0"/>', "<!--", "-->", "<![CDATA[", "]]>", "&lt;", "&", "x", '<use href="#a"/>', '<g id="a"/>', 'onload="x"', "<text>", "</text>"]
    ),
    max_size=12,
)  # fmt: skip


@given(PIECES)
def test_whatever_is_written_nothing_runs(tmp_path_factory, pieces):
    drawing, errors = clean("".join(pieces), tmp_path_factory.mktemp("svg"))
    assert drawing is not None or errors
    for tag, attributes in elements(drawing.inner if drawing is not None else ""):
        assert tag in ELEMENTS
        assert {name for name, _ in attributes} <= {"d", "href", "id"}
