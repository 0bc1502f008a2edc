"""The real process in webhook mode: start, stop, settings, and a change of mode."""

import asyncio
import signal

import pytest

from bot.local_api.client import LocalApiClient
from bot.local_api.server import LocalApiServer
from tests.delivery.hooks import free_port
from tests.e2e.process import BotProcess, running
from tests.e2e.test_life import answers, assert_one_sentence
from tests.handlers.bots import ask, rows
from tests.handlers.facts import HEIGHT

QUESTION = HEIGHT["en"]
SECRET = "a-secret_of-the-hook"


@pytest.fixture
def hooked(own: BotProcess, server: LocalApiServer) -> BotProcess:
    """Give a process in webhook mode, not started yet; `own` polls in the same folder."""
    return hooked_process(own, server.url)


def hooked_process(own: BotProcess, url: str, **settings: str) -> BotProcess:
    """Give a process in webhook mode in the folder of another."""
    port = free_port()
    wanted = {
        "TANYA_MODE": "webhook", "TANYA_WEBHOOK_URL": f"http://127.0.0.1:{port}/tanya",
        "TANYA_WEBHOOK_SECRET": SECRET, "TANYA_LISTEN": f"127.0.0.1:{port}",
    }  # fmt: skip
    return BotProcess(own.folder, url, **wanted | settings)


async def test_it_answers_says_no_secret_and_stops_at_a_signal_with_0(
    client: LocalApiClient, hooked: BotProcess
) -> None:
    user = await client.add_user("Ani", language_code="en")
    await hooked.start()
    assert "41 metres" in (await ask(client, user, QUESTION, 30)).text
    assert (await hooked.stop())[0] == 0
    assert len(rows(hooked.database)) == 1
    assert SECRET not in hooked.stderr
    assert "Traceback" not in hooked.stderr
    assert "stopped" in hooked.stderr


async def test_a_signal_lets_the_answer_in_hand_be_finished_and_leaves_the_rest(
    client: LocalApiClient, hooked: BotProcess
) -> None:
    user = await client.add_user("Ani", language_code="en")
    await hooked.start()
    await ask(client, user, "/help", 30)
    await client.change_settings(webhook_base_delay=0.1)
    await client.fail("delay", "sendMessage", seconds=2)
    for _ in range(3):
        await client.say(user, QUESTION)
    await asyncio.sleep(0.5)
    assert (await hooked.stop())[0] == 0
    assert await answers(client, user.id) == 1
    assert len(rows(hooked.database)) == 1
    assert await client.pending() == 2
    async with running(hooked):
        await client.settle(30)
    assert await answers(client, user.id) == 3
    assert len(rows(hooked.database)) == 3


async def test_a_kill_before_the_answer_loses_nothing(
    client: LocalApiClient, server: LocalApiServer, own: BotProcess, hooked: BotProcess
) -> None:
    user = await client.add_user("Ani", language_code="en")
    await hooked.start()
    await ask(client, user, "/help", 30)
    # Before the reply reaches the server the process is gone.
    await client.fail("drop_before", "sendMessage", times=0)
    await client.say(user, QUESTION)
    await asyncio.sleep(0.1)
    await hooked.stop(signal.SIGKILL)
    await client.clear_faults()
    # To another address Telegram redelivers at once, not after growing pauses.
    async with running(hooked_process(own, server.url)):
        await client.settle(30)
    assert await answers(client, user.id) == 1
    assert len(rows(hooked.database)) == 1


async def test_modes_are_switched_without_a_loss(client: LocalApiClient, own: BotProcess, hooked: BotProcess) -> None:
    user = await client.add_user("Ani", language_code="en")
    for process in (own, hooked, own):
        await client.say(user, QUESTION)
        async with running(process):
            await client.settle(30)
    assert await answers(client, user.id) == 3
    assert len(rows(own.database)) == 3


async def test_a_webhook_that_is_set_while_the_bot_polls_ends_it_with_one_sentence(
    client: LocalApiClient, own: BotProcess, hooked: BotProcess
) -> None:
    user = await client.add_user("Ani", language_code="en")
    await own.start()
    await ask(client, user, QUESTION, 30)
    async with running(hooked):
        assert await own.wait() == 2
    # Both write into one file.
    assert own.stderr.count("tanya: a webhook was set for this TANYA_TOKEN meanwhile") == 1
    assert "Traceback" not in own.stderr


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"TANYA_WEBHOOK_SECRET": ""}, "TANYA_WEBHOOK_SECRET is missing"),
        ({"TANYA_WEBHOOK_URL": ""}, "TANYA_WEBHOOK_URL is missing"),
        ({"TANYA_WEBHOOK_URL": "https://example.org:1234/x"}, "Telegram refuses TANYA_WEBHOOK_URL"),
        ({"TANYA_LISTEN": "192.0.2.1:8081"}, "TANYA_LISTEN"),
    ],
)
async def test_what_cannot_work_is_one_sentence_and_exit_code_2(
    server: LocalApiServer, own: BotProcess, settings: dict[str, str], words: str
) -> None:
    process = hooked_process(own, server.url, **settings)
    await process.start()
    assert await process.wait() == 2
    assert_one_sentence(process.stderr, words)
    assert SECRET not in process.stderr
