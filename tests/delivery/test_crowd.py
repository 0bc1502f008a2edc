"""More updates than Telegram hands out at once, while the first of them is slow."""

import asyncio

import pytest

from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import PlayedUser
from bot.local_api.server import LocalApiServer
from bot.settings import Settings
from tests.delivery.test_order import ANSWERS, QUESTIONS
from tests.e2e.process import until
from tests.handlers.bots import database_file, rows, serving

# What Telegram hands out at once (Bot API, getUpdates).
BATCH = 100
CROWD = 120
# Less than a reply may take.
SLOW_SECONDS = 16


async def test_a_reply_on_its_way_has_no_row_yet(
    server: LocalApiServer, client: LocalApiClient, people: list[PlayedUser], settings: Settings
) -> None:
    await client.fail("delay", "sendMessage", seconds=2)
    await client.say(people[0], QUESTIONS[0])

    async def replied() -> bool:
        stored = await asyncio.to_thread(rows, database_file(settings.database))
        sent = await client.wait_messages(people[0].id, after=1, timeout=0)
        assert sent or not stored
        return bool(sent)

    async with serving(server, settings):
        await until(replied, 20)
        await client.settle()
    assert len(rows(database_file(settings.database))) == 1


@pytest.mark.long
async def test_behind_a_slow_update_ninety_nine_more_are_served_and_the_rest_after_it(
    server: LocalApiServer, client: LocalApiClient, settings: Settings
) -> None:
    crowd = [await client.add_user(f"Person {number}", language_code="en") for number in range(CROWD)]
    async with serving(server, settings):
        await client.fail("delay", "sendMessage", seconds=SLOW_SECONDS)
        for user in crowd:
            await client.say(user, QUESTIONS[0])

        async def served() -> bool:
            return len(await client.calls("sendMessage")) >= BATCH - 1

        await until(served, SLOW_SECONDS)
        await asyncio.sleep(1)
        assert len(await client.calls("sendMessage")) == BATCH - 1
        assert await client.pending() == CROWD
        await client.settle()
    replies = await client.calls("sendMessage")
    assert len({call.parameters["chat_id"] for call in replies}) == len(replies) == CROWD
    assert all(ANSWERS[0] in str(call.parameters["text"]) for call in replies)
    assert len(rows(database_file(settings.database))) == CROWD
