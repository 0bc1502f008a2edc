"""One bot for each module, which leaves it in whatever state."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.fuzz.world import World, open_world
from tests.handlers.facts import few_facts, write_facts


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Run a bot for this module."""
    folder = tmp_path_factory.mktemp("world")
    with pytest.MonkeyPatch.context() as patch:
        # Nobody waits for what a supergroup is told after a pause.
        patch.setattr("handlers.groups.membership.MIGRATION_SECONDS", 0)
        patch.setattr("bot.delivery.delivery.TRY_PAUSE_SECONDS", 0)
        async with open_world(folder, write_facts(folder / "facts", few_facts())) as world:
            yield world
