"""A folder of questionnaires → variants; every problem is collected as file:line."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from ..content.context import Context
from ..content.fields import Fields, as_printed, unique
from ..content.problems import ContentErrors, Report, nearest
from ..content.yaml_files import read_yaml
from .model import (
    GRADES,
    KINDS,
    LEVELS,
    Advice,
    DimensionSpec,
    Grade,
    Item,
    Kind,
    Landmark,
    Link,
    Variant,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ..content.model import Course, Text
    from ..content.yaml_files import Node

_NOWHERE = Link("")


def load(folder: Path, course: Course) -> dict[str, Variant]:
    """The variants of a folder (`modules/diagnostics`) by id, in the order of their file names.

    A folder that does not exist holds no variant. Raises `ContentErrors` with every problem found;
    files are named as seen from the course's folder.
    """
    report = Report()
    reader = _Reader(course, report)
    found: dict[str, Variant] = {}
    for path in sorted(folder.glob("*.yaml")):
        file = f"{folder.name}/{path.name}"
        root = read_yaml(path, file, report)
        if root is None:
            continue
        variant = reader.variant(root)
        if variant.id in found:
            line = root.key_lines.get("id", 1)
            report.error(file, line, f"another file has the id `{variant.id}`", "choose another")
        found[variant.id] = variant
    if report.errors:
        raise ContentErrors(report.errors)
    return found


class _Reader:
    """Reads variants against one course: its languages, dimensions and modules."""

    def __init__(self, course: Course, report: Report) -> None:
        modules = [module for session in course.sessions for module in session.modules]
        self.course = course
        self.report = report
        self.kinds: Mapping[str, str] = {module.id: module.kind for module in modules}
        self.context = Context(
            report,
            languages=course.languages,
            dimensions=frozenset(course.dimensions),
            modules={
                module.id: frozenset(screen.id for screen in module.screens) for module in modules
            },
        )

    def variant(self, root: Node) -> Variant:
        fields = Fields(root, self.context, "the questionnaire")
        dimensions = self.dimensions(fields)
        known = frozenset(one.id for one in dimensions)
        variant = Variant(
            id=fields.identifier(),
            version=fields.string("version"),
            kind=cast("Kind", fields.one_of("kind", KINDS)),
            title=fields.text("title"),
            intro=fields.text("intro"),
            scale=tuple(self.landmark(row) for row in self.levels(fields, "scale")),
            not_applicable=fields.text("not_applicable"),
            unknown=fields.text("unknown"),
            weakest_link=fields.known("weakest_link", known, "dimension of this questionnaire"),
            evidence=self.grades(fields),
            dimensions=dimensions,
        )
        fields.close()
        return variant

    def five(self, fields: Fields, key: str) -> tuple[Node, ...]:
        """What a list holds that has one entry a level."""
        nodes = fields.nodes(key, len(LEVELS))
        if len(nodes) > len(LEVELS):
            what = f"`{key}` of {fields.what} has {len(nodes)} entries"
            fields.error(fields.line(key), what, f"keep {len(LEVELS)}, one a level")
        return nodes

    def levels(self, fields: Fields, key: str) -> list[Fields]:
        """The same, each entry to be read key by key."""
        return [
            Fields(node, self.context, f"level {level} of {fields.what}")
            for level, node in enumerate(self.five(fields, key), 1)
        ]

    def landmark(self, row: Fields) -> Landmark:
        found = Landmark(name=row.text("name"), sign=row.text("sign"), proof=row.text("proof"))
        row.close()
        return found

    def grades(self, fields: Fields) -> dict[Grade, Text]:
        group = fields.group("evidence")
        if group is None:
            return {}
        found = {grade: group.text(grade) for grade in GRADES}
        group.close()
        return found

    # -- dimensions -----------------------------------------------------------

    def dimensions(self, fields: Fields) -> tuple[DimensionSpec, ...]:
        """The dimensions in the order asked; each of the course's must be there, once."""
        rows = fields.rows("dimensions", "a dimension", 1)
        named = [(row, self.dimension_name(row)) for row in rows]
        unique(named, "dimension")
        for missing in sorted(set(self.course.dimensions) - {name for _, name in named}):
            what = f"the dimension {missing} is missing"
            fields.error(
                fields.line("dimensions"), what, f"add a block that begins `- id: {missing}`"
            )
        found = tuple(self.dimension(row, name) for row, name in named)
        rows_of_items = [pair for row in rows for pair in self.item_names(row)]
        unique(rows_of_items, "item")
        return found

    def dimension_name(self, row: Fields) -> str:
        name = row.string("id")
        if name and name not in self.course.dimensions:
            what = f"there is no dimension `{name}`"
            row.error(row.line("id"), what, nearest(name, self.course.dimensions))
        row.what = f"dimension {name}" if name else row.what
        return name

    def dimension(self, row: Fields, name: str) -> DimensionSpec:
        common = self.course.dimensions.get(name)
        found = DimensionSpec(
            id=name,
            title=common.title if common else {},
            summary=common.summary if common else {},
            importance=row.whole("importance", 1, 3, 2),
            why=row.text("why"),
            evidence=row.text("evidence"),
            advice=tuple(self.advice(one) for one in self.levels(row, "levels")),
            items=tuple(self.item(one, name) for one in row.rows("items", "an item", 2)),
        )
        row.close()
        return found

    def item_names(self, row: Fields) -> list[tuple[Fields, str]]:
        """The items' ids once more, to compare them over the whole questionnaire."""
        items = row.get("items")
        nodes = items.items if items is not None else ()
        return [
            (Fields(node, self.context, "an item"), node.entries["id"].raw)
            for node in nodes
            if "id" in node.entries
        ]

    def item(self, row: Fields, dimension: str) -> Item:
        name = row.identifier()
        row.what = f"item `{name}`" if name else row.what
        found = Item(
            id=name,
            dimension=dimension,
            statement=row.text("statement"),
            levels=tuple(
                row.texts(node, "levels", as_printed) for node in self.five(row, "levels")
            ),
        )
        row.close()
        return found

    # -- advice ---------------------------------------------------------------

    def advice(self, row: Fields) -> Advice:
        found = Advice(
            finding=row.text("finding"),
            first_step=row.text("first_step"),
            lessons=tuple(self.link(row, node, None) for node in row.nodes("lessons", 1)),
            testimony=self.one_link(row, "testimony"),
            tool=self.one_link(row, "tool"),
        )
        row.close()
        return found

    def one_link(self, row: Fields, kind: str) -> Link:
        node = row.need(kind, "a module’s id")
        return _NOWHERE if node is None else self.link(row, node, kind)

    def link(self, row: Fields, node: Node, kind: str | None) -> Link:
        """A link written as `module` or `module#screen`, to a module of one kind if any is asked."""
        target = row.scalar(node, "a link")
        module, _, screen = target.partition("#")
        if not target:
            return _NOWHERE
        self.context.check_module(target, node.file, node.line)
        actual = self.kinds.get(module)
        if kind is not None and actual is not None and actual != kind:
            what = f"`{module}` is not a {kind} but a module of kind {actual}"
            same = [name for name, one in self.kinds.items() if one == kind]
            row.error(node.line, what, nearest(module, same))
        return Link(module, screen)
