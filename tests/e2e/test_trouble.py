"""The real process through trouble with Telegram and with its database: it goes on, and nothing is lost."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import create_engine, text

from tests.e2e.conftest import Tanya
from tests.handlers.bots import next_reply
from tests.handlers.facts import HEIGHT
from tests.storage.helpers import locked_by_another

pytestmark = pytest.mark.asyncio(loop_scope="session")

QUESTION = HEIGHT["en"]


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def no_faults_left(tanya: Tanya) -> AsyncIterator[None]:
    """Leave the shared process as it was."""
    yield
    await tanya.client.clear_faults()
    await tanya.client.settle(10)


@asynccontextmanager
async def table_gone(file: Path) -> AsyncIterator[None]:
    """Take the table away and put it back."""
    engine = create_engine(f"sqlite:///{file}")

    def run(statement: str) -> None:
        with engine.begin() as connection:
            connection.execute(text(statement))

    run("ALTER TABLE questions RENAME TO hidden")
    try:
        yield
    finally:
        run("ALTER TABLE hidden RENAME TO questions")
        engine.dispose()


@pytest.mark.parametrize(
    ("kind", "details"),
    [
        ("error", {"status": 500}),
        ("error", {"status": 502, "description": "Bad Gateway"}),
        ("error", {"status": 429, "description": "Too Many Requests: retry after 1", "retry_after": 1}),
        ("drop_before", {}),
        ("drop_after", {}),
    ],
)
async def test_failing_polls_are_survived_and_every_question_answered_once(
    tanya: Tanya, kind: str, details: dict[str, object]
) -> None:
    user = await tanya.person()
    await tanya.ask(user, "/help")
    before = len(tanya.rows())
    # The poll under way is not met; the ones that confirm and fetch are.
    await tanya.client.fail(kind, "getUpdates", times=2, **details)  # type: ignore[arg-type]
    first = await tanya.ask(user, QUESTION, seconds=20)
    second = await tanya.ask(user, QUESTION, seconds=20)
    assert "41 metres" in first.text
    assert "41 metres" in second.text
    replies = await tanya.client.wait_messages(user.id, timeout=0)
    assert sum("41 metres" in message.text for message in replies) == 2
    assert len(tanya.rows()) == before + 2


@pytest.mark.parametrize("kind", ["error", "drop_before"])
async def test_a_reply_that_fails_is_told_and_the_next_one_comes(tanya: Tanya, kind: str) -> None:
    user = await tanya.person()
    await tanya.ask(user, "/help")
    await tanya.client.fail(kind, "sendMessage")
    assert "Something went wrong" in (await tanya.ask(user, QUESTION)).text
    assert "41 metres" in (await tanya.ask(user, QUESTION)).text


async def test_a_flood_limit_is_waited_for(tanya: Tanya) -> None:
    user = await tanya.person()
    await tanya.ask(user, "/help")
    await tanya.client.fail("error", "sendMessage", times=2, status=429, description="Too Many", retry_after=1)
    began = time.monotonic()
    assert "41 metres" in (await tanya.ask(user, QUESTION)).text
    assert 2 <= time.monotonic() - began < 8


@pytest.mark.parametrize("trouble", [locked_by_another, table_gone])
async def test_without_a_database_people_are_answered_nothing_is_confirmed_and_the_rows_come_later(
    tanya: Tanya, trouble: object
) -> None:
    assert callable(trouble)
    user = await tanya.person()
    await tanya.ask(user, "/help")
    before, said_before = len(tanya.rows()), len(tanya.process.stderr)
    async with trouble(tanya.process.database):
        for _ in range(2):
            said = await tanya.client.say(user, QUESTION)
            assert "41 metres" in (await next_reply(tanya.client, user, said)).text
        await asyncio.sleep(0.5)
        assert await tanya.client.pending() == 2
    await tanya.client.settle(20)
    assert len(tanya.rows()) == before + 2
    said_since = tanya.process.stderr[said_before:]
    assert said_since.count(" ERROR ") == 1, "the operator is told once"
    assert said_since.count("2 questions were saved") == 1
    assert "Traceback" not in said_since
    replies = await tanya.client.wait_messages(user.id, timeout=0)
    assert sum("41 metres" in message.text for message in replies) == 2
