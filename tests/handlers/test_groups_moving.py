"""A group becomes a supergroup: it gets another id, and the messages of before stay behind."""

import asyncio
from pathlib import Path

import pytest

from bot.local_api.json_types import JsonObject
from handlers.groups.membership import MIGRATION_SECONDS
from knowledge.knowledge import Knowledge
from tests.handlers.bots import Running, noise
from tests.handlers.facts import unclear_wording
from tests.handlers.groups import QUESTION, Group, new_group

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture(scope="module")
def facts_unclear(facts: Path) -> str:
    """Give words that stand between facts."""
    return unclear_wording(Knowledge.read(facts), "en")


def said_before(group: Group, text: str, number: int = 5) -> JsonObject:
    """Give a message of the group's, as it is while the group moves."""
    return {
        "message_id": number, "date": 1, "chat": {"id": group.chat.id, "type": "group", "title": "Keepers"},
        "from": {"id": group.ani.id, "is_bot": False, "first_name": "Ani"}, "text": text,
        "entities": [{"type": "bot_command", "offset": 0, "length": 4}],
    }  # fmt: skip


async def moved(group: Group) -> Group:
    """Make a supergroup of a group."""
    chat = await group.running.client.migrate(group.chat, by=group.bea.id)
    await group.running.client.settle()
    return Group(group.running, chat, group.ani, group.bea)


async def written(group: Group) -> list[str]:
    """Give the texts that the bot wrote there."""
    await group.running.client.settle()
    messages = await group.running.client.wait_messages(group.chat.id, timeout=0)
    return [message.text for message in messages if message.from_bot and message.text]


def assert_quiet(caplog: pytest.LogCaptureFixture) -> None:
    assert not noise(caplog)


async def test_the_supergroup_goes_on_as_before(shared: Running, caplog: pytest.LogCaptureFixture) -> None:
    group = await new_group(shared, kind="group")
    await group.reply(await group.say(f"/ask {QUESTION}"))
    calls = await shared.client.calls()
    supergroup = await moved(group)
    assert await shared.client.calls(after=calls[-1].number) == []
    assert "41 metres" in (await supergroup.reply(await supergroup.say(f"/ask {QUESTION}"))).text
    assert_quiet(caplog)


async def test_an_answer_under_way_lands_in_the_supergroup(shared: Running, caplog: pytest.LogCaptureFixture) -> None:
    group = await new_group(shared, kind="group")
    supergroup = await moved(group)
    await shared.client.push({"message": said_before(group, f"/ask {QUESTION}")})
    assert ["41 metres" in text for text in await written(supergroup)] == [True]
    assert_quiet(caplog)


async def test_an_answer_left_behind_is_not_changed(shared: Running, caplog: pytest.LogCaptureFixture) -> None:
    group = await new_group(shared, kind="group")
    said = await group.say(f"/ask {QUESTION}")
    answer = await group.reply(said)
    supergroup = await moved(group)
    edited = said_before(group, "/ask How often does the lamp turn?", said.id) | {"edit_date": 2}
    await shared.client.push({"edited_message": edited})
    assert await group.replies(answer) == []
    assert await written(supergroup) == []
    assert_quiet(caplog)


async def test_a_button_left_behind_answers_in_the_supergroup(
    shared: Running, caplog: pytest.LogCaptureFixture, facts_unclear: str
) -> None:
    group = await new_group(shared, kind="group")
    shown = await group.reply(await group.say(f"/ask {facts_unclear}"))
    supergroup = await moved(group)
    await shared.client.press(group.bea, shown, text=shown.buttons[0].text)
    assert ["Source:" in text for text in await written(supergroup)] == [True]
    assert_quiet(caplog)


async def test_a_vote_left_behind_counts(shared: Running, caplog: pytest.LogCaptureFixture) -> None:
    group = await new_group(shared, kind="group")
    answer = await group.reply(await group.say(f"/ask {QUESTION}"))
    await moved(group)
    assert "Thank you" in (await shared.client.press(group.bea, answer, text="👍")).text
    await shared.client.settle()
    assert_quiet(caplog)


@pytest.mark.parametrize("joins_first", [True, False])
async def test_the_bot_that_comes_along_does_not_greet(shared: Running, joins_first: bool) -> None:
    group = await new_group(shared, kind="group")
    future = group.chat.id - 1_000_000_000_000
    robot: JsonObject = {"id": 123456, "is_bot": True, "first_name": "Tanya", "username": "tanya_local_bot"}
    joined: JsonObject = {
        "chat": {"id": future, "type": "supergroup", "title": "Keepers"}, "date": 1,
        "from": {"id": group.bea.id, "is_bot": False, "first_name": "Bea"},
        "old_chat_member": {"status": "left", "user": robot}, "new_chat_member": {"status": "member", "user": robot},
    }  # fmt: skip
    head: JsonObject = {"message_id": 9, "date": 1, "from": {"id": group.bea.id, "is_bot": False, "first_name": "Bea"}}
    to = head | {"chat": {"id": group.chat.id, "type": "group", "title": "Keepers"}, "migrate_to_chat_id": future}
    calls = await shared.client.calls()
    updates: list[JsonObject] = [{"my_chat_member": joined}, {"message": to}]
    for update in updates if joins_first else reversed(updates):
        await shared.client.push(update)
    await shared.client.settle()
    await asyncio.sleep(MIGRATION_SECONDS + 0.5)
    assert await shared.client.calls(after=calls[-1].number) == []
