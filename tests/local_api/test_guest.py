"""Guest mode: asked in a group where it is no member, the bot answers there once."""

import asyncio

import pytest
from telegram import Bot, Message
from telegram.error import BadRequest

from bot.local_api.client import LocalApiClient, RefusedError
from bot.local_api.client_types import PlayedChat, PlayedUser
from tests.local_api.conftest import confirm
from tests.local_api.test_answers import article


@pytest.fixture
async def group(client: LocalApiClient, ani: PlayedUser) -> PlayedChat:
    """Give a group without the bot."""
    return await client.add_chat("Tea", members=[ani], bot="left")


async def next_guest_message(bot: Bot) -> Message:
    (update,) = await bot.get_updates(timeout=5)
    await confirm(bot)
    assert update.guest_message is not None
    return update.guest_message


async def test_a_guest_query_and_its_answer(
    bot: Bot, client: LocalApiClient, ani: PlayedUser, group: PlayedChat
) -> None:
    first = await client.say(ani, "Where do penguins live?", chat_id=group.id)
    asking = asyncio.create_task(client.guest(ani, "@tanya_local_bot this", group.id, reply_to=first))
    message = await next_guest_message(bot)
    assert message.chat.id == group.id
    assert message.reply_to_message is not None
    assert message.reply_to_message.text == "Where do penguins live?"
    sent = await message.answer_guest_query(article(keyboard=True))
    answer = await asking
    assert (answer.text, answer.from_bot, answer.chat_id) == ("x", True, group.id)
    assert answer.inline_message_id == sent.inline_message_id
    assert answer.json["guest_bot_caller_user"] == message.to_dict()["from"]
    with pytest.raises(BadRequest, match="Query is too old and response timeout expired or query id is invalid"):
        await message.answer_guest_query(article())

    pressed = asyncio.create_task(client.press(ani, answer, data="y"))
    (update,) = await bot.get_updates(timeout=5)
    assert update.callback_query is not None
    assert update.callback_query.inline_message_id == sent.inline_message_id
    await update.callback_query.edit_message_text("done")
    await update.callback_query.answer()
    await pressed
    assert (await client.wait_messages(group.id, after=answer.sequence))[-1].text == "done"


async def test_a_reply_to_its_answer_asks_again(
    bot: Bot, client: LocalApiClient, ani: PlayedUser, group: PlayedChat
) -> None:
    query_id = await client.begin_guest(ani, "@tanya_local_bot hi", group.id)
    await (await next_guest_message(bot)).answer_guest_query(article())
    answer = await client.guest_answer(query_id)
    await client.begin_guest(ani, "and now?", group.id, reply_to=answer)
    assert (await next_guest_message(bot)).text == "and now?"


async def test_an_ordinary_message_that_names_the_bot_asks_it_as_a_guest(
    bot: Bot, client: LocalApiClient, ani: PlayedUser, group: PlayedChat
) -> None:
    await client.say(ani, "hello all", chat_id=group.id)
    said = await client.say(ani, "@tanya_local_bot hi", chat_id=group.id)
    message = await next_guest_message(bot)
    assert message.message_id == said.id
    await message.answer_guest_query(article())
    answer = (await client.wait_messages(group.id, after=said.sequence))[-1]
    await client.say(ani, "and now?", chat_id=group.id, reply_to=answer)
    assert (await next_guest_message(bot)).text == "and now?"
    await client.change_bot(supports_guest_queries=False)
    await client.say(ani, "@tanya_local_bot hi", chat_id=group.id)
    assert await client.pending() == 0


async def test_guest_queries_that_are_too_late_or_wrong(
    bot: Bot, client: LocalApiClient, ani: PlayedUser, group: PlayedChat
) -> None:
    query_id = await client.begin_guest(ani, "@tanya_local_bot hi", group.id)
    with pytest.raises(BadRequest, match="Message text is empty"):
        await bot.answer_guest_query(query_id, article(text=""))
    await client.expire(query_id)
    for wrong in (query_id, "17"):
        with pytest.raises(BadRequest, match="Query is too old"):
            await bot.answer_guest_query(wrong, article())
    with pytest.raises(TimeoutError):
        await client.guest(ani, "@tanya_local_bot hi", group.id, timeout=0.05)


async def test_where_nobody_can_ask_as_a_guest(
    client: LocalApiClient, bot: Bot, ani: PlayedUser, group: PlayedChat
) -> None:
    with pytest.raises(RefusedError, match="names @tanya_local_bot"):
        await client.begin_guest(ani, "@other_bot hi", group.id)
    with pytest.raises(RefusedError, match="no member"):
        await client.begin_guest(ani, "@tanya_local_bot hi", ani.id)
    await client.change_bot(supports_guest_queries=False)
    with pytest.raises(RefusedError, match="no guest queries"):
        await client.begin_guest(ani, "@tanya_local_bot hi", group.id)
    await client.change_bot(supports_guest_queries=True)
    await client.set_member(group, bot.id, "member")
    with pytest.raises(RefusedError, match="no member"):
        await client.begin_guest(ani, "@tanya_local_bot hi", group.id)
