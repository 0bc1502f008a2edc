"""While the bot runs, facts with mistakes of whatever kind are refused, and the old ones go on answering."""

import shutil
from pathlib import Path

import pytest
from hypothesis import assume, given

from bot.local_api.client_types import PlayedUser
from knowledge.mistakes import FactBaseError
from knowledge.reading import read_facts
from tests.conftest import write_facts
from tests.fuzz.budget import examples
from tests.fuzz.fact_files import Files, any_files
from tests.fuzz.world import World
from tests.handlers.bots import ADMIN

pytestmark = pytest.mark.asyncio(loop_scope="module")

ADA = PlayedUser(ADMIN, "Ada", "", "en")


def has_mistakes(folder: Path) -> bool:
    try:
        read_facts(folder)
    except FactBaseError:
        return True
    return False


@given(files=any_files())
@examples(20)
async def test_a_reload_of_facts_with_mistakes_is_refused_and_the_old_facts_answer(world: World, files: Files) -> None:
    folder = world.running.settings.facts
    shutil.rmtree(folder)
    write_facts(folder, files)
    assume(has_mistakes(folder))
    world.trouble.lines.clear()
    replies = await world.running.replies_to(ADA, "/reload")
    assert "stay in use" in replies[0].text
    assert not world.trouble.lines
    assert await world.answers()
