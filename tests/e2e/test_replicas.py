"""Three processes on one PostgreSQL database behind a load balancer; one of them ends under load."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

import pytest

from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import PlayedUser
from bot.local_api.server import LocalApiServer
from tests.delivery.hooks import free_port, listens
from tests.e2e.balancer import Balancer
from tests.e2e.process import BotProcess, running, until
from tests.e2e.test_life import answers, confirmed
from tests.e2e.test_webhook import hooked_process
from tests.handlers.bots import ask
from tests.handlers.facts import HEIGHT, few_facts, write_facts
from tests.postgres import fresh_database, needs_postgres
from tests.storage.helpers import rows

pytestmark = [pytest.mark.long, needs_postgres]

PEOPLE = 150
# The answers after which one of them ends: all are at work then, and much is still to do.
UNTIL_THE_END = 40


class Replicas:
    """Three processes, started and at work; `url` is their database."""

    def __init__(self, processes: list[BotProcess], balancer: Balancer, url: str) -> None:
        self.processes = processes
        self.balancer = balancer
        self.url = url


@pytest.fixture
async def replicas(server: LocalApiServer, client: LocalApiClient, tmp_path: Path) -> AsyncIterator[Replicas]:
    front, ports = free_port(), [free_port() for _ in range(3)]
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(fresh_database())
        balancer = await stack.enter_async_context(Balancer(front, ports))
        processes = [replica(tmp_path / str(port), server.url, front, port, url) for port in ports]
        # Together, so that they meet at the migrations.
        await asyncio.gather(*(stack.enter_async_context(running(process)) for process in processes))
        await client.change_settings(webhook_base_delay=0.1)
        user = await client.add_user("Ani", language_code="en")
        await ask(client, user, HEIGHT["en"], 60)
        for port in ports:
            await until(partial(listens, port), 60)
        yield Replicas(processes, balancer, url)


def replica(folder: Path, url: str, front: int, port: int, database: str) -> BotProcess:
    """Give a process that Telegram reaches by the balancer."""
    write_facts(folder / "facts", few_facts())
    return hooked_process(
        BotProcess(folder, url), url, TANYA_WEBHOOK_URL=f"http://127.0.0.1:{front}/tanya",
        TANYA_LISTEN=f"127.0.0.1:{port}", TANYA_DATABASE=database,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("number", "doubled"),
    [pytest.param(signal.SIGKILL, 1, id="killed"), pytest.param(signal.SIGTERM, 0, id="stopped")],
)
async def test_one_of_three_ends_under_load_and_nothing_is_lost_and_nothing_answered_twice_but_what_it_just_said(
    replicas: Replicas, client: LocalApiClient, number: signal.Signals, doubled: int
) -> None:
    asked: list[PlayedUser] = []
    before = max(call.number for call in await client.calls())
    asking = asyncio.create_task(ask_on(client, asked))

    async def are_at_work() -> bool:
        return len(await client.calls("sendMessage", after=before)) >= UNTIL_THE_END

    await until(are_at_work, 60)
    await replicas.processes[0].stop(number)
    await asking
    await until(lambda: confirmed(client), 120)
    counts = [await answers(client, user.id) for user in asked]
    assert len(counts) == PEOPLE
    assert counts.count(0) == 0
    assert sum(counts) - len(counts) <= doubled
    assert len(await rows(replicas.url, "questions")) == PEOPLE + 1
    assert len(replicas.balancer.taken) == len(replicas.processes)
    for process in replicas.processes:
        assert "Traceback" not in process.stderr


async def ask_on(client: LocalApiClient, asked: list[PlayedUser]) -> None:
    """Have new people ask, each once."""
    for number in range(PEOPLE):
        user = await client.add_user(f"Person {number}", language_code="en")
        asked.append(user)
        await client.say(user, HEIGHT["en"])
