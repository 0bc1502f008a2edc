"""Updates of a chat are handled in their order, those of several chats side by side; one bad one holds up nobody."""

import logging

import pytest

from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import PlayedUser
from bot.local_api.json_types import JsonObject
from bot.local_api.server import LocalApiServer
from bot.settings import Settings
from tests.handlers.bots import serving

QUESTIONS = ("How tall is the lighthouse tower?", "How often does the lamp turn?", "When is the museum open?")
ANSWERS = ("41 metres", "ten seconds", "closes at dusk")

UNREADABLE: list[JsonObject] = [
    {"message": {"message_id": 1}},
    {"message": "no object"},
    {"callback_query": {"id": "1"}},
    {"inline_query": {"id": "1", "from": {"id": 1}, "query": "q", "offset": ""}},
    {"message": {"message_id": 1, "date": "never", "chat": {"id": 1, "type": "private"}}},
]


async def answers(client: LocalApiClient, user: PlayedUser) -> list[str]:
    """Give the bot's messages to a user, in order."""
    return [message.text for message in await client.wait_messages(user.id, timeout=0) if message.from_bot]


async def test_the_questions_of_a_chat_are_answered_in_their_order(
    server: LocalApiServer, client: LocalApiClient, people: list[PlayedUser], settings: Settings
) -> None:
    for _ in range(3):
        for question in QUESTIONS:
            for user in people:
                await client.say(user, question)
    async with serving(server, settings):
        await client.settle(60)
    for user in people:
        said = await answers(client, user)
        assert len(said) == 9
        assert all(words in text for words, text in zip(ANSWERS * 3, said, strict=True))


async def test_a_slow_chat_keeps_its_order_and_does_not_hold_the_others(
    server: LocalApiServer, client: LocalApiClient, people: list[PlayedUser], settings: Settings
) -> None:
    slow, *others = people
    await client.say(slow, QUESTIONS[0])
    await client.say(slow, QUESTIONS[1])
    for user in others:
        await client.say(user, QUESTIONS[2])
    # The first reply of the batch is the slow one, whoever's it is.
    await client.fail("delay", "sendMessage", seconds=3.0)
    async with serving(server, settings):
        await client.settle(10)
    calls = await client.calls("sendMessage")
    delayed = next(call for call in calls if call.seconds > 2.9)
    held_up = delayed.parameters["chat_id"]
    in_between = [call for call in calls if call.number < delayed.number]
    assert in_between, "the others waited for the slow chat"
    assert all(call.parameters["chat_id"] != held_up for call in in_between)
    said = await answers(client, slow)
    assert [ANSWERS[0] in said[0], ANSWERS[1] in said[1]] == [True, True]


@pytest.mark.parametrize("bad", UNREADABLE, ids=str)
async def test_an_update_that_cannot_be_read_is_confirmed_and_the_others_are_answered(
    server: LocalApiServer, client: LocalApiClient, people: list[PlayedUser], settings: Settings,
    caplog: pytest.LogCaptureFixture, bad: JsonObject,
) -> None:  # fmt: skip
    await client.say(people[0], QUESTIONS[0])
    update_id = await client.push(bad)
    await client.say(people[1], QUESTIONS[1])
    async with serving(server, settings):
        await client.settle()
        assert ANSWERS[0] in (await answers(client, people[0]))[0]
        assert ANSWERS[1] in (await answers(client, people[1]))[0]
    trouble = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(trouble) == 1
    assert str(update_id) in trouble[0]
