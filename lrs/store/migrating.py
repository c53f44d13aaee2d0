"""A history of a schema, applied by code in the caller's transaction, with a version table of its own.

A mounted extension must not take the host's Alembic history, so there is no `alembic.ini` and no
environment: a folder of revisions and a connection are all that is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext, MigrationStep
from alembic.script import ScriptDirectory

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sqlalchemy import Connection


@dataclass(frozen=True)
class Migrations:
    """The revisions in `folder` (its `versions/`), kept track of in `table`.

    `lock` is the PostgreSQL advisory lock that those who upgrade at the same time wait for.
    """

    folder: Path
    table: str
    lock: int

    def upgrade(self, connection: Connection) -> None:
        """Bring the tables to the newest revision, in the caller's transaction."""
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(self.lock)))
        options = {"version_table": self.table, "fn": self._steps, "render_as_batch": True}
        context = MigrationContext.configure(connection, opts=options)
        with Operations.context(context):
            context.run_migrations()

    def current(self, connection: Connection) -> str | None:
        """The revision the tables are at; None before the first."""
        options = {"version_table": self.table}
        return MigrationContext.configure(connection, opts=options).get_current_revision()

    def newest(self) -> str:
        """The revision that this version of the package needs."""
        revision = self._scripts().get_current_head()
        assert revision is not None
        return revision

    def is_current(self, connection: Connection) -> bool:
        """Whether the tables are what this version of the package needs."""
        return self.current(connection) == self.newest()

    def _scripts(self) -> ScriptDirectory:
        return ScriptDirectory(str(self.folder))

    def _steps(
        self, applied: tuple[str, ...], _context: MigrationContext
    ) -> Iterable[MigrationStep]:
        scripts = self._scripts()
        pending = scripts.iterate_revisions("heads", applied or "base")
        return [
            MigrationStep.upgrade_from_script(scripts.revision_map, script)
            for script in reversed(list(pending))
        ]
