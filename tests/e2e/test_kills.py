"""The process killed at random moments under load: no question is lost, and hardly any answered twice."""

import asyncio
import os
import random
import signal

import pytest

from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import PlayedUser
from bot.local_api.server import LocalApiServer
from tests.e2e.process import BotProcess, until
from tests.e2e.test_life import answers, confirmed
from tests.e2e.test_webhook import hooked_process
from tests.handlers.bots import rows
from tests.handlers.facts import HEIGHT

# How often the process is killed in each mode.
KILLS = int(os.environ.get("TEST_KILLS", "50"))
# Questions that are asked between two kills, each by somebody else: nobody meets the limits on one person's questions.
QUESTIONS = 20
# The longest time from the first reply of a run to its kill, in seconds.
LONGEST_RUN = 0.5


@pytest.mark.long
@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_killed_under_load_no_question_is_lost_and_one_reply_a_kill_at_most_comes_twice(
    client: LocalApiClient, server: LocalApiServer, own: BotProcess, mode: str
) -> None:
    chance = random.Random(mode)  # noqa: S311 - the same moments each time
    asked: list[PlayedUser] = []
    after = 0
    for _ in range(KILLS):
        # A new port each time: to another address Telegram redelivers at once, not after growing pauses.
        process = own if mode == "polling" else hooked_process(own, server.url)
        await process.start()
        asking = asyncio.create_task(ask_on(client, asked))
        replies = await client.calls("sendMessage", after=after, timeout=60)
        assert replies, process.stderr
        await asyncio.sleep(chance.uniform(0, LONGEST_RUN))
        await process.stop(signal.SIGKILL)
        await asking
        after = max(call.number for call in await client.calls())
    process = own if mode == "polling" else hooked_process(own, server.url)
    await process.start()
    await until(lambda: confirmed(client), 120)
    assert (await process.stop())[0] == 0
    counts = [await answers(client, user.id) for user in asked]
    assert counts.count(0) == 0
    assert len(rows(process.database)) == len(asked) == KILLS * QUESTIONS
    assert sum(counts) - len(asked) <= KILLS
    assert "Traceback" not in process.stderr


async def ask_on(client: LocalApiClient, asked: list[PlayedUser]) -> None:
    """Have new people ask, some at once and some one after the other."""
    for number in range(QUESTIONS):
        user = await client.add_user(f"Person {len(asked)}", language_code="en")
        asked.append(user)
        await client.say(user, HEIGHT["en"])
        if number >= QUESTIONS // 2:
            await asyncio.sleep(0.02)
