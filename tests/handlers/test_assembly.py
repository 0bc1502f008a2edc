"""The application is opened and closed as a whole: twice over, twice at once, and halfway."""

import asyncio
import gc
import os
import threading
import time
from pathlib import Path

import pytest

from bot.app import Endpoint, open_app
from bot.local_api.client import LocalApiClient
from bot.local_api.server import LocalApiServer
from bot.problems import StartError
from knowledge.mistakes import FactBaseError
from tests.conftest import TOKEN
from tests.handlers.bots import ask, next_reply, running_bot, serving, settings_for
from tests.handlers.facts import few_facts, write_facts

QUESTION = "How tall is the lighthouse tower?"


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - counts, opens nothing per entry


async def test_two_bots_in_one_process_keep_apart(tmp_path: Path) -> None:
    other = few_facts()
    other["light.yaml"]["facts"][0]["answer"]["en"] = "Nobody has measured it."
    facts = write_facts(tmp_path / "a" / "facts", few_facts())
    other_facts = write_facts(tmp_path / "b" / "facts", other)
    async with running_bot(tmp_path / "a", facts) as first, running_bot(tmp_path / "b", other_facts) as second:
        ani = await first.client.add_user("Ani", language_code="en", user_id=11)
        bea = await second.client.add_user("Bea", language_code="en", user_id=11)
        replies = await asyncio.gather(first.ask(ani, QUESTION), second.ask(bea, QUESTION))
        assert "41 metres" in replies[0].text
        assert "Nobody has measured it." in replies[1].text
        assert len(first.rows()) == len(second.rows()) == 1


async def test_a_bot_starts_and_stops_again_and_again_and_leaves_nothing_open(tmp_path: Path, facts: Path) -> None:
    settings = settings_for(tmp_path, facts)
    async with LocalApiServer(TOKEN) as server, LocalApiClient(server.url) as client:
        user = await client.add_user("Ani", language_code="en")
        files: list[int] = []
        for _ in range(4):
            async with serving(server, settings):
                assert "41 metres" in (await ask(client, user, QUESTION)).text
            gc.collect()
            files.append(open_files())
        assert files[-1] <= files[1]
        assert not [thread.name for thread in threading.enumerate() if "aiosqlite" in thread.name.lower()]
        assert not [task for task in asyncio.all_tasks() if task.get_name() == "retention"]


async def test_a_refused_token_is_one_sentence_and_leaves_nothing_open(tmp_path: Path, facts: Path) -> None:
    async with LocalApiServer(TOKEN) as server:
        for _ in range(2):
            gc.collect()
            before = open_files()
            with pytest.raises(StartError, match="TANYA_TOKEN"):
                async with serving(server, settings_for(tmp_path, facts), token="123456:wrong"):
                    pass
            gc.collect()
        assert open_files() <= before


async def test_facts_with_mistakes_keep_the_bot_from_starting(tmp_path: Path) -> None:
    files = few_facts()
    del files["light.yaml"]["facts"][0]["answer"]["ru"]
    with pytest.raises(FactBaseError, match=r"light\.yaml:\d+: .*ru"):
        async with running_bot(tmp_path, write_facts(tmp_path / "facts", files)):
            pass


@pytest.mark.parametrize("method", ["getMe", "setMyCommands"])
async def test_a_bot_whose_telegram_does_not_answer_stops_at_once_when_asked(
    tmp_path: Path, facts: Path, method: str
) -> None:
    stop = asyncio.Event()
    async with LocalApiServer(TOKEN) as server, LocalApiClient(server.url) as client:
        await client.fail("delay", method, times=100, seconds=30)
        endpoint = Endpoint(server.url, TOKEN, local=True)

        async def run() -> None:
            async with open_app(settings_for(tmp_path, facts), endpoint, stop) as app:
                await app.serve(stop)

        task = asyncio.create_task(run())
        await asyncio.sleep(1)
        assert not task.done()
        began = time.monotonic()
        stop.set()
        await task
        assert time.monotonic() - began < 2


async def test_people_are_answered_while_the_command_lists_are_slow_to_register(tmp_path: Path, facts: Path) -> None:
    async with LocalApiServer(TOKEN) as server, LocalApiClient(server.url) as client:
        await client.fail("delay", "setMyCommands", times=100, seconds=30)
        user = await client.add_user("Ani", language_code="en")
        async with serving(server, settings_for(tmp_path, facts)):
            said = await client.say(user, QUESTION)
            assert "41 metres" in (await next_reply(client, user, said)).text
