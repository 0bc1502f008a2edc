"""A server with people whose updates wait, and a bot to be started on it."""

from pathlib import Path

import pytest

from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import PlayedUser
from bot.local_api.server import LocalApiServer
from bot.settings import Settings
from tests.handlers.bots import settings_for
from tests.handlers.facts import few_facts, write_facts


@pytest.fixture
async def people(client: LocalApiClient) -> list[PlayedUser]:
    """Bring in three people."""
    return [await client.add_user(name, language_code="en") for name in ("Ani", "Budi", "Vera")]


@pytest.fixture
async def met(server: LocalApiServer, client: LocalApiClient, people: list[PlayedUser]) -> list[PlayedUser]:
    """Give the same people, to whom the bot may write already; no update waits."""
    for user in people:
        await client.say(user, "/start")
    server.world.updates.drop_all()
    return people


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Give settings with four facts and a database of the test's own."""
    return settings_for(tmp_path, write_facts(tmp_path / "facts", few_facts()))
