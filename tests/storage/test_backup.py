"""A backup is the database at one moment, made while it is in use; and a damaged database is refused at the start."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.storage.backup import back_up
from bot.storage.checking import check_integrity
from bot.storage.database import Database
from bot.storage.errors import StorageError
from bot.storage.hashes import Hasher
from bot.storage.log import SqlQuestionLog
from tests.storage.helpers import KEY, NOON, asked, damage, locked_by_another, url_of


@pytest.fixture
def url(file: Path) -> str:
    """Give a SQLite database: PostgreSQL's server looks after its files itself."""
    return url_of(file)


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def questions_in(file: Path) -> int:
    async with await Database.open(url_of(file)) as database:
        return (await SqlQuestionLog(database, Hasher(KEY)).stats()).questions


async def test_a_backup_holds_every_row_and_can_be_put_in_place(
    log: SqlQuestionLog, file: Path, tmp_path: Path
) -> None:
    for number in range(20):
        await log.record(asked(number))
    target = tmp_path / "backup.sqlite"
    size = await back_up(url_of(file), target)
    assert size == target.stat().st_size > 0
    assert target.stat().st_mode & 0o777 == 0o600
    assert files_in(tmp_path) == ["backup.sqlite", "data"]
    assert await questions_in(target) == 20


async def test_a_backup_while_questions_come_in_holds_one_moment_and_holds_nobody_up(
    log: SqlQuestionLog, file: Path, tmp_path: Path
) -> None:
    for number in range(200):
        await log.record(asked(number, text="x" * 5000))
    done = asyncio.Event()

    async def write_on() -> int:
        number = 10_000
        while not done.is_set():
            await log.record(asked(number))
            assert not log.unsaved
            number += 1
        return number - 10_000

    writing = asyncio.create_task(write_on())
    await back_up(url_of(file), tmp_path / "backup.sqlite")
    done.set()
    written = await writing
    assert written > 0
    assert 200 <= await questions_in(tmp_path / "backup.sqlite") <= 200 + written


async def test_a_backup_is_made_while_another_process_holds_the_write_lock(
    log: SqlQuestionLog, file: Path, tmp_path: Path
) -> None:
    await log.record(asked(1))
    async with locked_by_another(file):
        await back_up(url_of(file), tmp_path / "backup.sqlite")
    assert await questions_in(tmp_path / "backup.sqlite") == 1


async def test_what_was_purged_is_not_in_the_backup(log: SqlQuestionLog, file: Path, tmp_path: Path) -> None:
    await log.record(asked(1, text="a question to be forgotten"))
    await log.purge(NOON.replace(year=2100))
    await back_up(url_of(file), tmp_path / "backup.sqlite")
    assert b"to be forgotten" not in await asyncio.to_thread((tmp_path / "backup.sqlite").read_bytes)


@pytest.mark.parametrize("content", [b"", b"mine"])
async def test_a_file_that_is_there_is_not_overwritten(
    log: SqlQuestionLog, file: Path, tmp_path: Path, content: bytes
) -> None:
    await log.record(asked(1))
    target = tmp_path / "backup.sqlite"
    await asyncio.to_thread(target.write_bytes, content)
    with pytest.raises(StorageError, match="is there already and is not overwritten"):
        await back_up(url_of(file), target)
    assert await asyncio.to_thread(target.read_bytes) == content
    with pytest.raises(StorageError, match="is there already"):
        await back_up(url_of(file), file)


async def test_a_backup_of_nothing_or_to_nowhere_is_one_sentence_and_leaves_nothing(
    log: SqlQuestionLog, file: Path, tmp_path: Path
) -> None:
    await log.record(asked(1))
    target = tmp_path / "backup.sqlite"
    with pytest.raises(StorageError, match="no database"):
        await back_up(url_of(tmp_path / "none.sqlite"), target)
    with pytest.raises(StorageError, match="cannot be written"):
        await back_up(url_of(file), tmp_path / "nowhere" / "backup.sqlite")
    with pytest.raises(StorageError, match="pg_dump"):
        await back_up("postgresql+asyncpg://tanya:hunter2@host/tanya", target)
    with pytest.raises(StorageError, match="no database URL"):
        await back_up("nonsense", target)
    assert files_in(tmp_path) == ["data"]
    assert not (tmp_path / "none.sqlite").exists()


async def test_a_damaged_database_is_not_backed_up(file: Path, tmp_path: Path) -> None:
    await damage(file)
    with pytest.raises(StorageError, match="damaged"):
        await back_up(url_of(file), tmp_path / "backup.sqlite")
    assert files_in(tmp_path) == ["data"]


async def test_a_damaged_database_is_refused_at_the_start_and_left_as_it_is(file: Path) -> None:
    await damage(file)
    before = await asyncio.to_thread(file.read_bytes)
    with pytest.raises(StorageError, match=r"is damaged; put back a (backup|copy)"):
        await Database.open(url_of(file), check=True)
    assert await asyncio.to_thread(file.read_bytes) == before


@pytest.mark.parametrize("rows", [0, 3])
async def test_a_whole_database_passes_the_check(file: Path, rows: int) -> None:
    for start in range(2):
        async with await Database.open(url_of(file), check=True) as database:
            log = SqlQuestionLog(database, Hasher(KEY))
            for number in range(rows):
                await log.record(asked(start * rows + number))


async def test_a_check_that_takes_too_long_is_left_off_and_said_so(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with await Database.open(url_of(file), seconds=120) as database:
        async with database.writing() as connection:
            await connection.execute(text("CREATE TABLE big (id INTEGER PRIMARY KEY, body TEXT)"))
            await connection.execute(text("CREATE INDEX bodies ON big (body)"))
            fill = (
                "INSERT INTO big (body) WITH RECURSIVE n(i) AS"
                " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT hex(randomblob(40)) FROM n"
            )
            await connection.execute(text(fill))
        async with database.reading() as connection:
            await check_integrity(connection, "x", seconds=0.01)
    assert "too large to be looked through" in caplog.text
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA quick_check(1)")).scalar() == "ok"
    engine.dispose()


async def test_a_database_answers_a_ping_until_it_is_closed(file: Path) -> None:
    async with await Database.open(url_of(file)) as database:
        await database.ping()
    with pytest.raises(StorageError, match="is closed"):
        await database.ping()
