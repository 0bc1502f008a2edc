"""What the tests of the log share."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.storage.database import Database
from bot.storage.hashes import Hasher
from bot.storage.log import SqlQuestionLog
from bot.storage.tables import metadata
from handlers.records import AskedQuestion, ChatKind, Spot
from knowledge.verdict import Outcome
from tests.postgres import needs_postgres

KEY = b"a key for tests"
USER = 987_654_321_012
NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)
_SQLITE = "sqlite+aiosqlite:///"

on_sqlite = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
on_postgres = pytest.mark.parametrize("url", [pytest.param("postgresql", marks=needs_postgres)], indirect=True)


def url_of(file: Path) -> str:
    return f"{_SQLITE}{file}"


def asked(
    update_id: int = 1,
    *,
    at: datetime = NOON,
    user: int = USER,
    chat: ChatKind = ChatKind.PRIVATE,
    language: str = "en",
    text: str = "What is Channel?",
    outcome: Outcome = Outcome.ANSWER,
    fact: str | None = None,
    confidence: float = 0.9,
    seconds: float = 0.2,
    spot: Spot | None = None,
    reply_id: int | None = None,
) -> AskedQuestion:
    return AskedQuestion(update_id, at, user, chat, language, text, outcome, fact, confidence, seconds, spot, reply_id)


@asynccontextmanager
async def locked_by_another(file: Path) -> AsyncIterator[None]:
    """Hold the write lock of the database as another process would.

    It is waited for in a thread: the event loop may have to finish a transaction of the bot's first.
    """
    engine = create_engine(f"sqlite:///{file}", connect_args={"isolation_level": None, "timeout": 30})
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    connection = await asyncio.to_thread(engine.connect)
    try:
        await asyncio.to_thread(connection.begin)
        yield
    finally:
        connection.close()
        engine.dispose()


@asynccontextmanager
async def locked(url: str) -> AsyncIterator[None]:
    """Keep others from writing to the database at this URL, as another process would; they may read."""
    if url.startswith("sqlite"):
        async with locked_by_another(Path(url.removeprefix(_SQLITE))):
            yield
        return
    async with connected(url) as connection:
        names = ", ".join(["alembic_version", *metadata.tables])
        await connection.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))
        yield


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[AsyncConnection]:
    """Give a connection of the test's own."""
    engine = create_async_engine(url)
    try:
        async with engine.connect() as connection:
            yield connection
    finally:
        await engine.dispose()


async def rows(url: str, table: str) -> list[dict[str, object]]:
    """Give all rows of a table."""
    async with connected(url) as connection:
        return [dict(row) for row in (await connection.execute(select(metadata.tables[table]))).mappings()]


async def damage(file: Path) -> None:
    """Overwrite pages in the middle of a database with rows; it is made where it is missing."""
    async with await Database.open(url_of(file)) as database:
        log = SqlQuestionLog(database, Hasher(KEY))
        for number in range(200):
            await log.record(asked(number, text="x" * 500))
    await asyncio.to_thread(_overwrite, file)


def _overwrite(file: Path) -> None:
    with file.open("r+b") as raw:
        raw.seek(file.stat().st_size // 2 // 4096 * 4096)
        raw.write(os.urandom(4096 * 4))
