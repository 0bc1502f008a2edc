"""In a group the bot answers what is meant for it: as a reply, in the right thread."""

from pathlib import Path

import pytest

from bot.local_api.json_types import JsonObject
from knowledge.knowledge import Knowledge
from tests.handlers.bots import Running, next_reply, noise
from tests.handlers.facts import HEIGHT, unclear_wording
from tests.handlers.groups import NAME, QUESTION, new_group, replied_to

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture(scope="module")
def facts_unclear(facts: Path) -> str:
    """Give words that stand between facts."""
    return unclear_wording(Knowledge.read(facts), "en")


@pytest.mark.parametrize(
    "text",
    [f"/ask {QUESTION}", f"/ask{NAME} {QUESTION}", f"/ASK{NAME.upper()} {QUESTION}", f"{NAME} {QUESTION}",
     f"{NAME}, {QUESTION}", f"{QUESTION} {NAME}", f"{NAME.upper()}: {QUESTION}", f"🗼👩‍👩‍👧 {NAME} {QUESTION}"],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_a_question_meant_for_the_bot_is_answered_as_a_reply(shared: Running, kind: str, text: str) -> None:
    group = await new_group(shared, kind=kind)
    said = await group.say(text)
    reply = await group.reply(said)
    assert "41 metres" in reply.text
    assert replied_to(reply) == said.id
    row = shared.rows()[-1]
    assert (row["chat_kind"], row["outcome"], row["fact"]) == ("group", "answer", "tower-height")
    assert NAME not in row["question"]


@pytest.mark.parametrize(("language", "word"), [("id", "41 meter"), ("en", "41 metres"), ("ru", "41 метр")])
async def test_the_answer_is_in_the_questions_language(shared: Running, language: str, word: str) -> None:
    group = await new_group(shared, language="en")
    assert word in (await group.reply(await group.say(f"/ask {HEIGHT[language]}"))).text


async def test_a_reply_to_the_bots_message_is_a_question(shared: Running) -> None:
    group = await new_group(shared)
    first = await group.reply(await group.say(f"/ask {QUESTION}"))
    said = await group.say("How often does the lamp turn?", by=group.bea, to=first)
    reply = await group.reply(said)
    assert "ten seconds" in reply.text
    assert replied_to(reply) == said.id


@pytest.mark.parametrize("text", ["/ask", NAME, f"{NAME} ?"])
async def test_somebody_elses_question_is_taken_up_by_a_reply_to_it(shared: Running, text: str) -> None:
    group = await new_group(shared)
    question = await group.say(QUESTION, by=group.bea)
    assert await group.replies(question) == []
    reply = await group.reply(await group.say(text, to=question))
    assert "41 metres" in reply.text
    assert replied_to(reply) == question.id


async def test_the_part_of_a_message_that_was_quoted_is_the_question(shared: Running) -> None:
    group = await new_group(shared)
    talk = await group.say(f"Nice day, isn't it? {QUESTION}", by=group.bea)
    quote: JsonObject = {"text": QUESTION, "position": 20, "is_manual": True}
    entity: JsonObject = {"type": "bot_command", "offset": 0, "length": 4}
    said = await shared.client.send(
        group.ani, {"text": "/ask", "entities": [entity], "quote": quote}, chat_id=group.chat.id, reply_to=talk
    )
    reply = await group.reply(said)
    assert "41 metres" in reply.text
    assert replied_to(reply) == talk.id
    assert shared.rows()[-1]["question"] == QUESTION


async def test_what_another_bot_asked_is_answered_to_the_person_who_wants_to_know(shared: Running) -> None:
    group = await new_group(shared)
    robot = await shared.client.add_user("Robot", username="robot_bot", is_bot=True)
    await shared.client.set_member(group.chat, robot.id, "member")
    question = await group.say(QUESTION, by=robot)
    said = await group.say("/ask", to=question)
    reply = await group.reply(said)
    assert "41 metres" in reply.text
    assert replied_to(reply) == said.id


async def test_a_call_below_its_own_message_says_how_to_ask(shared: Running) -> None:
    group = await new_group(shared)
    answer = await group.reply(await group.say(f"/ask {QUESTION}"))
    assert "/ask your question" in (await group.reply(await group.say("/ask", to=answer))).text


async def test_a_caption_can_ask_too(shared: Running) -> None:
    group = await new_group(shared)
    photo: JsonObject = {"file_id": "F", "file_unique_id": "U", "file_size": 1, "width": 1, "height": 1}
    entity: JsonObject = {"type": "mention", "offset": 0, "length": len(NAME)}
    said = await group.send({"photo": [photo], "caption": f"{NAME} {QUESTION}", "caption_entities": [entity]})
    assert "41 metres" in (await group.reply(said)).text


@pytest.mark.parametrize("text", ["/ask", NAME, "/help", "/start", f"/help{NAME}"])
async def test_with_nothing_to_go_on_it_says_how_to_ask_once(shared: Running, text: str) -> None:
    group = await new_group(shared)
    said = await group.say(text)
    reply = await group.reply(said)
    assert "/ask your question" in reply.text
    assert NAME in reply.text
    assert not reply.buttons
    assert await group.replies(await group.say(text)) == []


@pytest.mark.parametrize("text", ["/topics", f"/topics{NAME}"])
async def test_the_topics_are_in_the_private_chat(shared: Running, text: str) -> None:
    group = await new_group(shared)
    said = await group.say(text)
    reply = await group.reply(said)
    assert "private chat" in reply.text
    assert replied_to(reply) == said.id
    [button] = reply.buttons
    assert (button.text, button.url) == ("All topics", "https://t.me/tanya_local_bot?start=topics")
    started = await shared.client.start(group.ani, "topics")
    assert "What would you like to know about?" in (await next_reply(shared.client, group.ani, started)).text


async def test_an_answer_has_votes_and_a_link_into_the_private_chat(shared: Running) -> None:
    group = await new_group(shared)
    reply = await group.reply(await group.say(f"/ask {QUESTION}"))
    assert [button.text for button in reply.buttons] == ["👍", "👎", "More"]
    assert reply.buttons[2].url == "https://t.me/tanya_local_bot?start=fact-tower-height"
    await shared.client.press(group.bea, reply, text="👍")
    changed = await group.reply(reply)
    assert [button.text for button in changed.buttons] == ["👍 1", "👎", "More"]


async def test_an_unsure_question_gets_buttons_and_a_press_turns_them_into_the_answer(
    shared: Running, facts_unclear: str
) -> None:
    group = await new_group(shared)
    reply = await group.reply(await group.say(f"/ask {facts_unclear}"))
    assert "Did you mean" in reply.text
    assert "Something else" not in [button.text for button in reply.buttons]
    await shared.client.press(group.bea, reply, text=reply.buttons[0].text)
    changed = await group.reply(reply)
    assert changed.id == reply.id
    assert "Source:" in changed.text


async def test_an_unknown_question_gets_one_short_line(shared: Running) -> None:
    group = await new_group(shared)
    reply = await group.reply(await group.say("/ask banana cake recipe"))
    assert reply.text == "I don't know: the facts I have don't cover that."
    assert not reply.buttons


@pytest.mark.parametrize(("text", "word"), [("hi", "Hello"), ("thank you!", "welcome"), ("who are you?", "I am Tanya")])
async def test_small_talk_meant_for_it_gets_a_word_back(shared: Running, text: str, word: str) -> None:
    group = await new_group(shared)
    rows = len(shared.rows())
    reply = await group.reply(await group.say(f"{NAME} {text}"))
    assert word in reply.text
    assert not reply.buttons
    assert len(shared.rows()) == rows


async def test_an_answer_stays_in_its_forum_topic(shared: Running) -> None:
    group = await new_group(shared, is_forum=True)
    await shared.client.set_topic(group.chat, 77)
    said = await group.say(f"{NAME} {QUESTION}", thread=77)
    reply = await group.reply(said)
    assert (reply.json["message_thread_id"], reply.json["is_topic_message"]) == (77, True)


async def test_an_answer_stays_among_the_comments_of_a_post(shared: Running) -> None:
    group = await new_group(shared)
    channel = await shared.client.add_chat("News", chat_type="channel", administrators=[group.bea])
    post = await shared.client.say(group.bea, f"{NAME} {QUESTION}", chat_id=channel.id)
    copy = await shared.client.forward_post(post, group.chat)
    assert await group.replies(copy) == []
    comment = await group.say(f"/ask {QUESTION}", to=copy)
    reply = await group.reply(comment)
    assert reply.json["message_thread_id"] == comment.json["message_thread_id"]
    assert replied_to(reply) == comment.id


async def test_an_anonymous_administrator_and_a_channel_may_ask(shared: Running) -> None:
    group = await new_group(shared)
    channel = await shared.client.add_chat("News", chat_type="channel", administrators=[group.bea])
    for sender in (group.chat.id, channel.id):
        said = await group.say(f"/ask {QUESTION}", by=group.bea, as_chat=sender)
        assert "41 metres" in (await group.reply(said)).text


async def test_an_edited_question_changes_its_answer(shared: Running) -> None:
    group = await new_group(shared)
    said = await group.say(f"/ask {QUESTION}")
    reply = await group.reply(said)
    await shared.client.edit(group.ani, said, "/ask How often does the lamp turn?")
    changed = await group.reply(reply)
    assert changed.id == reply.id
    assert "ten seconds" in changed.text
    await shared.client.edit(group.ani, said, "/ask banana cake recipe")
    changed = await group.reply(changed)
    assert "I don't know" in changed.text
    await shared.client.edit(group.ani, said, f"{NAME} thanks!")
    changed = await group.reply(changed)
    assert (changed.id, changed.text) == (reply.id, "You are welcome! Ask on whenever you like.")


async def test_an_edit_that_nobody_sees_changes_nothing(shared: Running) -> None:
    group = await new_group(shared)
    said = await group.say(f"/ask {QUESTION}")
    reply = await group.reply(said)
    rows = len(shared.rows())
    await shared.client.edit(group.ani, said, f"/ask  {QUESTION} ")
    assert await group.replies(reply) == []
    assert len(shared.rows()) == rows


async def test_an_edited_question_whose_answer_is_gone_gets_nothing(
    shared: Running, caplog: pytest.LogCaptureFixture
) -> None:
    group = await new_group(shared)
    said = await group.say(f"/ask {QUESTION}")
    reply = await group.reply(said)
    await shared.app.application.bot.delete_message(group.chat.id, reply.id)
    await shared.client.edit(group.ani, said, "/ask How often does the lamp turn?")
    assert [message.deleted for message in await group.replies(reply)] == [True]
    assert not noise(caplog)


@pytest.mark.parametrize("text", [QUESTION, f"@other_bot {QUESTION}"])
async def test_an_edit_of_what_was_not_answered_stays_unanswered(shared: Running, text: str) -> None:
    group = await new_group(shared, bot="administrator")
    said = await group.say(text)
    await shared.client.edit(group.ani, said, f"/ask {QUESTION}")
    assert await group.replies(said) == []


async def test_what_is_no_longer_meant_for_it_keeps_its_answer(shared: Running) -> None:
    group = await new_group(shared, bot="administrator")
    said = await group.say(f"/ask {QUESTION}")
    reply = await group.reply(said)
    await shared.client.edit(group.ani, said, "never mind")
    assert await group.replies(reply) == []


@pytest.mark.parametrize(
    "text", ["tower " * 681 + "towe", "x" * 4091, "كم يبلغ ارتفاع المنارة؟ \u202eabc", "🗼" * 50, "<b>&amp;</i>"]
)
async def test_odd_texts_get_one_reply(shared: Running, text: str) -> None:
    group = await new_group(shared)
    assert (await group.reply(await group.say(f"/ask {text}"))).text
