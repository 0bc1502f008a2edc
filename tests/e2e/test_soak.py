"""Minutes of everything at once, a tenth of the calls failing: memory, threads and open files stay as they are."""

import asyncio
import os
import random
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from bot.local_api.client import LocalApiClient
from bot.local_api.client_http import RefusedError
from bot.local_api.client_types import Message, PlayedChat, PlayedUser
from tests.e2e.process import ADMIN, STOP_SECONDS, BotProcess
from tests.e2e.test_kills_failing import fail
from tests.handlers.bots import ask
from tests.handlers.facts import HEIGHT, LANGUAGES, OFF_TOPIC, few_facts, topic_files, write_facts

SECONDS = float(os.environ.get("TEST_SOAK", "200"))
# Before this share of the time, caches and pools still fill.
WARM_UP = 0.25
PEOPLE = 90
GROUPS = 12
# How many do something at the same time, and the pause of each between two things, in seconds.
BUSY = 6
PAUSE_SECONDS = 0.05
RELOAD_SECONDS = 5.0
# Not among them is an answer that never comes, for which 20 s are waited.
SHARES = {"429": 0.02, "500": 0.02, "502": 0.02, "drop_before": 0.02, "drop_after": 0.02}
# What may be more in the end: bytes in memory, threads, and open files and connections.
MORE_BYTES, MORE_THREADS, MORE_FILES = 12_000_000, 3, 12
# SQLite takes over what is in the file beside the database at 1,000 pages, about 4 MB.
LARGEST_WAL = 8_000_000

Measured = Callable[[str, object], None]


@dataclass(frozen=True)
class Sample:
    """What a process holds at a moment: bytes of memory, threads, open files, bytes beside its database."""

    memory: int
    threads: int
    files: int
    wal: int


@dataclass(frozen=True)
class Crowd:
    """People in private chats and in groups, who do this and that; the same each time."""

    client: LocalApiClient
    people: Sequence[PlayedUser]
    groups: Sequence[PlayedChat]
    chance: random.Random

    async def act(self) -> None:
        """Have somebody do something and wait for what comes of it; what a failing call keeps back is not missed."""
        deeds: Sequence[Callable[[PlayedUser], Awaitable[object]]] = (
            self.ask, self.ask, self.press, self.ask_inline, self.ask_in_group, self.look_around,
        )  # fmt: skip
        with suppress(TimeoutError, RefusedError):
            await self.chance.choice(deeds)(self.chance.choice(self.people))

    def question(self, user: PlayedUser) -> str:
        """Give a question in the person's language that the facts answer, or one that they don't."""
        return self.chance.choice((HEIGHT, HEIGHT, OFF_TOPIC))[user.language_code]

    async def say(self, user: PlayedUser, text: str) -> list[Message]:
        """Say something in private; give what came of it in some seconds."""
        said = await self.client.say(user, text)
        return await self.client.wait_messages(user.id, after=said.sequence)

    async def ask(self, user: PlayedUser) -> None:
        """Ask in private."""
        await self.say(user, self.question(user))

    async def press(self, user: PlayedUser) -> None:
        """Ask, and press a button below the answer."""
        for message in await self.say(user, HEIGHT[user.language_code]):
            if data := [button.data for button in message.buttons if button.data]:
                await self.client.press(user, message, data=self.chance.choice(data))

    async def ask_inline(self, user: PlayedUser) -> None:
        """Ask in inline mode."""
        await self.client.inline(user, self.question(user))

    async def ask_in_group(self, user: PlayedUser) -> None:
        """Ask in a group."""
        await self.client.say(user, f"/ask {self.question(user)}", chat_id=self.chance.choice(self.groups).id)

    async def look_around(self, user: PlayedUser) -> None:
        """Send a command."""
        await self.say(user, self.chance.choice(("/start", "/help", "/topics", "/privacy")))


@pytest.mark.long
async def test_a_soak_leaves_memory_threads_and_open_files_as_they_were(
    client: LocalApiClient, own: BotProcess, record_property: Measured
) -> None:
    admin = await client.add_user("Ada", language_code="en", user_id=ADMIN)
    people = [
        await client.add_user(f"Person {number}", language_code=LANGUAGES[number % 3]) for number in range(PEOPLE)
    ]
    groups = [await client.add_chat(f"Group {number}", members=people) for number in range(GROUPS)]
    crowd = Crowd(client, people, groups, random.Random(1))  # noqa: S311
    await own.start()
    try:
        await ask(client, admin, "/help")
        await fail(client, SHARES)
        await fail(client, SHARES, "getUpdates")
        samples: list[Sample] = []
        with suppress(TimeoutError):
            async with asyncio.timeout(SECONDS), asyncio.TaskGroup() as group:
                group.create_task(reload_again_and_again(client, admin, own))
                group.create_task(sample_again_and_again(own, samples))
                for _ in range(BUSY):
                    group.create_task(keep_busy(crowd))
        await client.clear_faults()
        # A group may be behind: it gets 20 messages a minute.
        await client.settle(90)
    finally:
        code, seconds = await own.stop()
    assert code == 0
    assert seconds < STOP_SECONDS
    assert "Traceback" not in own.stderr
    judge(samples, record_property)


def judge(samples: Sequence[Sample], record_property: Measured) -> None:
    """Compare the first quarter after the warm-up with the last one."""
    warm = samples[int(len(samples) * WARM_UP) :]
    quarter = len(warm) // 4
    assert quarter >= 3
    allowed = {"memory": MORE_BYTES, "threads": MORE_THREADS, "files": MORE_FILES}
    for name, more in allowed.items():
        first = median(getattr(sample, name) for sample in warm[:quarter])
        last = median(getattr(sample, name) for sample in warm[-quarter:])
        record_property(name, f"{first} {last}")
        assert last - first <= more, f"{name} grew from {first} to {last}"
    record_property("wal", max(sample.wal for sample in samples))
    assert max(sample.wal for sample in samples) < LARGEST_WAL


async def keep_busy(crowd: Crowd) -> None:
    """Do one thing after the other, for ever."""
    while True:
        await crowd.act()
        await asyncio.sleep(PAUSE_SECONDS)


async def reload_again_and_again(client: LocalApiClient, admin: PlayedUser, process: BotProcess) -> None:
    """Change the facts and have them read anew, for ever."""
    while True:
        for files in (topic_files(), few_facts()):
            await asyncio.to_thread(replace_facts, process.facts, files)
            await client.say(admin, "/reload")
            await asyncio.sleep(RELOAD_SECONDS)


def replace_facts(folder: Path, files: dict[str, dict[str, Any]]) -> None:
    """Write these files and leave no other topic of the lighthouse's."""
    (folder / "rooms.yaml").unlink(missing_ok=True)
    write_facts(folder, files)


async def sample_again_and_again(process: BotProcess, samples: list[Sample]) -> None:
    """Look at the process every second, for ever."""
    while True:
        samples.append(await asyncio.to_thread(sample, process))
        await asyncio.sleep(1)


def sample(process: BotProcess) -> Sample:
    """Look at the process."""
    here = Path(f"/proc/{process.pid}")
    status = dict(line.split(":", 1) for line in (here / "status").read_text().splitlines())
    wal = process.database.with_name(f"{process.database.name}-wal")
    return Sample(
        memory=int(status["VmRSS"].split()[0]) * 1024,
        threads=int(status["Threads"]),
        files=len(list((here / "fd").iterdir())),
        wal=wal.stat().st_size if wal.exists() else 0,
    )
