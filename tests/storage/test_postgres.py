"""What only a PostgreSQL server does: it is away, falls silent, ends connections, refuses for reasons of its own."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest
from sqlalchemy import make_url, text

from bot.storage.database import Database
from bot.storage.errors import RefusedError, StorageError
from bot.storage.hashes import Hasher
from bot.storage.log import SqlQuestionLog
from bot.storage.stores import Stores
from tests.postgres import SERVER, fresh_database, needs_postgres
from tests.storage.helpers import KEY, asked, connected
from tests.storage.proxy import Proxy

pytestmark = needs_postgres


@pytest.fixture
async def url() -> AsyncIterator[str]:
    """Give the URL of an empty database on the server."""
    async with fresh_database() as url:
        yield url


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for no server, and for a silent one not long."""
    monkeypatch.setattr("bot.storage.database.LOCKED_SECONDS", 0)
    monkeypatch.setattr("bot.storage.engines.CONNECT_SECONDS", 0.5)


async def administer(url: str, *statements: str) -> None:
    """Run statements on the database; `{name}` in them is its name."""
    async with connected(url) as connection:
        for statement in statements:
            await connection.execute(text(statement.format(name=make_url(url).database)))
        await connection.commit()


@asynccontextmanager
async def somebody(url: str) -> AsyncIterator[str]:
    """Give the URL for a user with no rights but to connect."""
    name = f"somebody_{uuid4().hex}"
    await administer(url, f"CREATE ROLE {name} LOGIN PASSWORD 'hunter2'")
    try:
        yield make_url(url).set(username=name, password="hunter2").render_as_string(hide_password=False)
    finally:
        await administer(url, f"DROP OWNED BY {name}", f"DROP ROLE {name}")


async def refusal(url: str) -> str:
    """Give the sentence with which opening ends."""
    with pytest.raises(StorageError) as raised:
        await Database.open(url)
    sentence = str(raised.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "hunter2" not in sentence
    return sentence


@pytest.mark.usefixtures("impatient")
async def test_what_cannot_work_is_one_sentence_without_the_password(url: str) -> None:
    place = make_url(url).set(password="hunter2")
    wrong = {
        place.set(port=1): "cannot be reached (",
        place.set(host="no-such-host.invalid"): "cannot be reached (",
        place.set(username="nobody_here"): "refuses Tanya's user or password",
        place.set(database="nothing_here"): "make it (CREATE DATABASE)",
    }
    for address, expected in wrong.items():
        assert expected in await refusal(address.render_as_string(hide_password=False))


@pytest.mark.usefixtures("impatient")
async def test_what_a_server_does_not_allow_is_one_sentence(url: str) -> None:
    async with somebody(url) as theirs:
        assert "make that user the owner" in await refusal(theirs)
        await administer(url, "ALTER DATABASE {name} CONNECTION LIMIT 0")
        assert "no more connections" in await refusal(theirs)
    await administer(url, "ALTER DATABASE {name} SET default_transaction_read_only = on")
    assert "can only be read" in await refusal(url)
    await administer(SERVER, f"ALTER DATABASE {make_url(url).database} ALLOW_CONNECTIONS false")
    assert "no connections now" in await refusal(url)


async def test_the_owner_of_the_database_needs_no_other_right(url: str) -> None:
    async with somebody(url) as theirs:
        await administer(url, f"ALTER DATABASE {{name}} OWNER TO {make_url(theirs).username}")
        async with await Database.open(theirs) as database:
            log = SqlQuestionLog(database, Hasher(KEY))
            await log.record(asked(1))
            assert await log.seen([1]) == {1}
        await administer(url, "ALTER DATABASE {name} OWNER TO CURRENT_USER")


async def test_a_refused_value_is_not_quoted(url: str) -> None:
    async with Stores.open(url, KEY) as stores:
        with pytest.raises(RefusedError) as raised:
            await stores.people.choose_language(1, "a secret " * 10)
        assert "secret" not in str(raised.value)
        with pytest.raises(RefusedError) as raised:
            await stores.people.choose_language(1, "secret\0")
        assert "secret" not in str(raised.value)


async def test_connections_that_the_server_closed_meanwhile_cost_no_row_and_no_answer(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with await Database.open(url) as database:
        log = SqlQuestionLog(database, Hasher(KEY))
        await asyncio.gather(log.record(asked(1)), *(log.stats() for _ in range(4)))
        await end_connections(url)
        await log.record(asked(2))
        assert not log.unsaved
        await end_connections(url)
        assert await log.seen([1, 2]) == {1, 2}
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def end_connections(url: str) -> None:
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    async with connected(url) as connection:
        await connection.execute(text(f"SELECT pg_terminate_backend(pid) {others}"))
        async with asyncio.timeout(10):
            while (await connection.execute(text(f"SELECT count(*) {others}"))).scalar_one():
                await connection.rollback()  # the view is read once a transaction
                await asyncio.sleep(0.02)


async def write_while_it_stops(database: Database, proxy: Proxy) -> None:
    async with database.writing() as connection:
        await proxy.stop()
        await connection.execute(text("SELECT 1"))


async def test_a_connection_that_breaks_in_the_middle_keeps_the_row_for_later(url: str) -> None:
    async with Proxy(url) as proxy, await Database.open(proxy.url) as database:
        log = SqlQuestionLog(database, Hasher(KEY))
        with pytest.raises(StorageError, match=r"ended the connection|cannot be reached"):
            await write_while_it_stops(database, proxy)
        await log.record(asked(1))
        assert log.unsaved == {1}
        await proxy.start()
        assert await log.flush()
        assert await log.seen([1]) == {1}


async def test_the_start_waits_for_a_server_that_is_not_there_yet(url: str) -> None:
    async with Proxy(url) as proxy:
        await proxy.stop()
        opening = asyncio.create_task(Database.open(proxy.url))
        await asyncio.sleep(0.3)
        assert not opening.done()
        await proxy.start()
        await (await opening).close()


@pytest.mark.usefixtures("impatient")
async def test_a_silent_server_is_given_up_in_time_at_the_start_and_later(url: str) -> None:
    loop = asyncio.get_running_loop()
    async with Proxy(url) as proxy:
        database = await Database.open(proxy.url)
        await asyncio.gather(*(database.ping() for _ in range(3)))
        proxy.fall_silent()
        began = loop.time()
        with pytest.raises(StorageError, match="does not answer in time"):
            await database.ping()
        with pytest.raises(StorageError, match="does not answer in time"):
            await Database.open(proxy.url)
        await database.close()
        assert loop.time() - began < 30
