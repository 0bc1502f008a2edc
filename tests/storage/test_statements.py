"""Single statements, which go another way to SQLite than transactions: nothing must be told apart afterwards."""

import asyncio
from dataclasses import asdict
from datetime import timedelta, timezone

import pytest
from sqlalchemy import bindparam, select

from bot.storage.database import Database
from bot.storage.errors import RefusedError, StorageError
from bot.storage.hashes import Hasher
from bot.storage.log import SqlQuestionLog
from bot.storage.rows import row_of
from bot.storage.tables import people, questions
from bot.storage.upsert import add
from handlers.records import Spot
from knowledge.verdict import Outcome
from tests.storage.helpers import KEY, NOON, asked, locked, rows

LANGUAGE = select(people.c.language).where(people.c.user_hash.in_(bindparam("users", expanding=True)))


async def test_a_row_stored_alone_is_as_one_stored_with_others(log: SqlQuestionLog, url: str) -> None:
    evening = NOON.astimezone(timezone(timedelta(hours=7)))
    for number in (1, 2, 3):
        log.hold(number)
        await log.record(asked(number, at=evening, text="Что это? 🙂", fact="channel", spot=Spot("1", 5), reply_id=6))
    log.release(1)
    await log.flush()
    log.release(2)
    log.release(3)
    await log.flush()
    alone, *others = ({**row, "id": 0, "update_id": 0} for row in await rows(url, "questions"))
    assert others == [alone, alone]
    assert alone["asked_at"] == NOON


async def test_each_sees_what_the_other_wrote(database: Database) -> None:
    insert = add(database.dialect, questions, questions.c.update_id)
    async with database.writing() as connection:
        await connection.execute(people.insert(), [{"user_hash": name, "language": name} for name in ("id", "ru")])
    assert {row[0] for row in await database.fetch(LANGUAGE, {"users": ["id", "ru", "en"]})} == {"id", "ru"}
    assert list(await database.fetch(LANGUAGE, {"users": []})) == []
    row = asdict(row_of(asked(1, outcome=Outcome.UNKNOWN), Hasher(KEY)))
    await database.execute(insert, row)
    await database.execute(insert, row | {"outcome": "answer"})
    async with database.reading() as connection:
        assert list(await connection.scalars(select(questions.c.outcome))) == ["unknown"]


async def test_a_refused_row_is_told_from_a_failing_database(database: Database) -> None:
    insert = add(database.dialect, questions, questions.c.update_id)
    with pytest.raises(RefusedError):
        await database.execute(insert, {"update_id": 1, "asked_at": None})
    async with database.writing() as connection:
        await connection.run_sync(people.drop)
    with pytest.raises(StorageError, match=r"no such table|does not exist") as failed:
        await database.fetch(LANGUAGE, {"users": ["a secret"]})
    assert not isinstance(failed.value, RefusedError)
    assert "secret" not in str(failed.value)


async def test_reading_goes_on_while_another_process_holds_the_lock(database: Database, url: str) -> None:
    async with locked(url):
        writing = asyncio.create_task(SqlQuestionLog(database, Hasher(KEY)).record(asked(1)))
        await asyncio.sleep(0.1)
        assert list(await database.fetch(LANGUAGE, {"users": ["id"]}, seconds=1)) == []
        assert not writing.done()
    await writing
