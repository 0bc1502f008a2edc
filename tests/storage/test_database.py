"""Opening, migrating and closing a database, and what is said where that cannot be done."""

import asyncio
import re
import sys
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, create_engine, text

from bot.storage.database import Database
from bot.storage.errors import StorageError
from bot.storage.hashes import Hasher
from bot.storage.log import SqlQuestionLog
from bot.storage.tables import metadata
from tests.storage.helpers import KEY, asked, locked, on_sqlite, url_of


@on_sqlite
async def test_durable_settings_are_on(database: Database) -> None:
    async with database.writing() as connection:
        values = {
            pragma: (await connection.execute(text(f"PRAGMA {pragma}"))).scalar_one()
            for pragma in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
        }
    assert values == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 2000,
        "secure_delete": 1,
    }


async def test_the_migrations_make_the_tables_of_this_version(database: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    async with database.reading() as connection:
        assert await connection.run_sync(differences) == []


@on_sqlite
async def test_a_migrated_database_is_a_fresh_one(database: Database, tmp_path: Path) -> None:
    def schema(connection: Connection) -> set[str]:
        rows = connection.execute(text("SELECT sql FROM sqlite_master WHERE name NOT LIKE '%alembic%'"))
        return {re.sub(r"\s+", " ", sql) for sql in rows.scalars() if sql}

    fresh = create_engine(f"sqlite:///{tmp_path / 'fresh.db'}")
    metadata.create_all(fresh)
    with fresh.connect() as connection:
        expected = schema(connection)
    fresh.dispose()
    async with database.reading() as async_connection:
        assert await async_connection.run_sync(schema) == expected


async def test_opening_again_keeps_what_is_there(url: str) -> None:
    for update_id in (1, 2):
        async with await Database.open(url) as database:
            log = SqlQuestionLog(database, Hasher(KEY))
            await log.record(asked(update_id))
            assert (await log.stats()).questions == update_id


async def test_two_databases_open_at_once(tmp_path: Path) -> None:
    files = [tmp_path / "one.db", tmp_path / "two.db", tmp_path / "one.db"]
    databases = await asyncio.gather(*(Database.open(url_of(file)) for file in files))
    for update_id, database in enumerate(databases):
        await SqlQuestionLog(database, Hasher(KEY)).record(asked(update_id))
    assert (await SqlQuestionLog(databases[0], Hasher(KEY)).stats()).questions == 2
    await asyncio.gather(*(database.close() for database in databases))


async def test_processes_that_start_together_are_safe(url: str) -> None:
    program = (
        "import asyncio, sys\n"
        "from bot.storage.database import Database\n"
        "async def main():\n"
        "    async with await Database.open(sys.argv[1]): pass\n"
        "asyncio.run(main())\n"
    )
    processes = [
        await asyncio.create_subprocess_exec(sys.executable, "-W", "error", "-c", program, url) for _ in range(4)
    ]
    assert [await process.wait() for process in processes] == [0] * 4


async def test_a_newer_schema_is_refused(url: str) -> None:
    async with await Database.open(url) as database, database.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageError, match=r"newer version of Tanya; update Tanya or point TANYA_DATABASE elsewhere"):
        await Database.open(url)


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "notes.db"
    file.write_text("These are notes, and no database at all.\n" * 100)
    with pytest.raises(StorageError, match=r"notes\.db is not a database"):
        await Database.open(url_of(file))


async def test_places_that_cannot_be_written_are_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match=r"folder .*file/data for the database cannot be made \(Not a directory\)"):
        await Database.open(url_of(tmp_path / "file" / "data" / "tanya.db"))
    with pytest.raises(StorageError, match="cannot be opened; give Tanya write access"):
        await Database.open(url_of(tmp_path))


async def test_a_read_only_file_is_named(file: Path) -> None:
    await (await Database.open(url_of(file))).close()
    with pytest.raises(StorageError, match="cannot be written; give Tanya write access"):
        await Database.open(f"sqlite+aiosqlite:///file:{file}?mode=ro&uri=true")


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("data/tanya.db", "no database URL"),
        ("", "no database URL"),
        ("postgresql+asyncpg://host:port/tanya", "no database URL"),
        ("postgres://host/tanya", "no database URL"),
        ("postgresql+nosuchdriver://host/tanya", "no database URL"),
        ("postgresql+asyncpg://host/tanya?sslmode=require", "an option that Tanya does not know, sslmode"),
        ("mysql+aiomysql://host/tanya", "not installed"),
        ("sqlite+nosuchdriver:///tanya.db", "no database URL"),
        ("sqlite:///tanya.db", "without blocking"),
        ("sqlite+aiosqlite://", "names no file"),
    ],
)
async def test_a_broken_url_is_explained(url: str, message: str) -> None:
    with pytest.raises(StorageError, match=f"TANYA_DATABASE.*{message}.* (sqlite|postgresql)\\+a") as raised:
        await Database.open(url)
    assert "\n" not in str(raised.value)


async def test_a_missing_driver_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    with pytest.raises(StorageError, match=r"asyncpg.* install it or use postgresql"):
        await Database.open("postgresql+asyncpg://tanya:secret@host/tanya")


@pytest.mark.usefixtures("impatient")
async def test_opening_outlasts_a_lock(url: str) -> None:
    await (await Database.open(url)).close()
    async with locked(url):
        opening = asyncio.create_task(Database.open(url))
        await asyncio.sleep(0.6)
        assert not opening.done()
    await (await opening).close()


@pytest.mark.usefixtures("impatient")
async def test_opening_waits_for_a_lock_no_longer_than_it_may(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    await (await Database.open(url)).close()
    monkeypatch.setattr("bot.storage.database.LOCKED_SECONDS", 0)
    async with locked(url):
        with pytest.raises(StorageError, match="locked by another process"):
            await Database.open(url)


async def test_a_reader_sees_the_database_as_it_was_at_its_first_statement(
    log: SqlQuestionLog, database: Database
) -> None:
    count = text("SELECT count(*) FROM questions")
    async with database.reading() as connection:
        before = (await connection.execute(count)).scalar_one()
        await log.record(asked(1))
        assert (await connection.execute(count)).scalar_one() == before == 0
    assert (await log.stats()).questions == 1


async def test_nothing_leaks_from_open_to_close(url: str, tmp_path: Path) -> None:
    async def use() -> None:
        async with await Database.open(url) as database:
            log = SqlQuestionLog(database, Hasher(KEY))
            await asyncio.gather(log.stats(), log.seen([1]), log.record(asked(1)))
        await database.close()
        with pytest.raises(StorageError):
            await Database.open(url_of(tmp_path))

    def handles() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    def workers() -> set[threading.Thread]:
        return {thread for thread in threading.enumerate() if "_connection_worker" in thread.name}

    earlier = workers()
    await use()
    before = handles()
    for _ in range(30):
        await use()
    assert handles() == before
    # A connection's thread answers just before it ends.
    async with asyncio.timeout(5):
        while workers() - earlier:  # noqa: ASYNC110 - threads set no event when they end
            await asyncio.sleep(0.05)


async def test_closing_waits_for_what_is_under_way(log: SqlQuestionLog, database: Database, url: str) -> None:
    recording = asyncio.create_task(log.record(asked(1)))
    await asyncio.sleep(0)
    await asyncio.gather(database.close(), database.close(), recording)
    assert log.unsaved == frozenset()
    async with await Database.open(url) as again:
        assert await SqlQuestionLog(again, Hasher(KEY)).seen([1]) == {1}
