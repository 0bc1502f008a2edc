"""Whatever update comes: it is handled soon and without an error, and nobody is answered who may not ask."""

import pytest
from hypothesis import given

from bot.local_api.call_log import Call
from bot.local_api.json_types import JsonObject
from tests.fuzz.budget import examples
from tests.fuzz.rules import allowed_methods, chat_ids, is_by_admin
from tests.fuzz.updates import any_update, broken
from tests.fuzz.world import World

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    # The library tells of its next major version.
    pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning"),
]


def unruly(world: World, update: JsonObject, calls: list[Call]) -> list[str]:
    """Give those of the calls that the rules do not allow."""
    allowed = allowed_methods(update, world.bot_id, world.shop.connection.id)
    here, anywhere = {str(chat) for chat in chat_ids(update)}, ""
    return [
        f"{call.method} {call.parameters}"
        for call in calls
        if call.method not in allowed or str(call.parameters.get("chat_id", anywhere)) not in {*here, anywhere}
    ]


@given(drawn=any_update())
@examples(150)
async def test_any_update_is_handled_without_an_error_and_answers_only_who_may_ask(
    world: World, drawn: JsonObject
) -> None:
    update = await world.placed(drawn)
    before = world.tables()
    world.trouble.lines.clear()
    calls = await world.handle(update)
    assert not world.trouble.lines
    assert not unruly(world, update, calls)
    if not is_by_admin(update):
        assert world.tables() == before
    assert world.running.app.delivery.given_up == 0


@given(drawn=broken())
@examples(100)
async def test_an_update_of_a_broken_shape_is_confirmed_and_holds_nobody_up(world: World, drawn: JsonObject) -> None:
    await world.handle(await world.placed(drawn))


async def test_after_all_that_a_question_is_answered(world: World) -> None:
    assert await world.answers()
