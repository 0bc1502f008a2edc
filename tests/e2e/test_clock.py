"""The real process while its system's clock is set back, or was wrong at its start."""

import asyncio
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import PlayedUser
from bot.local_api.server import LocalApiServer
from handlers.limits import PERSON
from tests.e2e import shifted_clock
from tests.e2e.process import BotProcess, running
from tests.handlers.bots import ask, next_reply, replies_to, rows
from tests.handlers.facts import HEIGHT
from tests.storage.helpers import locked_by_another

QUESTION = HEIGHT["en"]
HOUR = 3600
DAY = 24 * HOUR


class Clock:
    """The clock of a process; `file` holds by how many seconds it is off."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.set_off(0)

    def set_off(self, seconds: float) -> None:
        """Set the clock by so many seconds before or behind the right time."""
        # At once: the process may look at any moment.
        self.file.with_suffix(".new").write_text(str(seconds))
        self.file.with_suffix(".new").replace(self.file)


@pytest.fixture
def clock(tmp_path: Path) -> Clock:
    """Give the clock of the process, which is right."""
    return Clock(tmp_path / "clock")


@pytest.fixture
def off(own: BotProcess, server: LocalApiServer, tmp_path: Path, clock: Clock) -> BotProcess:
    """Give a process with that clock, not started yet."""
    path = tmp_path / "path"
    path.mkdir()
    shutil.copy(shifted_clock.__file__, path / "sitecustomize.py")
    return BotProcess(own.folder, server.url, PYTHONPATH=str(path), TEST_CLOCK=str(clock.file))


async def answered(client: LocalApiClient, user: PlayedUser) -> bool:
    """Ask; tell whether the answer came."""
    return "41 metres" in (await ask(client, user, QUESTION)).text


async def test_after_an_hour_back_people_are_answered_and_the_rows_keep_their_order(
    client: LocalApiClient, off: BotProcess, clock: Clock
) -> None:
    user = await client.add_user("Ani", language_code="en")
    async with running(off):
        assert await answered(client, user)
        clock.set_off(-HOUR)
        assert await answered(client, user)
        assert await answered(client, user)
    kept = rows(off.database)
    assert [row["id"] for row in kept] == sorted(row["id"] for row in kept)
    first, second, third = (datetime.fromisoformat(row["asked_at"]) for row in kept)
    assert timedelta(minutes=50) < first - second < timedelta(minutes=61)
    assert second < third
    assert all(0 <= row["seconds"] < 30 for row in kept)
    assert "Traceback" not in off.stderr


async def test_an_hour_back_lets_nobody_wait_for_the_next_question(
    client: LocalApiClient, off: BotProcess, clock: Clock
) -> None:
    user = await client.add_user("Ani", language_code="en")
    async with running(off):
        await ask(client, user, "/help")
        # One more than may be asked at once: the bucket is empty.
        for _ in range(PERSON.burst + 1):
            await client.say(user, QUESTION)
        await client.settle()
        clock.set_off(-HOUR)
        await asyncio.sleep(PERSON.seconds + 0.5)
        assert "41 metres" in (await replies_to(client, user, QUESTION))[-1].text
    assert "Traceback" not in off.stderr


async def test_an_hour_back_leaves_pauses_and_time_outs_as_they_are(
    client: LocalApiClient, off: BotProcess, clock: Clock
) -> None:
    user = await client.add_user("Ani", language_code="en")
    async with running(off):
        await ask(client, user, "/help")
        async with locked_by_another(off.database):
            said = await client.say(user, QUESTION)
            clock.set_off(-HOUR)
            assert "41 metres" in (await next_reply(client, user, said)).text
            # The wait that a flood limit asks for, and the pauses after a Telegram that fails.
            await client.fail("error", "sendMessage", status=429, description="Too Many", retry_after=1)
            await client.fail("error", "getUpdates", times=2, status=502, description="Bad Gateway")
            said = await client.say(user, QUESTION)
            assert "41 metres" in (await next_reply(client, user, said)).text
        await client.settle(30)
    assert len(rows(off.database)) == 2
    assert "Traceback" not in off.stderr


@pytest.mark.parametrize("days", [-1, -400, 1])
async def test_a_clock_that_was_wrong_costs_no_row_its_text(
    client: LocalApiClient, off: BotProcess, clock: Clock, days: int
) -> None:
    user = await client.add_user("Ani", language_code="en")
    clock.set_off(days * DAY)
    async with running(off):
        assert await answered(client, user)
    clock.set_off(0)
    async with running(off):
        assert await answered(client, user)
        clock.set_off(-HOUR)
        assert await answered(client, user)
    # The first row is of the wrong time; one that says it is over a year old is forgotten in its time.
    texts = [row["question"] for row in rows(off.database)]
    assert texts == [None if days == -400 else QUESTION, QUESTION, QUESTION]
    assert "Traceback" not in off.stderr
