"""An update that fails is tried again; one that fails again and again is given up, and holds up nobody."""

import logging

import pytest

from bot.app import App
from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import PlayedUser
from bot.local_api.json_types import JsonObject
from bot.local_api.server import LocalApiServer
from bot.settings import Settings
from tests.delivery.test_order import ANSWERS, QUESTIONS, answers
from tests.e2e.process import until
from tests.handlers.bots import database_file, rows, serving


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make tries follow each other sooner, so that tests are quick."""
    monkeypatch.setattr("bot.delivery.delivery.TRY_PAUSE_SECONDS", 0.05)


async def confirmed(client: LocalApiClient) -> bool:
    """Tell whether all updates are confirmed; a call that was broken off may still run on the server."""
    return await client.pending() == 0


def given_up(caplog: pytest.LogCaptureFixture, app: App) -> int:
    """Give how many updates were given up; each is an error in the log, and counted."""
    errors = [record for record in caplog.records if record.levelno == logging.ERROR]
    said = [record for record in errors if "is given up" in record.getMessage()]
    assert len(said) == app.delivery.given_up
    return len(said)


async def test_an_answer_and_its_excuse_that_both_fail_are_tried_again(
    server: LocalApiServer, client: LocalApiClient, people: list[PlayedUser], settings: Settings,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    await client.fail("error", "sendMessage", times=2)
    await client.say(people[0], QUESTIONS[0])
    await client.say(people[0], QUESTIONS[1])
    async with serving(server, settings) as app:
        await client.settle()
        assert given_up(caplog, app) == 0
    said = await answers(client, people[0])
    assert [words in text for words, text in zip(ANSWERS[:2], said, strict=True)] == [True, True]
    stored = rows(database_file(settings.database))
    assert [row["reply_id"] is not None for row in stored] == [True, True]


async def test_a_poison_update_is_given_up_after_three_tries_and_confirmed(
    server: LocalApiServer, client: LocalApiClient, people: list[PlayedUser], settings: Settings,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    # Three tries, each an answer and an excuse.
    await client.fail("error", "sendMessage", times=6)
    await client.say(people[0], QUESTIONS[0])
    await client.say(people[0], QUESTIONS[1])
    async with serving(server, settings) as app:
        await client.settle()
        assert given_up(caplog, app) == 1
    assert [ANSWERS[1] in text for text in await answers(client, people[0])] == [True]
    assert len(rows(database_file(settings.database))) == 2


async def test_a_person_who_was_told_of_an_error_is_not_told_again(
    server: LocalApiServer, client: LocalApiClient, people: list[PlayedUser], settings: Settings,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    await client.fail("error", "sendMessage", times=1)
    await client.say(people[0], QUESTIONS[0])
    async with serving(server, settings) as app:
        await client.settle()
        assert given_up(caplog, app) == 0
    assert ["Something went wrong" in text for text in await answers(client, people[0])] == [True]


async def test_an_update_that_takes_too_long_once_is_answered_at_the_second_try(
    server: LocalApiServer, client: LocalApiClient, people: list[PlayedUser], settings: Settings,
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    monkeypatch.setattr("bot.delivery.delivery.UPDATE_SECONDS", 1)
    await client.fail("delay", "sendMessage", seconds=30)
    await client.say(people[0], QUESTIONS[0])
    async with serving(server, settings) as app:
        [reply] = await client.wait_messages(people[0].id, after=1, timeout=10)
        await until(lambda: confirmed(client))
        assert given_up(caplog, app) == 0
    assert ANSWERS[0] in reply.text
    assert [row["reply_id"] for row in rows(database_file(settings.database))] == [reply.id]


async def test_an_update_that_takes_too_long_again_and_again_is_given_up_and_the_next_is_answered(
    server: LocalApiServer, client: LocalApiClient, people: list[PlayedUser], settings: Settings,
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    monkeypatch.setattr("bot.delivery.delivery.UPDATE_SECONDS", 1)
    await client.fail("delay", "sendMessage", seconds=30, times=3)
    await client.say(people[0], QUESTIONS[0])
    await client.say(people[0], QUESTIONS[1])
    async with serving(server, settings) as app:
        [reply] = await client.wait_messages(people[0].id, after=2, timeout=10)
        assert given_up(caplog, app) == 1
    assert ANSWERS[1] in reply.text
    assert len(rows(database_file(settings.database))) == 2


@pytest.mark.parametrize(
    "told",
    [
        {"message": {"message_id": 1, "date": 1, "chat": {"id": {"a": 1}, "type": "private"}, "text": "hello"}},
        {
            "inline_query": {
                "id": "1",
                "from": {"id": [1], "is_bot": False, "first_name": "A"},
                "query": "",
                "offset": "",
            }
        },
        {"message": {"message_id": 1, "date": 1, "text": "hello"}},
        {"edited_message": {"message_id": 1, "date": 1, "chat": None, "text": "hello"}},
    ],
    ids=["a chat's id that is none", "a person's id that is none", "no chat", "an empty chat"],
)
async def test_an_update_that_does_not_say_whose_it_is_is_left_out_and_the_next_is_answered(
    server: LocalApiServer, client: LocalApiClient, people: list[PlayedUser], settings: Settings, told: JsonObject,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    await client.push(told)
    await client.say(people[0], QUESTIONS[0])
    async with serving(server, settings) as app:
        await client.settle()
        assert given_up(caplog, app) == 0
    assert caplog.text.count("cannot be read and is left out") == 1
    assert [ANSWERS[0] in text for text in await answers(client, people[0])] == [True]


async def test_updates_that_come_later_are_answered_while_another_chat_is_slow(
    server: LocalApiServer, client: LocalApiClient, people: list[PlayedUser], settings: Settings
) -> None:
    slow, *others = people
    await client.fail("delay", "sendMessage", seconds=6)
    async with serving(server, settings):
        await client.say(slow, QUESTIONS[0])
        await client.calls("getMyCommands", timeout=0)
        for number, user in enumerate(others * 3):
            said = await client.say(user, QUESTIONS[number % 3])
            [reply] = await client.wait_messages(user.id, after=said.sequence, timeout=3)
            assert ANSWERS[number % 3] in reply.text
        assert await answers(client, slow) == []
        # Nothing behind the slow one is confirmed before it.
        assert await client.pending() == 7
        await client.settle(10)
    assert len(await answers(client, slow)) == 1
    assert len(rows(database_file(settings.database))) == 7


async def test_at_a_stop_that_takes_too_long_what_is_in_hand_is_left_to_the_next_start(
    server: LocalApiServer, client: LocalApiClient, people: list[PlayedUser], settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("bot.delivery.polling.STOP_SECONDS", 0.5)
    await client.fail("delay", "sendMessage", seconds=30)
    await client.say(people[0], QUESTIONS[0])
    await client.say(people[0], QUESTIONS[1])
    async with serving(server, settings):
        await client.calls("getUpdates", timeout=5)
        await client.say(people[1], QUESTIONS[2])
        await client.wait_messages(people[1].id, after=3, timeout=5)
    assert await answers(client, people[0]) == []
    assert [row["question"] for row in rows(database_file(settings.database))] == [QUESTIONS[2]]
    assert await client.pending() == 3
    async with serving(server, settings):
        await until(lambda: confirmed(client))
    assert len(await answers(client, people[0])) == 2
    assert len(await answers(client, people[1])) == 1
    assert len(rows(database_file(settings.database))) == 3
