"""The process from start to end: signals, kills, a token that is refused, a second bot, a Telegram out of reach."""

import asyncio
import signal
import socket

import pytest

from bot.local_api.client import LocalApiClient
from bot.local_api.server import LocalApiServer
from tests.conftest import TOKEN
from tests.e2e.process import ADMIN, STOP_SECONDS, BotProcess, run_to_end, running, until
from tests.handlers.bots import ask, replies_to, rows
from tests.handlers.facts import HEIGHT

QUESTION = HEIGHT["en"]


def assert_one_sentence(said: str, *words: str) -> None:
    """Check that a refusal to run is one line, says what to do, and shows no traceback."""
    assert "Traceback" not in said
    refusals = [line for line in said.splitlines() if line.startswith("tanya: ")]
    assert len(refusals) == 1
    assert said.rstrip().endswith(refusals[0])
    assert all(word in refusals[0] for word in words)


async def answers(client: LocalApiClient, user_id: int) -> int:
    """Count the answers that a user got."""
    messages = await client.wait_messages(user_id, timeout=0)
    return sum("41 metres" in message.text for message in messages if message.from_bot)


async def confirmed(client: LocalApiClient) -> bool:
    """Tell whether the bot has confirmed all updates."""
    return await client.pending() == 0


async def stored(process: BotProcess, count: int) -> bool:
    """Tell whether the log has so many rows."""
    return len(rows(process.database)) == count


async def says(process: BotProcess, words: str) -> bool:
    """Tell whether the process has said so."""
    assert not process.ended, process.stderr
    return words in process.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_an_idle_process_quickly_with_0(
    client: LocalApiClient, own: BotProcess, number: signal.Signals
) -> None:
    user = await client.add_user("Ani", language_code="en")
    await own.start()
    await ask(client, user, QUESTION, 30)
    code, seconds = await own.stop(number)
    assert code == 0
    assert seconds < STOP_SECONDS
    assert "Traceback" not in own.stderr
    assert "stopped" in own.stderr


async def test_a_signal_lets_the_answer_in_hand_be_finished_and_confirmed(
    client: LocalApiClient, own: BotProcess
) -> None:
    user = await client.add_user("Ani", language_code="en")
    await own.start()
    await ask(client, user, "/help", 30)
    await client.fail("delay", "sendMessage", seconds=1)
    await client.say(user, QUESTION)
    await asyncio.sleep(0.3)
    assert (await own.stop())[0] == 0
    assert await answers(client, user.id) == 1
    assert await client.pending() == 0
    assert len(rows(own.database)) == 1


async def test_a_kill_before_the_answer_loses_nothing(client: LocalApiClient, own: BotProcess) -> None:
    user = await client.add_user("Ani", language_code="en")
    await own.start()
    await ask(client, user, "/help", 30)
    await client.fail("delay", "sendMessage", seconds=30)
    await client.say(user, QUESTION)
    await client.say(user, QUESTION)
    await asyncio.sleep(0.3)
    await own.stop(signal.SIGKILL)
    assert await answers(client, user.id) == 0
    assert await client.pending() == 2
    await client.clear_faults()
    async with running(own):
        await until(lambda: confirmed(client))
    assert await answers(client, user.id) == 2
    assert len(rows(own.database)) == 2


async def test_what_is_stored_and_handed_out_again_after_a_kill_is_not_answered_twice(
    client: LocalApiClient, own: BotProcess
) -> None:
    user = await client.add_user("Ani", language_code="en")
    await own.start()
    await ask(client, user, "/help", 30)
    # Polls hang from now on: the row gets stored, the confirmation does not arrive.
    await client.fail("delay", "getUpdates", times=50, seconds=60)
    await client.say(user, QUESTION)
    await until(lambda: stored(own, 1))
    await own.stop(signal.SIGKILL)
    assert await client.pending() == 1
    await client.clear_faults()
    async with running(own):
        await until(lambda: confirmed(client))
    assert await answers(client, user.id) == 1
    assert len(rows(own.database)) == 1


async def test_a_token_that_telegram_refuses_is_one_sentence_and_exit_code_2(own: BotProcess) -> None:
    async with LocalApiServer("654321:another") as other:
        process = BotProcess(own.folder, other.url)
        await process.start()
        assert await process.wait() == 2
    assert_one_sentence(process.stderr, "TANYA_TOKEN", "@BotFather")
    assert TOKEN not in process.stderr


async def test_a_token_revoked_while_the_bot_runs_is_one_sentence_and_exit_code_2(
    client: LocalApiClient, own: BotProcess
) -> None:
    user = await client.add_user("Ani", language_code="en")
    await own.start()
    await ask(client, user, "/help", 30)
    await client.fail("error", "getUpdates", times=50, status=401, description="Unauthorized")
    await client.say(user, "/help")
    assert await own.wait() == 2
    assert_one_sentence(own.stderr, "TANYA_TOKEN")


async def test_a_second_bot_on_the_token_is_one_sentence_and_exit_code_2(
    client: LocalApiClient, server: LocalApiServer, own: BotProcess
) -> None:
    user = await client.add_user("Ani", language_code="en")
    await own.start()
    await ask(client, user, "/help", 30)
    polling = asyncio.create_task(server.world.updates.poll(0, 1, 30))
    assert await own.wait() == 2
    polling.cancel()
    assert_one_sentence(own.stderr, "another process", "TANYA_TOKEN")


async def test_a_telegram_that_cannot_be_reached_at_start_is_waited_for(own: BotProcess) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    process = BotProcess(own.folder, f"http://127.0.0.1:{port}")
    async with running(process):
        await until(lambda: says(process, "cannot be reached"))
        assert process.stderr.count("cannot be reached") == 1
        async with LocalApiServer(TOKEN, port=port) as late, LocalApiClient(late.url) as client:
            user = await client.add_user("Ani", language_code="en")
            assert "41 metres" in (await ask(client, user, QUESTION, 30)).text
            code, _ = await process.stop()
    assert code == 0
    assert "Traceback" not in process.stderr


async def test_a_signal_ends_a_process_that_waits_for_telegram(own: BotProcess) -> None:
    process = BotProcess(own.folder, "http://127.0.0.1:9")
    await process.start()
    await until(lambda: says(process, "cannot be reached"))
    code, seconds = await process.stop()
    assert code == 0
    assert seconds < STOP_SECONDS


async def test_a_telegram_that_goes_away_and_comes_back_is_found_again(own: BotProcess) -> None:
    async with LocalApiServer(TOKEN) as first, LocalApiClient(first.url) as client:
        port = first.port
        process = BotProcess(own.folder, first.url)
        await process.start()
        user = await client.add_user("Ani", language_code="en")
        await ask(client, user, QUESTION, 30)
    try:
        await until(lambda: says(process, "cannot be reached"))
        async with LocalApiServer(TOKEN, port=port) as second, LocalApiClient(second.url) as client:
            user = await client.add_user("Ani", language_code="en")
            assert "41 metres" in (await ask(client, user, QUESTION, 30)).text
            code, _ = await process.stop()
    finally:
        await process.stop()
    assert code == 0
    assert process.stderr.count("cannot be reached") == 1
    assert "reached again" in process.stderr


async def test_maintenance_outlives_a_restart(client: LocalApiClient, own: BotProcess) -> None:
    admin = await client.add_user("Ada", language_code="en", user_id=ADMIN)
    async with running(own):
        (message,) = await replies_to(client, admin, "/maintenance on", 30)
        assert message.text.startswith("Maintenance is on")
    async with running(own):
        (message,) = await replies_to(client, admin, "/maintenance", 30)
        assert message.text.startswith("Maintenance is on")
        await replies_to(client, admin, "/maintenance off", 30)
    await own.start()
    await replies_to(client, admin, "/help", 30)
    await own.stop(signal.SIGKILL)
    async with running(own):
        (message,) = await replies_to(client, admin, "/maintenance", 30)
        assert message.text.startswith("Maintenance is off")
    code, out, _ = await run_to_end("actions", own.settings, cwd=own.folder)
    assert code == 0
    assert [line.split("│")[4].strip() for line in out.splitlines() if "maintenance" in line] == ["on", "off"]
