"""By webhook, too: confirmed after handling and storing, in order within a chat, chats side by side, nobody twice."""

import asyncio
from pathlib import Path

import httpx
import pytest

from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import PlayedUser
from bot.local_api.server import LocalApiServer
from bot.settings import Settings
from tests.delivery.hooks import SECRET, asking, hooked, serving_hook
from tests.delivery.test_order import ANSWERS, QUESTIONS, answers
from tests.e2e.process import until
from tests.handlers.bots import database_file, rows, serving
from tests.storage.helpers import locked_by_another


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give up on another process's lock sooner, and try again sooner, so that tests are quick."""
    monkeypatch.setattr("bot.storage.database.BUSY_SECONDS", 0.2)
    monkeypatch.setattr("bot.delivery.delivery.TRY_PAUSE_SECONDS", 0.05)


@pytest.fixture
def database(settings: Settings) -> Path:
    """Give the database's file."""
    return database_file(settings.database)


async def test_what_waited_at_telegram_is_answered_once_each_in_order(
    server: LocalApiServer, client: LocalApiClient, met: list[PlayedUser], settings: Settings, database: Path
) -> None:
    for question in QUESTIONS:
        for user in met:
            await client.say(user, question)
    async with serving_hook(server, settings):
        await client.settle(20)
    for user in met:
        said = await answers(client, user)
        assert [words in text for words, text in zip(ANSWERS, said, strict=True)] == [True] * 3
    assert len(rows(database)) == 9


async def test_parallel_posts_of_a_chat_are_answered_in_the_order_of_their_ids(
    server: LocalApiServer, client: LocalApiClient, met: list[PlayedUser], settings: Settings
) -> None:
    async with serving_hook(server, settings) as hook:
        await client.fail("delay", "sendMessage", seconds=1)
        first = asyncio.create_task(hook.post(asking(met[0], QUESTIONS[0], 10)))
        await client.calls("sendChatAction", timeout=0.3)
        rest = [hook.post(asking(met[0], QUESTIONS[number % 3], 10 + number)) for number in (4, 2, 5, 1, 3)]
        assert await asyncio.gather(first, *rest) == [200] * 6
    said = await answers(client, met[0])
    assert [words in text for words, text in zip(ANSWERS * 2, said, strict=True)] == [True] * 6


async def test_a_slow_chat_holds_no_other(
    server: LocalApiServer, client: LocalApiClient, met: list[PlayedUser], settings: Settings
) -> None:
    async with serving_hook(server, settings) as hook:
        await client.fail("delay", "sendMessage", seconds=8)
        slow = asyncio.create_task(hook.post(asking(met[0], QUESTIONS[0], 1)))
        await asyncio.sleep(0.3)
        async with asyncio.timeout(6):
            for number in range(2, 8):
                assert await hook.post(asking(met[1 + number % 2], QUESTIONS[1], number)) == 200
        assert not slow.done()
        assert await slow == 200


async def test_an_update_that_comes_again_while_it_is_in_hand_or_after_it_is_answered_once(
    server: LocalApiServer, client: LocalApiClient, met: list[PlayedUser], settings: Settings, database: Path
) -> None:
    update, no_question = asking(met[0], QUESTIONS[0], 1), asking(met[0], "/help", 2)
    async with serving_hook(server, settings) as hook:
        await client.fail("delay", "sendMessage", seconds=0.5)
        assert await asyncio.gather(*(hook.post(update) for _ in range(4))) == [200] * 4
        for _ in range(3):
            assert await hook.post(update) == 200
            assert await hook.post(no_question) == 200
    assert len(await answers(client, met[0])) == 2
    assert len(rows(database)) == 1


async def test_an_update_whose_row_an_earlier_run_stored_is_confirmed_and_not_answered_again(
    server: LocalApiServer, client: LocalApiClient, met: list[PlayedUser], settings: Settings, database: Path
) -> None:
    update = asking(met[0], QUESTIONS[0], 1)
    for _ in range(2):
        async with serving_hook(server, settings) as hook:
            assert await hook.post(update) == 200
    assert len(await answers(client, met[0])) == 1
    assert len(rows(database)) == 1


async def test_a_request_that_is_broken_off_is_handled_to_its_end(
    server: LocalApiServer, client: LocalApiClient, met: list[PlayedUser], settings: Settings, database: Path
) -> None:
    update = asking(met[0], QUESTIONS[0], 1)
    async with serving_hook(server, settings) as hook:
        await client.fail("delay", "sendMessage", seconds=1)
        hook.http.timeout = httpx.Timeout(0.3)
        with pytest.raises(httpx.ReadTimeout):
            await hook.post(update)
        hook.http.timeout = httpx.Timeout(10)
        assert await hook.post(update) == 200
    assert len(await answers(client, met[0])) == 1
    assert len(rows(database)) == 1


async def test_a_locked_database_is_503_and_the_redelivery_gives_one_answer_and_one_row(
    server: LocalApiServer, client: LocalApiClient, met: list[PlayedUser], settings: Settings, database: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    update = asking(met[0], QUESTIONS[0], 1)
    async with serving_hook(server, settings) as hook:
        async with locked_by_another(database):
            assert [await hook.post(update) for _ in range(3)] == [503] * 3
            assert len(await answers(client, met[0])) == 1, "the person does not wait for the database"
            assert rows(database) == []
        assert await hook.post(update) == 200
    assert len(await answers(client, met[0])) == 1
    assert len(rows(database)) == 1
    errors = [record for record in caplog.records if record.levelname == "ERROR"]
    assert len(errors) == 1, "the operator is told once"


async def test_what_a_locked_database_could_not_take_is_redelivered_by_telegram_and_confirmed(
    server: LocalApiServer, client: LocalApiClient, met: list[PlayedUser], settings: Settings, database: Path
) -> None:
    async with serving_hook(server, settings):
        # What the start itself writes is through.
        await client.say(met[0], "/help")
        await client.settle(20)
        async with locked_by_another(database):
            for user in met:
                said = await client.say(user, QUESTIONS[0])
                assert await client.wait_messages(user.id, after=said.sequence, timeout=5)
            assert await client.pending() == 3
        await client.settle(20)
    assert [len(await answers(client, user)) for user in met] == [2, 1, 1]
    assert len(rows(database)) == 3


async def test_a_poison_update_is_confirmed_after_three_tries(
    server: LocalApiServer, client: LocalApiClient, met: list[PlayedUser], settings: Settings,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    async with serving_hook(server, settings) as hook:
        await client.fail("error", "sendMessage", times=6)
        assert await hook.post(asking(met[0], QUESTIONS[0], 1)) == 200
        assert await hook.post(asking(met[0], QUESTIONS[0], 1)) == 200
        assert hook.app.delivery.given_up == 1
        assert await hook.post(asking(met[0], QUESTIONS[1], 2)) == 200
    assert [ANSWERS[1] in text for text in await answers(client, met[0])] == [True]
    assert caplog.text.count("is given up") == 1


async def test_the_webhook_is_set_only_where_it_differs(
    server: LocalApiServer, client: LocalApiClient, met: list[PlayedUser], settings: Settings
) -> None:
    first, second = hooked(settings), hooked(settings)
    for mode in (first, first, second):
        async with serving_hook(server, mode):
            await client.say(met[0], QUESTIONS[0])
            await client.settle(10)
    set_to = [call.parameters["url"] for call in await client.calls("setWebhook")]
    assert set_to == [first.webhook_url, second.webhook_url]
    assert len(await answers(client, met[0])) == 3


async def test_another_secret_at_the_same_address_is_told_telegram(
    server: LocalApiServer, client: LocalApiClient, met: list[PlayedUser], settings: Settings
) -> None:
    first = hooked(settings)
    for secret in (SECRET, "another-one"):
        async with serving_hook(server, hooked(settings, secret=secret, port=first.port)):
            await client.say(met[0], QUESTIONS[0])
            await client.settle(10)
    assert len(await client.calls("setWebhook")) == 2
    assert len(await answers(client, met[0])) == 2


async def test_wrong_secrets_of_strangers_set_the_webhook_once_at_most(
    server: LocalApiServer, client: LocalApiClient, settings: Settings
) -> None:
    async with serving_hook(server, settings) as hook:
        for _ in range(5):
            assert await hook.post(b"{}", headers={"X-Telegram-Bot-Api-Secret-Token": "guess"}) == 403
            await asyncio.sleep(0.1)
        assert len(await client.calls("setWebhook")) == 2


async def test_modes_are_switched_without_a_loss(
    server: LocalApiServer, client: LocalApiClient, met: list[PlayedUser], settings: Settings, database: Path
) -> None:
    async with serving_hook(server, settings):
        await client.say(met[0], QUESTIONS[0])
        await client.settle(10)
    await client.say(met[0], QUESTIONS[1])
    async with serving(server, settings):
        await client.settle(10)
        assert server.world.webhook.current is None
    await client.say(met[0], QUESTIONS[2])
    async with serving_hook(server, settings):
        await client.settle(10)
    assert len(await client.calls("deleteWebhook")) == 1
    said = await answers(client, met[0])
    assert [words in text for words, text in zip(ANSWERS, said, strict=True)] == [True] * 3
    assert len(rows(database)) == 3


async def test_at_a_stop_what_is_begun_is_finished_and_the_rest_left_to_the_next_start(
    server: LocalApiServer, client: LocalApiClient, met: list[PlayedUser], settings: Settings, database: Path
) -> None:
    async with serving_hook(server, settings) as hook:
        await client.fail("delay", "sendMessage", seconds=1)
        posts = [asyncio.create_task(hook.post(asking(met[0], QUESTIONS[0], number))) for number in range(1, 5)]
        await asyncio.sleep(0.4)
    assert sorted(await asyncio.gather(*posts)) == [200, 503, 503, 503]
    assert len(await answers(client, met[0])) == 1
    assert len(rows(database)) == 1


async def test_at_a_stop_that_takes_too_long_what_is_in_hand_is_left_without_a_row(
    server: LocalApiServer, client: LocalApiClient, met: list[PlayedUser], settings: Settings, database: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("bot.delivery.webhook.STOP_SECONDS", 0.5)
    async with serving_hook(server, settings):
        await client.fail("delay", "sendMessage", seconds=30)
        await client.say(met[0], QUESTIONS[0])
        await asyncio.sleep(0.5)
    assert rows(database) == []

    async def answered() -> bool:
        return len(await answers(client, met[0])) == 1

    async with serving_hook(server, settings):
        await until(answered, 20)
        await asyncio.sleep(0.3)
    assert len(rows(database)) == 1
