"""The bot comes into a group, the group moves, the bot leaves."""

import logging

import pytest

from bot.local_api.json_types import JsonObject
from tests.handlers.bots import Running
from tests.handlers.groups import NAME, QUESTION, new_group

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["Hello! I am Tanya", "The lighthouse", "I see nothing else"]),
     ("id", ["Halo! Saya Tanya", "tidak saya lihat"]),
     ("ru", ["Здравствуйте! Я Таня", "разговор я не вижу"])],
)  # fmt: skip
async def test_added_it_says_how_to_ask_and_what_it_sees_in_the_adders_language(
    shared: Running, language: str, words: list[str]
) -> None:
    group = await new_group(shared, language=language, bot="left")
    before = await group.say("hello", by=group.bea)
    await shared.client.set_member(group.chat, 123456, "member", by=group.bea.id)
    greeting = await group.reply(before)
    assert all(word in greeting.text for word in [*words, f"{NAME} ", "/ask "])


async def test_added_as_administrator_it_says_that_it_sees_all(shared: Running) -> None:
    group = await new_group(shared, bot="left")
    before = await group.say("hello")
    await shared.client.set_member(group.chat, 123456, "administrator", by=group.bea.id)
    assert "shows me all messages" in (await group.reply(before)).text


@pytest.mark.parametrize(
    "steps",
    [["administrator"], ["left"], ["kicked"], ["administrator", "member"], ["restricted"], ["restricted", "member"]],
)
async def test_no_other_change_of_its_standing_gets_a_word(
    shared: Running, caplog: pytest.LogCaptureFixture, steps: list[str]
) -> None:
    group = await new_group(shared)
    before = await group.say("hello")
    for step in steps:
        await shared.client.set_member(group.chat, 123456, step, by=group.bea.id)
    assert await group.replies(before) == []
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_added_without_the_right_to_write_it_says_nothing(
    shared: Running, caplog: pytest.LogCaptureFixture
) -> None:
    group = await new_group(shared, bot="left")
    before = await group.say("hello")
    await shared.client.set_member(group.chat, 123456, "restricted", by=group.bea.id)
    assert await group.replies(before) == []
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_added_to_a_channel_it_says_nothing(shared: Running) -> None:
    owner = await shared.client.add_user("Owner")
    channel = await shared.client.add_chat("News", chat_type="channel", administrators=[owner], bot="left")
    calls = await shared.client.calls()
    await shared.client.set_member(channel, 123456, "administrator", by=owner.id)
    await shared.client.settle()
    assert await shared.client.calls(after=calls[-1].number) == []


async def test_a_group_that_became_a_supergroup_goes_on_as_before(
    shared: Running, caplog: pytest.LogCaptureFixture
) -> None:
    group = await new_group(shared, kind="group")
    said = await group.say(f"/ask {QUESTION}")
    await group.reply(said)
    moved = await shared.client.migrate(group.chat, by=group.bea.id)
    await shared.client.settle()
    said = await shared.client.say(group.ani, f"/ask {QUESTION}", chat_id=moved.id)
    await shared.client.settle()
    answers = [one for one in await shared.client.wait_messages(moved.id, after=said.sequence) if one.from_bot]
    assert ["41 metres" in answer.text for answer in answers] == [True]
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_an_answer_under_way_while_the_group_moves_lands_in_the_supergroup(shared: Running) -> None:
    group = await new_group(shared, kind="group")
    moved = await shared.client.migrate(group.chat, by=group.bea.id)
    await shared.client.settle()
    message: JsonObject = {
        "message_id": 5, "date": 1, "chat": {"id": group.chat.id, "type": "group", "title": "Keepers"},
        "from": {"id": group.ani.id, "is_bot": False, "first_name": "Ani"}, "text": f"/ask {QUESTION}",
        "entities": [{"type": "bot_command", "offset": 0, "length": 4}],
    }  # fmt: skip
    await shared.client.push({"message": message})
    await shared.client.settle()
    answers = [one for one in await shared.client.wait_messages(moved.id) if one.from_bot and one.text]
    assert ["41 metres" in answer.text for answer in answers] == [True]
