"""The real process on a disk that is full or cannot be written: people are answered, and nothing is lost."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from bot.local_api.client import LocalApiClient
from bot.local_api.server import LocalApiServer
from tests.e2e.disks import full, read_only, small_disk, sturdy_disk, unwritable
from tests.e2e.process import BotProcess, running
from tests.e2e.test_life import answers, assert_one_sentence
from tests.handlers.bots import ask, next_reply, rows
from tests.handlers.facts import HEIGHT

Trouble = Callable[[Path], AbstractAsyncContextManager[None]]
Place = Callable[[Path], AbstractAsyncContextManager[Path]]

QUESTION = HEIGHT["en"]
TROUBLES = pytest.mark.parametrize(
    ("disk", "trouble", "words"),
    [(small_disk, full, "the disk is full; make room"), (sturdy_disk, unwritable, "the disk fails; see")],
    ids=["full", "unwritable"],
)


@pytest.fixture
def disk() -> Place:
    """Give the kind of disk that a test runs on, where it names no other."""
    return small_disk


@pytest.fixture
async def on_disk(own: BotProcess, server: LocalApiServer, tmp_path: Path, disk: Place) -> AsyncIterator[BotProcess]:
    """Give a process, not started yet, whose log alone lies on the disk."""
    async with disk(tmp_path / "disk") as folder:
        yield BotProcess(own.folder, server.url, database=str(folder / "tanya.sqlite"))


@TROUBLES
async def test_on_a_failing_disk_people_are_answered_nothing_is_confirmed_and_the_rows_come_later(
    client: LocalApiClient, on_disk: BotProcess, trouble: Trouble, words: str
) -> None:
    user = await client.add_user("Ani", language_code="en")
    async with running(on_disk):
        await ask(client, user, QUESTION)
        async with trouble(on_disk.database):
            for _ in range(3):
                said = await client.say(user, QUESTION)
                assert "41 metres" in (await next_reply(client, user, said)).text
            await asyncio.sleep(3)
            assert await client.pending() == 3
            assert len(rows(on_disk.database)) == 1
        await client.settle(30)
    assert len(rows(on_disk.database)) == 4
    assert await answers(client, user.id) == 4
    [error] = [line for line in on_disk.stderr.splitlines() if " ERROR " in line]
    assert words in error
    assert str(on_disk.database) in error
    assert on_disk.stderr.count("3 questions were saved") == 1
    assert "Traceback" not in on_disk.stderr


@TROUBLES
async def test_a_process_that_ends_before_the_disk_is_well_leaves_the_question_to_the_next_start(
    client: LocalApiClient, on_disk: BotProcess, trouble: Trouble, words: str
) -> None:
    user = await client.add_user("Ani", language_code="en")
    await on_disk.start()
    await ask(client, user, "/help")
    async with trouble(on_disk.database):
        said = await client.say(user, QUESTION)
        assert "41 metres" in (await next_reply(client, user, said)).text
        assert (await on_disk.stop())[0] == 0
        assert await client.pending() == 1
    assert words in on_disk.stderr
    async with running(on_disk):
        await client.settle(30)
    assert len(rows(on_disk.database)) == 1
    # What the first process had said without being able to store it, it could tell nobody.
    assert await answers(client, user.id) == 2
    assert "Traceback" not in on_disk.stderr


@pytest.mark.parametrize("trouble", [full, read_only])
async def test_a_start_on_a_disk_that_takes_nothing_is_one_sentence_and_exit_code_2(
    on_disk: BotProcess, trouble: Trouble
) -> None:
    async with trouble(on_disk.database):
        await on_disk.start()
        assert await on_disk.wait() == 2
    assert_one_sentence(on_disk.stderr, str(on_disk.database))


async def test_a_start_on_a_log_that_became_read_only_is_one_sentence_and_exit_code_2(
    client: LocalApiClient, on_disk: BotProcess
) -> None:
    user = await client.add_user("Ani", language_code="en")
    async with running(on_disk):
        await ask(client, user, QUESTION)
    async with read_only(on_disk.database):
        await on_disk.start()
        assert await on_disk.wait() == 2
    assert_one_sentence(on_disk.stderr, str(on_disk.database), "give Tanya write access")
