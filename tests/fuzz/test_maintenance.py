"""While the bot is closed, nobody but the admins gets more than the word that it is closed."""

import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from hypothesis import given

from bot.local_api.call_log import Call
from bot.local_api.client_types import PlayedUser
from bot.local_api.json_types import JsonObject
from handlers.notices import closed
from handlers.texts import Texts
from tests.fuzz.budget import examples
from tests.fuzz.rules import content_of, part
from tests.fuzz.updates import any_update
from tests.fuzz.world import World
from tests.handlers.bots import ADMIN
from tests.handlers.facts import LANGUAGES

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    # The library tells of its next major version.
    pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning"),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def closed_world(world: World) -> AsyncIterator[World]:
    """Close the bot."""
    ada = PlayedUser(ADMIN, "Ada", "", "en")
    assert "Maintenance is on" in (await world.running.replies_to(ada, "/maintenance on"))[-1].text
    yield world
    assert "Maintenance is off" in (await world.running.replies_to(ada, "/maintenance off"))[-1].text


def says_closed(call: Call) -> bool:
    """Tell whether a call says nothing but that the bot is closed; without inline results, a button does."""
    if call.method == "answerInlineQuery":
        return not call.parameters["results"] and part(call.parameters, "button").get("start_parameter") == "closed"
    texts = Texts.load()
    said = json.dumps(call.parameters, ensure_ascii=False)
    return any(closed(texts.of(language)) in said for language in LANGUAGES)


def is_admins(update: JsonObject) -> bool:
    """Tell whether an admin asks, in whatever chat, and not in the name of one."""
    _, content = content_of(update)
    return part(content, "from").get("id") == ADMIN and "sender_chat" not in content


@given(drawn=any_update())
@examples(80)
async def test_whatever_comes_from_others_gets_at_most_the_word_that_the_bot_is_closed(
    closed_world: World, drawn: JsonObject
) -> None:
    update = await closed_world.placed(drawn)
    closed_world.trouble.lines.clear()
    before = closed_world.tables(["questions", "votes", "people"])
    calls = await closed_world.handle(update)
    assert not closed_world.trouble.lines
    # That it came into a group, the bot says at any time.
    if not is_admins(update) and "my_chat_member" not in update and "deleted_business_messages" not in update:
        assert [call.method for call in calls if not says_closed(call)] == []
        assert "chosen_inline_result" in update or closed_world.tables(["questions", "votes", "people"]) == before
