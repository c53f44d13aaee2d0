"""Reading and writing transactions, on both engines."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa

from collectif.lrs import Database, after_commit
from collectif.lrs.store.database import QUIET

from ..lms import failing

MARK = sa.text("INSERT INTO marks VALUES (:mark)")
MARKS = sa.text("SELECT mark FROM marks ORDER BY mark")


@pytest.fixture
def marked(database: Database) -> Database:
    with database.writing() as connection:
        connection.execute(sa.text("DROP TABLE IF EXISTS marks"))
        connection.execute(sa.text("CREATE TABLE marks (mark integer)"))
    return database


def _marks(database: Database) -> list[int]:
    with database.reading() as connection:
        return list(connection.execute(MARKS).scalars())


def test_what_is_written_is_there_afterwards(marked: Database) -> None:
    with marked.writing() as connection:
        connection.execute(MARK, {"mark": 1})
    assert _marks(marked) == [1]


def test_what_fails_leaves_nothing(marked: Database) -> None:
    with failing(marked) as connection:
        connection.execute(MARK, {"mark": 1})
    assert _marks(marked) == []


def test_a_reader_sees_one_state_while_others_write(marked: Database) -> None:
    with marked.reading() as reader:
        before = list(reader.execute(MARKS).scalars())
        with marked.writing() as connection:
            connection.execute(MARK, {"mark": 1})
        assert list(reader.execute(MARKS).scalars()) == before == []
    assert _marks(marked) == [1]


def test_who_glances_sees_the_newest_state_or_one_before(marked: Database) -> None:
    with marked.glancing() as reader:
        assert list(reader.execute(MARKS).scalars()) == []
        with marked.writing() as connection:
            connection.execute(MARK, {"mark": 1})
        expected = [] if marked.is_sqlite else [1]
        assert list(reader.execute(MARKS).scalars()) == expected
    with marked.glancing() as reader:
        assert list(reader.execute(MARKS).scalars()) == [1]


def test_who_listens_for_sql_hears_glances_too(marked: Database) -> None:
    heard: list[str] = []

    def listener(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        heard.append(statement)

    sa.event.listen(marked.engine, "before_cursor_execute", listener)
    try:
        with marked.glancing() as reader:
            reader.execute(MARKS)
    finally:
        sa.event.remove(marked.engine, "before_cursor_execute", listener)
    assert [one for one in heard if "marks" in one] == [MARKS.text]


def test_a_glance_after_all_connections_were_closed_opens_a_new_one(marked: Database) -> None:
    with marked.glancing() as reader:
        before = reader.connection.driver_connection
    marked.engine.dispose()
    with marked.glancing() as reader:
        assert reader.connection.driver_connection is not before
        assert list(reader.execute(MARKS).scalars()) == []


def test_a_connection_is_as_before_after_a_glance(marked: Database) -> None:
    with marked.glancing() as reader:
        reader.execute(MARKS)
    with failing(marked) as connection:
        connection.execute(MARK, {"mark": 1})
    assert _marks(marked) == []


def test_writers_of_many_threads_all_succeed(marked: Database) -> None:
    def write(start: int) -> None:
        for mark in range(start, start + 20):
            with marked.writing() as connection:
                connection.execute(MARK, {"mark": mark})

    threads = [threading.Thread(target=write, args=(start,)) for start in (0, 100, 200, 300)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(_marks(marked)) == 80


def test_sqlite_refuses_a_writer_inside_a_writer(sqlite_url: str) -> None:
    database = Database(sa.create_engine(sqlite_url))
    with database.writing(), pytest.raises(RuntimeError), database.writing():
        pass
    with database.writing():
        pass
    database.engine.dispose()


def test_sqlite_keeps_a_log_and_its_foreign_keys(sqlite_url: str) -> None:
    database = Database(sa.create_engine(sqlite_url))
    with database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    database.engine.dispose()


def test_a_reader_on_sqlite_knows_whether_somebody_was_writing(sqlite_url: str) -> None:
    database = Database(sa.create_engine(sqlite_url))
    with database.reading() as connection:
        assert connection.get_execution_options()[QUIET]
    with database.writing(), database.reading() as connection:
        assert not connection.get_execution_options()[QUIET]
    database.engine.dispose()


def test_calls_for_after_the_commit_are_made_after_it(marked: Database) -> None:
    seen: list[list[int]] = []
    with marked.writing() as connection:
        connection.execute(MARK, {"mark": 1})
        assert after_commit(connection, lambda: seen.append(_marks(marked)))
        assert seen == []
    assert seen == [[1]]


def test_nothing_is_called_after_a_failure(marked: Database) -> None:
    called: list[int] = []
    with failing(marked) as connection:
        after_commit(connection, lambda: called.append(1))
    with marked.writing():
        pass
    assert called == []


def test_a_connection_of_somebody_else_promises_nothing(database: Database) -> None:
    with database.engine.connect() as connection:
        assert not after_commit(connection, list)


def test_one_database_for_each_engine(sqlite_url: str) -> None:
    engine = sa.create_engine(sqlite_url)
    known: dict[object, Database] = {}
    assert Database.of(engine, known) is Database.of(engine, known)
    engine.dispose()
