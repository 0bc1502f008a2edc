"""In a group the bot keeps silent where it is not spoken to, and keeps its manners where it is."""

from pathlib import Path

import pytest

from bot.local_api.json_types import JsonObject
from handlers.limits import Limits, Rate
from tests.handlers.bots import Running, noise, running_bot
from tests.handlers.groups import NAME, QUESTION, new_group, replied_to

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("bot", ["member", "administrator"])
@pytest.mark.parametrize(
    "text",
    [QUESTION, "hello", "/nonsense", f"/nonsense{NAME}",
     "/stats", f"/stats{NAME}", f"/ask@other_bot {QUESTION}", "/help@other_bot",
     f"@other_bot {QUESTION}", f"tanya {QUESTION}", f"mail me at x{NAME}"],
)  # fmt: skip
async def test_what_is_not_meant_for_it_gets_nothing(shared: Running, bot: str, text: str) -> None:
    group = await new_group(shared, bot=bot)
    assert await group.replies(await group.say(text)) == []


@pytest.mark.parametrize("text", ["👍", "😂😂", "…", "/nonsense", f"/topics@other_bot {QUESTION}"])
async def test_what_asks_nothing_below_its_answer_gets_nothing(shared: Running, text: str) -> None:
    group = await new_group(shared)
    answer = await group.reply(await group.say(f"/ask {QUESTION}"))
    assert await group.replies(await group.say(text, to=answer)) == []


async def test_talk_in_a_topic_that_it_opened_gets_nothing(shared: Running) -> None:
    group = await new_group(shared, is_forum=True, bot="administrator")
    chat: JsonObject = {"id": group.chat.id, "type": "supergroup", "title": "Keepers", "is_forum": True}
    thread: JsonObject = {"date": 1, "message_thread_id": 5, "is_topic_message": True, "chat": chat}
    created: JsonObject = {"name": "T", "icon_color": 1}
    opened: JsonObject = {"message_id": 5, "from": shared.server.world.bot.to_json(), "forum_topic_created": created}
    person: JsonObject = {"id": group.ani.id, "is_bot": False, "first_name": "Ani"}
    said: JsonObject = {"message_id": 6, "from": person, "text": QUESTION, "reply_to_message": opened | thread}
    message = thread | said
    calls = await shared.client.calls()
    await shared.client.push({"message": message})
    await shared.client.settle()
    assert await shared.client.calls(after=calls[-1].number) == []


async def test_other_bots_get_nothing(shared: Running) -> None:
    group = await new_group(shared, bot="administrator")
    robot = await shared.client.add_user("Robot", username="robot_bot", is_bot=True)
    await shared.client.set_member(group.chat, robot.id, "member")
    answer = await group.reply(await group.say(f"/ask {QUESTION}"))
    for text, to in ((f"/ask {QUESTION}", None), (f"{NAME} {QUESTION}", None), ("thanks", answer), ("/help", None)):
        assert await group.replies(await group.say(text, by=robot, to=to)) == []


async def test_its_own_inline_results_and_those_of_others_get_nothing(shared: Running) -> None:
    group = await new_group(shared, bot="administrator")
    found = await shared.client.inline(group.ani, "tower")
    chosen = await shared.client.choose(group.ani, found, found.results[0].id, chat_id=group.chat.id)
    assert [reply for reply in await group.replies(chosen) if reply.id != chosen.id] == []


async def test_an_anonymous_administrators_command_for_another_bot_gets_nothing(shared: Running) -> None:
    group = await new_group(shared, bot="administrator")
    said = await group.say("/help@other_bot", by=group.bea, as_chat=group.chat.id)
    assert await group.replies(said) == []


async def test_service_messages_get_nothing(shared: Running) -> None:
    group = await new_group(shared, bot="administrator")
    newcomer = await shared.client.add_user("New <b>")
    said = await group.say("hello")
    await shared.client.set_member(group.chat, newcomer.id, "member")
    await shared.client.set_member(group.chat, newcomer.id, "left")
    await group.send({"new_chat_title": f"{NAME} {QUESTION}"}, by=group.bea)
    assert await group.replies(said) == []


async def test_channel_posts_get_nothing(shared: Running) -> None:
    owner = await shared.client.add_user("Owner")
    channel = await shared.client.add_chat("News", chat_type="channel", administrators=[owner], bot="administrator")
    post = await shared.client.say(owner, f"/ask {QUESTION}", chat_id=channel.id)
    await shared.client.settle()
    assert await shared.client.wait_messages(channel.id, after=post.sequence, timeout=0) == []


async def test_too_many_questions_of_a_person_get_one_notice_then_silence(tmp_path: Path, facts: Path) -> None:
    limits = Limits(person=Rate(2, 600), chat=Rate(100, 600))
    async with running_bot(tmp_path, facts, limits=limits) as running:
        group = await new_group(running)
        texts = [reply.text for _ in range(5) for reply in await group.replies(await group.say(f"/ask {QUESTION}"))]
        assert ["41 metres" in text for text in texts] == [True, True, False]
        assert "wait a moment" in texts[2]
        said = await group.say(f"/ask {QUESTION}", by=group.bea)
        assert "41 metres" in (await group.reply(said)).text
        assert len(running.rows()) == 3


async def test_too_many_questions_in_a_group_get_one_notice_then_silence(tmp_path: Path, facts: Path) -> None:
    limits = Limits(person=Rate(100, 600), chat=Rate(1, 600))
    async with running_bot(tmp_path, facts, limits=limits) as running:
        group, other = await new_group(running), await new_group(running)
        await group.reply(await group.say(f"/ask {QUESTION}"))
        assert "wait a moment" in (await group.reply(await group.say(f"/ask {QUESTION}", by=group.bea))).text
        assert await group.replies(await group.say(f"/ask {QUESTION}", by=group.bea)) == []
        assert "41 metres" in (await other.reply(await other.say(f"/ask {QUESTION}"))).text


async def test_during_maintenance_one_line_in_place_of_answers(tmp_path: Path, facts: Path) -> None:
    async with running_bot(tmp_path, facts) as running:
        group = await new_group(running)
        admin = await running.client.add_user("Ada", language_code="en", user_id=777)
        await running.client.set_member(group.chat, admin.id, "member")
        asked = await group.say(f"/ask {QUESTION}")
        await group.reply(asked)
        await running.ask(admin, "/maintenance on")
        said = await group.say(f"/ask {QUESTION}")
        line = await group.reply(said)
        assert "being worked on" in line.text
        assert replied_to(line) == said.id
        assert await group.replies(await group.say(f"/ask {QUESTION}")) == []
        assert await group.replies(await group.say("not for the bot")) == []
        assert await group.replies(await group.say("/help")) == []
        latest = await group.reply(await group.say(f"/ask {QUESTION}", by=admin))
        assert "41 metres" in latest.text
        await running.client.edit(group.ani, asked, "/ask How often does the lamp turn?")
        assert await group.replies(latest) == []
        for text in (NAME, "/help", "/topics"):
            other = await new_group(running)
            assert "being worked on" in (await other.reply(await other.say(text))).text


@pytest.mark.parametrize(
    "description",
    ["Bad Request: not enough rights to send text messages to the chat", "Bad Request: TOPIC_CLOSED",
     "Bad Request: CHAT_WRITE_FORBIDDEN", "Bad Request: have no rights to send a message",
     "Bad Request: message thread not found", "Forbidden: bot is not a member of the supergroup chat",
     "Forbidden: bot was kicked from the supergroup chat"],
)  # fmt: skip
async def test_lost_rights_make_no_noise(shared: Running, caplog: pytest.LogCaptureFixture, description: str) -> None:
    group = await new_group(shared)
    calls = await shared.client.calls()
    status = 403 if "Forbidden" in description else 400
    await shared.client.fail("error", "sendMessage", status=status, description=description)
    assert await group.replies(await group.say(f"/ask {QUESTION}")) == []
    assert len(await shared.client.calls("sendMessage", after=calls[-1].number)) == 1
    assert not noise(caplog)


async def test_a_closed_topic_makes_no_noise(shared: Running, caplog: pytest.LogCaptureFixture) -> None:
    group = await new_group(shared, is_forum=True)
    await shared.client.set_topic(group.chat, 5)
    said = await group.say(f"/ask {QUESTION}", thread=5)
    await group.reply(said)
    await shared.client.set_topic(group.chat, 5, closed=True)
    said = await group.say(f"/ask {QUESTION}", thread=5, by=group.bea)
    assert await group.replies(said) == []
    assert not noise(caplog)
