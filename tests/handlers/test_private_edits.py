"""An edited question changes its answer, and is a question of its own in the log."""

import pytest

from bot.local_api.client_types import Message, PlayedUser, as_object
from bot.local_api.json_types import JsonObject, JsonValue
from tests.handlers.bots import Running, next_reply
from tests.handlers.facts import HEIGHT
from tests.handlers.updates import message_json

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.filterwarnings("ignore:.*timedelta:telegram.warnings.PTBDeprecationWarning"),
]

LAMP = "How often does the lamp turn?"
PHOTO: list[JsonValue] = [{"file_id": "F", "file_unique_id": "U", "width": 1, "height": 1}]


async def asked(shared: Running, user: PlayedUser, text: str) -> tuple[Message, Message]:
    """Ask; give the question's message and the answer's."""
    said = await shared.client.say(user, text)
    answer = await next_reply(shared.client, user, said)
    await shared.client.settle()
    return said, answer


async def since(shared: Running, user: PlayedUser, sequence: int) -> list[Message]:
    await shared.client.settle()
    messages = await shared.client.wait_messages(user.id, after=sequence, timeout=0)
    return [message for message in messages if message.from_bot]


async def test_the_edit_is_logged_with_the_same_messages(shared: Running, ani: PlayedUser) -> None:
    before = len(shared.rows())
    said, answer = await asked(shared, ani, HEIGHT["en"])
    edited = await shared.client.edit(ani, said, LAMP)
    [changed] = await since(shared, ani, edited.sequence)
    assert (changed.id, changed.edited) == (answer.id, True)
    first, second = shared.rows()[before:]
    assert (first["question"], second["question"]) == (HEIGHT["en"], LAMP)
    for name in ("place_hash", "message_id", "reply_id", "user_hash", "chat_kind"):
        assert first[name] == second[name], name
    assert (second["fact"], second["reply_id"]) == ("lamp", answer.id)


async def test_an_edit_that_changes_nothing_is_not_asked_again(shared: Running, ani: PlayedUser) -> None:
    said, answer = await asked(shared, ani, HEIGHT["en"])
    before = len(shared.rows())
    await shared.client.push({"edited_message": dict(said.json) | {"edit_date": 1}})
    assert not await since(shared, ani, answer.sequence)
    assert len(shared.rows()) == before


async def test_where_the_answer_is_gone_a_new_one_comes_as_a_reply(shared: Running, ani: PlayedUser) -> None:
    said, answer = await asked(shared, ani, HEIGHT["en"])
    await shared.app.application.bot.delete_message(ani.id, answer.id)
    edited = await shared.client.edit(ani, said, LAMP)
    [new] = await since(shared, ani, edited.sequence)
    assert "ten seconds" in new.text
    assert new.id > answer.id
    assert as_object(new.json["reply_to_message"])["message_id"] == said.id
    again = await shared.client.edit(ani, said, HEIGHT["en"])
    [changed] = await since(shared, ani, again.sequence)
    assert (changed.id, "41 metres" in changed.text) == (new.id, True), "the new answer is the one to change"


async def test_an_edited_message_that_was_never_answered_gets_a_reply(shared: Running, ani: PlayedUser) -> None:
    message = message_json(ani, {"text": HEIGHT["en"], "edit_date": 1})
    start = await shared.ask(ani, "/help")
    await shared.client.push({"edited_message": message})
    [reply] = await since(shared, ani, start.sequence)
    assert "41 metres" in reply.text


async def test_an_edited_caption_changes_the_answer(shared: Running, ani: PlayedUser) -> None:
    said = await shared.client.send(ani, {"photo": PHOTO, "caption": HEIGHT["en"]})
    answer = await next_reply(shared.client, ani, said)
    await shared.client.settle()
    assert "41 metres" in answer.text
    await shared.client.push({"edited_message": dict(said.json) | {"caption": LAMP, "edit_date": 1}})
    [changed] = await since(shared, ani, answer.sequence)
    assert (changed.id, "ten seconds" in changed.text) == (answer.id, True)


@pytest.mark.parametrize(
    "content",
    [
        {"photo": PHOTO},
        {"location": {"latitude": 1.0, "longitude": 2.0, "live_period": 60}},
        {"text": "/topics", "entities": [{"type": "bot_command", "offset": 0, "length": 7}]},
        {"text": "/ask", "entities": [{"type": "bot_command", "offset": 0, "length": 4}]},
        {"text": "/ask@otherbot x", "entities": [{"type": "bot_command", "offset": 0, "length": 13}]},
        {"text": LAMP, "via_bot": {"id": 123456, "is_bot": True, "first_name": "Tanya"}},
    ],
)
async def test_other_edits_change_nothing(
    shared: Running, ani: PlayedUser, caplog: pytest.LogCaptureFixture, content: JsonObject
) -> None:
    said, answer = await asked(shared, ani, HEIGHT["en"])
    before = len(shared.rows())
    head = {name: value for name, value in said.json.items() if name != "text"}
    await shared.client.push({"edited_message": head | content | {"edit_date": 1}})
    assert not await since(shared, ani, answer.sequence)
    assert len(shared.rows()) == before
    assert not caplog.records


async def test_a_failing_edit_is_told(shared: Running, ani: PlayedUser) -> None:
    said, _ = await asked(shared, ani, HEIGHT["en"])
    await shared.client.fail("error", "editMessageText", status=500)
    edited = await shared.client.edit(ani, said, LAMP)
    [reply] = await since(shared, ani, edited.sequence)
    assert "Something went wrong" in reply.text
