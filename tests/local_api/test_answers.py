"""Button presses and inline queries, from the press to what the user sees."""

import asyncio
from collections.abc import Sequence

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultPhoto,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.error import BadRequest, NetworkError

from bot.local_api.client import LocalApiClient, RefusedError
from bot.local_api.client_types import InlineAnswer, PlayedUser
from bot.local_api.client_types import Message as Read
from tests.local_api.conftest import confirm

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])


def article(
    result_id: str = "1", title: str = "T", text: str = "<b>x</b>", *, keyboard: bool = False
) -> InlineQueryResultArticle:
    content = InputTextMessageContent(text, parse_mode="HTML")
    return InlineQueryResultArticle(result_id, title, content, KEYBOARD if keyboard else None)


async def with_button(bot: Bot, client: LocalApiClient, user: PlayedUser) -> Read:
    await bot.send_message(user.id, "?", reply_markup=KEYBOARD)
    return (await client.wait_messages(user.id))[-1]


async def next_update(bot: Bot) -> Update:
    (update,) = await bot.get_updates(timeout=5)
    await confirm(bot)
    return update


async def test_a_press_and_its_answer(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    message = await with_button(bot, client, ani)
    pressed = asyncio.create_task(client.press(ani, message, text="Yes"))
    query = (await next_update(bot)).callback_query
    assert query is not None
    assert (query.data, query.from_user.id) == ("y", ani.id)
    assert query.message is not None
    assert query.message.message_id == message.id
    with pytest.raises(BadRequest, match="Message_too_long"):
        await query.answer("x" * 201)
    assert await query.answer("x" * 200, show_alert=True)
    answer = await pressed
    assert (answer.text, answer.show_alert) == ("x" * 200, True)
    with pytest.raises(BadRequest, match="Query is too old and response timeout expired or query id is invalid"):
        await query.answer()


async def test_a_press_that_is_too_late_or_not_possible(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    message = await with_button(bot, client, ani)
    query_id = await client.begin_press(ani, message, data="y")
    await client.expire(query_id)
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(query_id)
    with pytest.raises(RefusedError, match="no button"):
        await client.begin_press(ani, message, data="z")
    await client.begin_press(ani, message, data="gone", stale=True)
    with pytest.raises(TimeoutError):
        await client.press(ani, message, data="y", timeout=0.05)


async def ask(
    bot: Bot, client: LocalApiClient, user: PlayedUser, results: Sequence[InlineQueryResultArticle]
) -> InlineAnswer:
    asked = asyncio.create_task(client.inline(user, "tea", offset="10"))
    query = (await next_update(bot)).inline_query
    assert query is not None
    assert (query.query, query.offset, query.from_user.id) == ("tea", "10", user.id)
    button = InlineQueryResultsButton("More", start_parameter="more")
    assert await query.answer(results, cache_time=7, is_personal=True, next_offset="20", button=button)
    return await asked


async def test_an_inline_query_its_results_and_a_choice(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    answer = await ask(bot, client, ani, [article("1"), article("2", keyboard=True)])
    assert [result.id for result in answer.results] == ["1", "2"]
    assert (answer.next_offset, answer.cache_time, answer.is_personal) == ("20", 7, True)
    chosen = await client.choose(ani, answer, "1")
    assert (chosen.text, chosen.sender_id, chosen.inline_message_id) == ("x", ani.id, "")
    feedback, message = await bot.get_updates()
    assert feedback.chosen_inline_result is not None
    assert feedback.chosen_inline_result.result_id == "1"
    assert message.message is not None
    assert message.message.via_bot == bot.bot
    with pytest.raises(RefusedError, match="no result"):
        await client.choose(ani, answer, "3")


async def test_a_chosen_result_with_a_keyboard_can_be_pressed_and_edited(
    bot: Bot, client: LocalApiClient, ani: PlayedUser
) -> None:
    group = await client.add_chat(members=[ani], bot="left")
    answer = await ask(bot, client, ani, [article(keyboard=True)])
    message = await client.choose(ani, answer, "1", chat_id=group.id)
    feedback = (await next_update(bot)).chosen_inline_result
    assert feedback is not None
    assert feedback.inline_message_id == message.inline_message_id
    pressed = asyncio.create_task(client.press(ani, message, data="y"))
    query = (await next_update(bot)).callback_query
    assert query is not None
    assert (query.message, query.inline_message_id) == (None, message.inline_message_id)
    assert await query.edit_message_text("done") is True
    await query.answer()
    await pressed
    (read,) = await client.wait_messages(group.id, after=message.sequence)
    assert (read.text, read.buttons) == ("done", ())
    with pytest.raises(BadRequest, match="Message_id_invalid"):
        await bot.edit_message_text("x", inline_message_id="rubbish")


@pytest.mark.parametrize(
    ("results", "offset", "error"),
    [
        ([article(str(number)) for number in range(51)], "", "Too many inline query results specified"),
        ([article("1"), article("1")], "", "Result_id_duplicate"),
        ([article("я" * 33)], "", "Result_id_invalid"),
        ([article("")], "", "Result_id_empty"),
        ([article(title=" ")], "", "Article_title_empty"),
        ([article(text="x" * 4097)], "", "Message_too_long"),
        ([article(text="")], "", "Message text is empty"),
        ([article(text="<x>")], "", "Can't parse entities: unsupported start tag"),
        ([article()], "x" * 65, "Next_offset_invalid"),
    ],
)
async def test_refuses_results(
    bot: Bot, client: LocalApiClient, ani: PlayedUser, results: list[InlineQueryResultArticle], offset: str, error: str
) -> None:
    query_id = await client.begin_inline(ani, "tea")
    with pytest.raises(BadRequest, match=error):
        await bot.answer_inline_query(query_id, results, next_offset=offset)
    assert await bot.answer_inline_query(query_id, [])


async def test_results_that_are_not_covered_say_so(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    query_id = await client.begin_inline(ani, "tea")
    photo = InlineQueryResultPhoto("1", "https://example.org/a.jpg", "https://example.org/b.jpg")
    with pytest.raises(NetworkError, match="does not cover inline query results of type photo"):
        await bot.answer_inline_query(query_id, [photo])
