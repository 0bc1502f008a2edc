"""One process that most tests talk with, and the parts for those that start their own."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import Message, PlayedUser
from bot.local_api.server import LocalApiServer
from tests.conftest import TOKEN
from tests.e2e.process import ADMIN, BotProcess, running
from tests.handlers.bots import ask, replies_to, rows
from tests.handlers.facts import few_facts, write_facts

_user_ids = count(7_000_001)


@dataclass(frozen=True)
class Tanya:
    """A running process and the people who talk with it."""

    client: LocalApiClient
    server: LocalApiServer
    process: BotProcess
    admin: PlayedUser

    async def person(self, language: str = "en") -> PlayedUser:
        """Bring in somebody new."""
        return await self.client.add_user(f"Person <{language}>", language_code=language, user_id=next(_user_ids))

    async def ask(self, user: PlayedUser, text: str, seconds: float = 30) -> Message:
        """Say a text in the private chat; give the first reply, once the update is confirmed."""
        return await ask(self.client, user, text, seconds)

    async def outcome(self, user: PlayedUser, text: str) -> str:
        """Say a text in the private chat; give what the bot's last message says in the end."""
        return (await replies_to(self.client, user, text, 30))[-1].text

    def rows(self) -> list[dict[str, Any]]:
        """Give the question log's rows."""
        return rows(self.process.database)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def tanya(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Tanya]:
    """Run the process that is shared; tests with it carry `pytest.mark.asyncio(loop_scope="session")`."""
    folder = tmp_path_factory.mktemp("tanya")
    write_facts(folder / "facts")
    async with LocalApiServer(TOKEN) as server, LocalApiClient(server.url) as client:
        admin = await client.add_user("Ada", language_code="en", user_id=ADMIN)
        async with running(BotProcess(folder, server.url)) as process:
            await ask(client, admin, "/help", seconds=30)
            yield Tanya(client, server, process, admin)


@pytest.fixture
def own(tmp_path: Path, server: LocalApiServer) -> BotProcess:
    """Give a process with four facts, not started yet."""
    write_facts(tmp_path / "facts", few_facts())
    return BotProcess(tmp_path, server.url)
