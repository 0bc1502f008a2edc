"""A SQLite database is copied to PostgreSQL: every row or none, and what comes later goes on from there."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.storage.copying import copy_log
from bot.storage.database import Database
from bot.storage.errors import StorageError
from bot.storage.stores import Stores
from bot.storage.tables import metadata, questions
from handlers.records import AdminAction, SetAside, Spot, UnansweredQuestion, Vote
from knowledge.verdict import Outcome
from tests.postgres import fresh_database, needs_postgres
from tests.storage.helpers import KEY, NOON, USER, asked, rows, url_of

pytestmark = needs_postgres


@pytest.fixture
async def target() -> AsyncIterator[str]:
    """Give the URL of an empty PostgreSQL database."""
    async with fresh_database() as url:
        yield url


@pytest.fixture
async def source(file: Path) -> AsyncIterator[Stores]:
    """Give a SQLite database in use, with something of everything in it."""
    async with Stores.open(url_of(file), KEY) as stores:
        for number in range(10):
            at = NOON + timedelta(microseconds=number)
            await stores.log.record(asked(2**40 + number, at=at, confidence=0.1 * number, spot=Spot("42", number)))
        await stores.people.choose_language(USER, "ru")
        await stores.votes.vote(Vote("42:1", USER, "channel", good=True, at=NOON))
        await stores.lessons.teach([UnansweredQuestion(1, "Что это?", "ru", 3, NOON)], "channel", NOON)
        await stores.lessons.set_aside([SetAside("Hm", similar=False, at=NOON)])
        await stores.admin_log.note(AdminAction(NOON, USER, "reload"))
        await stores.maintenance.switch(on=True)
        await stores.quiet_chats.quiet("c:42", NOON)
        yield stores


async def contents(url: str) -> dict[str, list[dict[str, object]]]:
    return {table: await rows(url, table) for table in metadata.tables}


async def test_every_row_of_every_table_comes_as_it_was_and_is_counted(
    source: Stores, file: Path, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.copying.ROWS_PER_PAGE", 3)
    before = await asyncio.to_thread(file.read_bytes)
    copied = await copy_log(file, target)
    assert await asyncio.to_thread(file.read_bytes) == before
    there, here = await contents(url_of(file)), await contents(target)
    assert here == there
    assert copied == {table: len(found) for table, found in there.items()}
    assert (copied["questions"], copied["switches"]) == (10, 1)
    assert not source.log.unsaved


@pytest.mark.usefixtures("source")
async def test_a_bot_goes_on_with_what_was_copied(file: Path, target: str) -> None:
    await copy_log(file, target)
    async with Stores.open(target, KEY) as stores:
        assert stores.maintenance.on
        assert await stores.people.language(USER) == "ru"
        assert await stores.votes.given("42:1", USER) is True
        await stores.log.record(asked(1, outcome=Outcome.UNKNOWN))
        [vain] = await stores.log.unanswered(10)
        assert vain.id == 11
        [_, lesson] = [
            *await stores.lessons.taught(),
            *await stores.lessons.teach([vain], "channel", NOON),
        ]
        assert lesson.id == 2
        await stores.admin_log.note(AdminAction(NOON, USER, "assign"))
        assert [one.action for one in await stores.admin_log.actions()] == ["reload", "assign"]
        assert (await stores.votes.vote(Vote("42:2", USER, "channel", good=True, at=NOON))).good == 1


@pytest.mark.usefixtures("source")
async def test_a_database_that_holds_rows_is_refused_and_left_as_it_is(file: Path, target: str) -> None:
    async with Stores.open(target, KEY) as stores:
        await stores.people.choose_language(USER, "en")
    before = await contents(target)
    with pytest.raises(StorageError, match="holds rows already; copy to an empty one"):
        await copy_log(file, target)
    assert await contents(target) == before


async def test_where_one_row_is_refused_none_is_copied(source: Stores, file: Path, target: str) -> None:
    await source.people.choose_language(USER + 1, "a language of too many letters for any server")
    with pytest.raises(StorageError, match="does not take a value"):
        await copy_log(file, target)
    assert not any((await contents(target)).values())
    await source.people.choose_language(USER + 1, None)
    assert (await copy_log(file, target))["people"] == 1


async def test_a_copy_made_while_questions_come_in_is_of_one_moment(source: Stores, file: Path, target: str) -> None:
    copying = asyncio.create_task(copy_log(file, target))
    number = 0
    while not copying.done():
        await source.log.record(asked(number))
        assert not source.log.unsaved
        number += 1
        await asyncio.sleep(0.01)
    copied = await copying
    numbers = sorted(int(str(row["id"])) for row in await rows(target, "questions"))
    assert numbers == list(range(1, copied["questions"] + 1))
    assert 10 <= copied["questions"] <= 10 + number


@pytest.mark.usefixtures("source")
async def test_texts_that_only_sqlite_takes_are_mended(file: Path, target: str) -> None:
    long = " ".join(chr(0x4E00 + number * 7) for number in range(2000))
    async with await Database.open(url_of(file)) as database, database.writing() as connection:
        [old] = [row for row in await rows(url_of(file), "questions") if row["id"] == 1]
        changed = {"id": 99, "update_id": 99, "question": f"{long}\0", "question_key": long}
        await connection.execute(insert(questions).values({**old, **changed}))
    assert (await copy_log(file, target))["questions"] == 11
    [mended] = [row for row in await rows(target, "questions") if row["id"] == 99]
    assert mended["question"] == f"{long}\ufffd"
    assert str(mended["question_key"]).startswith(long[:500])


async def test_what_cannot_be_copied_is_one_sentence(file: Path, target: str, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"There is no file .*tanya\.db"):
        await copy_log(file, target)
    with pytest.raises(StorageError, match="SQLite database, too"):
        await copy_log(file, url_of(tmp_path / "other.db"))
    (tmp_path / "notes").write_text("These are notes, and no database at all.\n" * 100)
    with pytest.raises(StorageError, match="is not a database"):
        await copy_log(tmp_path / "notes", target)
    async with await Database.open(url_of(file)):
        pass
    with pytest.raises(StorageError, match="holds no rows of Tanya's"):
        await copy_log(file, target)
    assert not (tmp_path / "other.db").exists()
