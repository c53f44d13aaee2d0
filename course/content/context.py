"""What reading a file needs to know of the rest of the course, and where its problems go."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .problems import Report, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True)
class Context:
    """The surroundings of one file. A set that is None is not known (its file could not be read)
    and nothing is checked against it."""

    report: Report
    languages: tuple[str, ...] = ("fr", "en")
    sources: frozenset[str] | None = None
    """Every source of the course."""
    listed: frozenset[str] | None = None
    """The sources the module says it uses."""
    dimensions: frozenset[str] | None = None
    levers: frozenset[str] | None = None
    modules: Mapping[str, frozenset[str]] | None = None
    """Module id → ids of its screens."""
    module: str = ""
    media: Mapping[str, Path] = field(default_factory=dict)

    def check_source(self, source: str, file: str, line: int) -> None:
        """Reports a cited source that the course or the module does not list."""
        if self.sources is not None and source not in self.sources:
            what = f"the source `{source}` is not in sources.yaml"
            self.report.error(file, line, what, nearest(source, self.sources))
        elif self.listed is not None and source not in self.listed:
            what = f"`{source}` is cited but not listed in the module's `sources`"
            self.report.error(file, line, what, f"add {source} to `sources` in module.yaml")

    def check_module(self, target: str, file: str, line: int) -> None:
        """Reports a link to a module, or to a screen of it (`id#screen`), that does not exist."""
        if self.modules is None:
            return
        module, _, screen = target.partition("#")
        if module not in self.modules:
            what = f"there is no module `{module}` to link to"
            self.report.error(file, line, what, nearest(module, self.modules))
        elif screen and screen not in self.modules[module]:
            what = f"the module `{module}` has no screen `{screen}`"
            self.report.error(file, line, what, nearest(screen, self.modules[module]))

    def check_media(self, name: str, file: str, line: int) -> bool:
        """Whether the module's `media/` holds the file; reports it when not."""
        if name in self.media:
            return True
        what = f"media/{name} does not exist"
        instead = f"add the file, or: {nearest(name, self.media)}"
        self.report.error(file, line, what, instead)
        return False
