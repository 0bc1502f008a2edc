"""Whatever a pressed button says: the press is answered, and only admins do what is the admins'."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local_api.client_types import Message, PlayedUser
from tests.fuzz.budget import examples
from tests.fuzz.cast import PERSON
from tests.fuzz.updates import callback_data
from tests.fuzz.world import World
from tests.handlers.bots import ADMIN
from tests.handlers.facts import HEIGHT, OFF_TOPIC
from tests.handlers.groups import Group

pytestmark = pytest.mark.asyncio(loop_scope="module")

EVE, ADA = PlayedUser(PERSON, "Eve <i>&", "", "en"), PlayedUser(ADMIN, "Ada", "", "en")
SCREENS = (HEIGHT["en"], "/topics", "/forget", "/language", OFF_TOPIC["en"])


@pytest.fixture(scope="module")
def shown() -> dict[tuple[int, str], Message]:
    """Keep what was shown to whom, by what they said, for the buttons to be pressed on."""
    return {}


async def screen(world: World, shown: dict[tuple[int, str], Message], user: PlayedUser, said: str) -> Message:
    """Give a message of the bot's in a private chat, new at the first time."""
    if (user.id, said) not in shown:
        shown[user.id, said] = (await world.running.replies_to(user, said))[-1]
    return shown[user.id, said]


@given(data=callback_data.filter(bool), said=st.sampled_from(SCREENS))
@examples(60)
async def test_any_press_by_anybody_is_answered_and_changes_nothing_of_the_admins(
    world: World, shown: dict[tuple[int, str], Message], data: str, said: str
) -> None:
    message = await screen(world, shown, EVE, said)
    before = world.tables()
    world.trouble.lines.clear()
    await world.running.client.press(EVE, message, data=data, stale=True)
    await world.running.client.settle()
    assert not world.trouble.lines
    assert world.tables() == before


@given(data=callback_data.filter(bool), said=st.sampled_from([*SCREENS, "/unanswered", "/taught", "/fact lamp"]))
@examples(60)
async def test_any_press_by_an_admin_is_answered(
    world: World, shown: dict[tuple[int, str], Message], data: str, said: str
) -> None:
    message = await screen(world, shown, ADA, said)
    world.trouble.lines.clear()
    await world.running.client.press(ADA, message, data=data, stale=True)
    await world.running.client.settle()
    assert not world.trouble.lines


@given(data=callback_data.filter(bool), by=st.sampled_from([EVE, ADA]))
@examples(40)
async def test_any_press_in_a_group_is_answered_and_changes_nothing_of_the_admins(
    world: World, data: str, by: PlayedUser
) -> None:
    client = world.running.client
    # A group of its own for each press: a chat takes few messages a minute.
    group = Group(world.running, await client.add_chat("G <b>", members=[EVE, ADA]), EVE, ADA)
    message = await group.reply(await group.say(f"/ask {HEIGHT['en']}"))
    before = world.tables()
    world.trouble.lines.clear()
    await client.press(by, message, data=data, stale=True)
    await client.settle()
    assert not world.trouble.lines
    assert world.tables() == before
