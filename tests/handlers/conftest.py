"""One bot for all tests that leave it as it was; they share the session's event loop."""

from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio

from bot.local_api.client_types import PlayedUser
from tests.handlers.bots import ADMIN, Running, running_bot
from tests.handlers.facts import few_facts, write_facts

_user_ids = count(5_000_001)


@pytest.fixture(scope="session")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with four facts; not to be changed."""
    return write_facts(tmp_path_factory.mktemp("facts"), few_facts())


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared(tmp_path_factory: pytest.TempPathFactory, facts: Path) -> AsyncIterator[Running]:
    """Run the shared bot; its tests carry `pytest.mark.asyncio(loop_scope="session")`."""
    async with running_bot(tmp_path_factory.mktemp("shared"), facts) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def ani(shared: Running) -> PlayedUser:
    """Bring in a new English-speaking person who started the bot."""
    user = await shared.client.add_user("Ani <&>", language_code="en", user_id=next(_user_ids))
    await shared.ask(user, "/start")
    return user


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def ada(shared: Running) -> PlayedUser:
    """Bring in the shared bot's English-speaking admin."""
    return await shared.client.add_user("Ada", language_code="en", user_id=ADMIN)
