"""An update is confirmed to Telegram only after its row is stored; what was stored is not handled again."""

import asyncio
from pathlib import Path

import pytest

from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import PlayedUser
from bot.local_api.json_types import JsonObject
from bot.local_api.server import LocalApiServer
from bot.settings import Settings
from tests.handlers.bots import database_file, next_reply, rows, serving
from tests.handlers.updates import message_json
from tests.storage.helpers import locked_by_another

QUESTION = "How tall is the lighthouse tower?"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give up on another process's lock sooner, so that tests are quick."""
    monkeypatch.setattr("bot.storage.database.BUSY_SECONDS", 0.2)


@pytest.fixture
def database(settings: Settings) -> Path:
    """Give the database's file."""
    return database_file(settings.database)


async def offsets(client: LocalApiClient) -> list[int]:
    """Give the offsets that the bot asked for, in order; 0 for none."""
    calls = await client.calls("getUpdates")
    return [int(str(call.parameters.get("offset", 0))) for call in calls]


async def replies(client: LocalApiClient, user: PlayedUser, word: str = "41 metres") -> int:
    """Count the bot's replies with a word in them."""
    return sum(word in message.text for message in await client.wait_messages(user.id, timeout=0) if message.from_bot)


async def test_nothing_is_confirmed_while_its_row_cannot_be_stored_and_people_are_answered_meanwhile(
    server: LocalApiServer, client: LocalApiClient, people: list[PlayedUser], settings: Settings, database: Path,
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    # As after a long trouble, when pauses have grown.
    monkeypatch.setattr("bot.delivery.backoff.FIRST_PAUSE_SECONDS", 20)
    ani, budi, vera = people
    async with serving(server, settings):
        await client.say(ani, "/start")
        await client.settle()
        async with locked_by_another(database):
            for user in (ani, budi, vera):
                said = await client.say(user, QUESTION)
                assert "41 metres" in (await next_reply(client, user, said, seconds=5)).text
            await asyncio.sleep(1)
            assert await client.pending() == 3
            assert not rows(database)
        await client.settle(10)
        assert len(rows(database)) == 3
    assert [await replies(client, user) for user in people] == [1, 1, 1]
    errors = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert len(errors) == 1, "the operator is told once"
    assert "locked by another process" in errors[0]


async def test_a_row_is_stored_before_its_update_is_confirmed(
    server: LocalApiServer, client: LocalApiClient, people: list[PlayedUser], settings: Settings, database: Path
) -> None:
    async with serving(server, settings):
        await client.say(people[0], "/start")
        await client.settle()
        for count in range(1, 6):
            await client.say(people[0], QUESTION)
            await client.settle()
            assert len(rows(database)) == count


async def test_an_update_handed_out_again_is_not_answered_twice_if_its_row_is_stored(
    server: LocalApiServer, client: LocalApiClient, people: list[PlayedUser], settings: Settings, database: Path
) -> None:
    ani = people[0]
    async with serving(server, settings):
        said = await client.say(ani, QUESTION)
        await client.settle()
        update_id = rows(database)[0]["update_id"]
    again: JsonObject = {"update_id": update_id, "message": said.json}
    async with LocalApiServer(server.token) as second, LocalApiClient(second.url) as players:
        user = await players.add_user("Ani", language_code="en", user_id=ani.id)
        await players.say(user, "/start")
        await players.push(again)
        async with serving(second, settings):
            await players.settle()
            assert await replies(players, user) == 0
            # New questions are answered.
            await players.say(user, QUESTION)
            await players.settle()
            assert await replies(players, user) == 1
    assert len(rows(database)) == 2


async def test_handled_updates_are_not_handled_again_though_a_row_keeps_them_unconfirmed(
    server: LocalApiServer, client: LocalApiClient, people: list[PlayedUser], settings: Settings, database: Path
) -> None:
    async with serving(server, settings):
        await client.say(people[0], "/start")
        await client.settle()
        async with locked_by_another(database):
            await client.say(people[0], QUESTION)
            said = await client.say(people[1], "/help")
            await next_reply(client, people[1], said)
            # Telegram hands out both again and again meanwhile.
            await asyncio.sleep(2.5)
            assert await client.pending() == 2
        await client.settle(10)
    assert await replies(client, people[0]) == 1
    assert await replies(client, people[1], "/topics") == 1


async def test_the_offset_follows_the_last_update_and_never_goes_back(
    server: LocalApiServer, client: LocalApiClient, people: list[PlayedUser], settings: Settings
) -> None:
    pushed = [await client.push({"message": message_json(people[0], {"dice": {"emoji": "🎲", "value": 1}})})]
    pushed.append(await client.push({"update_id": pushed[0] + 1000, "message": message_json(people[0], {})}))
    async with serving(server, settings):
        await client.settle()
    asked = await offsets(client)
    assert asked == sorted(asked)
    assert asked[-1] == pushed[-1] + 1


async def test_more_updates_than_one_batch_holds_are_all_handled_once(
    server: LocalApiServer, client: LocalApiClient, people: list[PlayedUser], settings: Settings, database: Path
) -> None:
    for number in range(150):
        await client.push({"inline_query": {
            "id": str(number), "from": {"id": people[0].id, "is_bot": False, "first_name": "A"}, "query": "tower",
            "offset": "",
        }})  # fmt: skip
    async with serving(server, settings):
        await client.settle(60)
    assert len(rows(database)) == 150
    assert len(await client.calls("answerInlineQuery")) == 150


async def test_at_a_stop_what_is_begun_is_finished_and_the_rest_left_to_the_next_start(
    server: LocalApiServer, client: LocalApiClient, people: list[PlayedUser], settings: Settings, database: Path
) -> None:
    ani = people[0]
    for _ in range(5):
        await client.say(ani, QUESTION)
    await client.fail("delay", "sendMessage", times=5, seconds=0.5)
    async with serving(server, settings):
        await client.calls("sendMessage", timeout=5)
    begun = await replies(client, ani)
    assert 1 <= begun < 5
    assert len(rows(database)) == begun
    assert await client.pending() == 5 - begun
    await client.clear_faults()
    async with serving(server, settings):
        await client.settle()
    assert await replies(client, ani) == 5
    assert len(rows(database)) == 5
