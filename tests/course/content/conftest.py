from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .reading import Sample

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    """A copy of the sample course that a test may spoil."""
    return Sample(tmp_path / "course")
