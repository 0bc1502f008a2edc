"""The log while its database fails: nothing raises, nothing is lost, and it is said once."""

import asyncio
import logging
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.storage.database import Database
from bot.storage.errors import StorageError
from bot.storage.hashes import Hasher
from bot.storage.log import SqlQuestionLog
from tests.storage.helpers import KEY, asked, locked, on_sqlite


async def lose_table(database: Database) -> None:
    async with database.writing() as connection:
        await connection.execute(text("ALTER TABLE questions RENAME TO lost"))


async def find_table(database: Database) -> None:
    async with database.writing() as connection:
        await connection.execute(text("ALTER TABLE lost RENAME TO questions"))


async def hold(database: Database, seconds: float) -> None:
    async with database.writing():
        await asyncio.sleep(seconds)


def lines(caplog: pytest.LogCaptureFixture) -> list[tuple[int, str]]:
    return [(record.levelno, record.message) for record in caplog.records if record.name.startswith("bot.")]


async def test_rows_wait_while_another_process_holds_the_lock(
    log: SqlQuestionLog, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    loop = asyncio.get_running_loop()
    async with locked(url):
        start = loop.time()
        await asyncio.gather(*(log.record(asked(update_id)) for update_id in range(20)))
        # All wait for one attempt, not each for its own.
        assert loop.time() - start < 5
        assert log.unsaved == frozenset(range(20))
        assert await log.seen([1]) == frozenset()
        assert (await log.stats()).unsaved == 20
    assert await log.flush()
    assert log.unsaved == frozenset()
    assert await log.seen(range(20)) == frozenset(range(20))
    (error, recovery) = lines(caplog)
    assert error[0] == logging.ERROR
    assert "locked by another process" in error[1]
    assert "20 questions were saved" in recovery[1]


async def test_the_next_question_saves_those_that_wait(
    log: SqlQuestionLog, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    await lose_table(database)
    for update_id in (1, 2, 3):
        await log.record(asked(update_id))
    assert not await log.flush()
    assert log.unsaved == {1, 2, 3}
    with pytest.raises(StorageError, match=r"no such table|does not exist"):
        await log.seen([1])
    await find_table(database)
    await log.record(asked(4))
    assert log.unsaved == frozenset()
    assert await log.seen([1, 2, 3, 4]) == {1, 2, 3, 4}
    assert len(lines(caplog)) == 2
    await lose_table(database)
    await log.record(asked(5))
    await find_table(database)
    assert await log.flush()
    assert len(lines(caplog)) == 4


async def test_a_row_that_cannot_be_stored_does_not_hold_up_others(
    log: SqlQuestionLog, caplog: pytest.LogCaptureFixture
) -> None:
    await log.record(asked(1, fact="half a pair \ud83d"))
    await log.record(asked(2**70))
    await log.record(asked(3))
    assert log.unsaved == frozenset()
    assert await log.seen([1, 3]) == {3}
    assert [level for level, _ in lines(caplog)] == [logging.ERROR, logging.ERROR]


@pytest.mark.usefixtures("impatient")
async def test_a_cancelled_record_keeps_its_row(log: SqlQuestionLog, url: str) -> None:
    async with locked(url):
        recording = asyncio.create_task(log.record(asked(1)))
        waiting = asyncio.create_task(log.record(asked(2)))
        await asyncio.sleep(0.1)
        recording.cancel()
        waiting.cancel()
        for task in (recording, waiting):
            with pytest.raises(asyncio.CancelledError):
                await task
        assert log.unsaved == {1, 2}
    assert await log.flush()
    assert await log.seen([1, 2]) == {1, 2}


async def test_a_transaction_is_given_up_in_time(url: str, caplog: pytest.LogCaptureFixture) -> None:
    async with await Database.open(url, seconds=0.2) as database:
        log = SqlQuestionLog(database, Hasher(KEY))
        stuck = asyncio.create_task(hold(database, 0.4))
        await asyncio.sleep(0)
        await log.record(asked(1))
        assert log.unsaved == {1}
        assert "does not answer in time" in lines(caplog)[0][1]
        with pytest.raises(StorageError, match="in time"):
            await stuck
        assert await log.flush()


async def test_a_closed_database_is_a_failing_one(log: SqlQuestionLog, database: Database) -> None:
    await database.close()
    await log.record(asked(1))
    assert log.unsaved == {1}
    with pytest.raises(StorageError, match="is closed"):
        await log.stats()


async def test_many_writers_do_not_collide(log: SqlQuestionLog, database: Database) -> None:
    other = SqlQuestionLog(database, Hasher(KEY))
    await asyncio.gather(*((log, other)[i % 2].record(asked(i)) for i in range(100)))
    assert (await log.stats()).questions == 100
    assert not log.unsaved | other.unsaved


@on_sqlite
async def test_a_deleted_file_is_noticed_and_rows_wait(
    log: SqlQuestionLog, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await log.record(asked(1))
    await asyncio.to_thread(file.unlink)
    await log.record(asked(2))
    assert log.unsaved == {2}
    assert "moved or deleted while in use" in lines(caplog)[0][1]
