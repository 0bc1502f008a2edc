"""Votes below answers: one a person and answer, counted, wherever the answer stands."""

from pathlib import Path

import pytest
from telegram import InlineKeyboardMarkup

from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import Message, PlayedUser, as_object, as_objects, as_text
from bot.local_api.server import LocalApiServer
from handlers.buttons import topic_button
from handlers.replies import vote_buttons
from tests.conftest import TOKEN
from tests.handlers.bots import Running, ask, next_reply, running_bot, serving, settings_for
from tests.handlers.facts import HEIGHT
from tests.handlers.test_buttons import press_json
from tests.storage.helpers import locked_by_another

pytestmark = pytest.mark.asyncio(loop_scope="session")

UP, DOWN = "v:+:tower-height", "v:-:tower-height"
OUT_OF_DATE = "This button is out of date. Please ask again."


def counts(message: Message) -> list[str]:
    return [button.text for button in message.buttons if button.data.startswith("v:")]


async def voted(shared: Running, user: PlayedUser, message: Message, data: str) -> Message:
    """Vote, and give the message as it is then."""
    answer = await shared.client.press(user, message, data=data, stale=True)
    assert answer.text
    assert not answer.show_alert
    await shared.client.settle()
    messages = await shared.client.wait_messages(message.chat_id, after=message.sequence)
    return next(changed for changed in messages if changed.id == message.id)


async def posted(shared: Running, chat_id: int) -> Message:
    """Have the bot post an answer with votes into a group, as its handlers for groups do."""
    keyboard = InlineKeyboardMarkup([vote_buttons("tower-height"), [topic_button("en", "light", "The light")]])
    sent = await shared.app.application.bot.send_message(chat_id, "41 metres", reply_markup=keyboard)
    messages = await shared.client.wait_messages(chat_id)
    return next(message for message in messages if message.id == sent.message_id)


async def test_in_a_group_everybody_has_one_vote_and_the_buttons_show_the_counts(
    shared: Running, ani: PlayedUser
) -> None:
    bea = await shared.client.add_user("Bea", language_code="en")
    group = await shared.client.add_chat("Group", members=[ani, bea])
    answer = await posted(shared, group.id)
    once = await voted(shared, ani, answer, UP)
    assert counts(once) == ["👍 1", "👎"]
    assert (once.text, once.buttons[-1].text) == ("41 metres", "The light"), "only the counts change"
    twice = await voted(shared, bea, once, UP)
    assert counts(twice) == ["👍 2", "👎"]
    assert counts(await voted(shared, ani, twice, DOWN)) == ["👍 1", "👎 1"]


async def inline_vote(shared: Running, user: PlayedUser, inline_id: str, data: str) -> tuple[str, list[str]]:
    """Vote below an inline message; give what the person is told and what the buttons are made to show."""
    query, pressed = press_json(shared, user, data)
    await shared.client.push({"callback_query": pressed | {"inline_message_id": inline_id}})
    await shared.client.settle()
    assert query.answer is not None
    call = (await shared.client.calls("editMessageReplyMarkup"))[-1]
    assert call.parameters["inline_message_id"] == inline_id
    rows = as_object(call.parameters["reply_markup"])["inline_keyboard"]
    assert isinstance(rows, list)
    return as_text(query.answer["text"]), [as_text(button["text"]) for button in as_objects(rows[0])]


async def test_an_inline_message_counts_by_its_own_id(shared: Running, ani: PlayedUser) -> None:
    bea = await shared.client.add_user("Bea", language_code="en")
    one, other = f"one {ani.id}", f"other {ani.id}"
    assert await inline_vote(shared, ani, one, UP) == ("Thank you!", ["👍 1", "👎", "↗ Share"])
    assert (await inline_vote(shared, bea, one, DOWN))[1] == ["👍 1", "👎 1", "↗ Share"]
    assert (await inline_vote(shared, bea, other, DOWN))[1] == ["👍", "👎 1", "↗ Share"]
    assert (await inline_vote(shared, bea, one, UP))[1] == ["👍 2", "👎", "↗ Share"]


async def test_two_facts_shown_in_one_message_have_votes_of_their_own(shared: Running, ani: PlayedUser) -> None:
    message = await shared.ask(ani, "/topics")
    for step in ("t:en:light", "h:en:tower-height", UP, "t:en:light", "h:en:lamp", "v:-:lamp", "h:en:tower-height"):
        await shared.client.press(ani, message, data=step, stale=True)
        await shared.client.settle()
        message = (await shared.client.wait_messages(ani.id, after=message.sequence))[-1]
    before = message
    again = await shared.client.press(ani, before, data=UP, stale=True)
    assert again.text == "I have noted that already."
    await shared.client.settle()
    [message] = await shared.client.wait_messages(ani.id, after=before.sequence)
    assert counts(message) == ["👍 1", "👎"], "the counts that the message had before it showed another fact"


@pytest.mark.parametrize("data", ["v:+:gone", "v:*:lamp", "v::lamp", "v:+", "v:+:lamp:x", "v:++:lamp"])
async def test_a_vote_on_a_fact_that_is_gone_or_a_forged_one_is_out_of_date(
    shared: Running, ani: PlayedUser, data: str
) -> None:
    message = await shared.ask(ani, HEIGHT["en"])
    answer = await shared.client.press(ani, message, data=data, stale=True)
    assert (answer.text, answer.show_alert) == (OUT_OF_DATE, True)


async def test_a_vote_counts_though_its_message_cannot_be_changed_any_more(
    shared: Running, ani: PlayedUser, caplog: pytest.LogCaptureFixture
) -> None:
    message = await shared.ask(ani, HEIGHT["en"])
    await shared.client.fail(
        "error", "editMessageReplyMarkup", status=400, description="Bad Request: message can't be edited"
    )
    assert (await shared.client.press(ani, message, data=UP)).text == "Thank you!"
    await shared.client.settle()
    assert (await shared.client.press(ani, message, data=UP)).text == "I have noted that already."
    assert not caplog.records


@pytest.mark.parametrize(
    ("language", "words"), [("en", "I cannot note that"), ("id", "belum bisa mencatatnya"), ("ru", "не получается")]
)
async def test_while_the_database_is_in_trouble_a_vote_gets_a_sentence_and_the_next_one_counts(
    tmp_path: Path, facts: Path, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    monkeypatch.setattr("bot.storage.database.BUSY_SECONDS", 0.3)
    async with running_bot(tmp_path, facts) as running:
        user = await running.client.add_user("Eva", language_code=language)
        message = await running.ask(user, HEIGHT[language])
        async with locked_by_another(tmp_path / "tanya.sqlite"):
            assert words in (await running.client.press(user, message, data=UP)).text
        await running.client.press(user, message, data=UP)
        assert counts(await next_reply(running.client, user, message)) == ["👍 1", "👎"]


async def test_votes_outlive_a_restart(tmp_path: Path, facts: Path) -> None:
    settings = settings_for(tmp_path, facts)
    async with LocalApiServer(TOKEN) as server, LocalApiClient(server.url) as client:
        user = await client.add_user("Ani", language_code="en")
        async with serving(server, settings):
            message = await ask(client, user, HEIGHT["en"])
            await client.press(user, message, data=UP)
            await client.settle()
        async with serving(server, settings):
            assert (await client.press(user, message, data=UP, stale=True)).text == "I have noted that already."
