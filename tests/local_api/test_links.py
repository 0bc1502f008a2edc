"""Ways to the bot that are no ordinary text: deep links, the button above inline results, keyboard buttons."""

import time

import pytest
from telegram import (
    Bot,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultsButton,
    SwitchInlineQueryChosenChat,
)
from telegram.error import BadRequest

from bot.local_api.client import LocalApiClient, RefusedError
from bot.local_api.client_types import PlayedUser
from bot.local_api.server import LocalApiServer
from tests.local_api.conftest import confirm
from tests.local_api.test_answers import article, ask


async def test_deep_links(client: LocalApiClient, ani: PlayedUser) -> None:
    assert (await client.start(ani)).text == "/start"
    assert (await client.start(ani, "fact-1_a")).text == "/start fact-1_a"
    for payload in ("a b", "x" * 65, "é"):
        with pytest.raises(RefusedError, match="deep link"):
            await client.start(ani, payload)


async def test_the_button_above_inline_results(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    answer = await ask(bot, client, ani, [article()])
    await client.press_inline_button(ani, answer)
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.text == "/start more"
    query_id = await client.begin_inline(ani, "tea", chat_type="group")
    with pytest.raises(BadRequest, match="Start_param_invalid"):
        await bot.answer_inline_query(query_id, [], button=InlineQueryResultsButton("More", start_parameter="a b"))


async def test_buttons_that_do_not_call_the_bot(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    chosen = SwitchInlineQueryChosenChat(query="tea", allow_group_chats=True)
    row = [
        InlineKeyboardButton("A", url="https://example.org/"),
        InlineKeyboardButton("B", switch_inline_query=""),
        InlineKeyboardButton("C", switch_inline_query_current_chat="tea"),
        InlineKeyboardButton("D", switch_inline_query_chosen_chat=chosen),
        InlineKeyboardButton("E", copy_text=CopyTextButton("copied")),
    ]
    sent = await bot.send_message(ani.id, "x", reply_markup=InlineKeyboardMarkup([row]))
    assert sent.reply_markup == InlineKeyboardMarkup([row])
    url, elsewhere, here, chat, copy = (await client.wait_messages(ani.id))[-1].buttons
    assert (url.url, url.switch_inline_query) == ("https://example.org/", None)
    assert elsewhere.switch_inline_query == ""
    assert here.switch_inline_query_current_chat == "tea"
    assert chat.switch_inline_query_chosen_chat == {"query": "tea", "allow_group_chats": True}
    assert copy.copy_text == "copied"
    long = InlineKeyboardMarkup([[InlineKeyboardButton("E", copy_text=CopyTextButton("x" * 257))]])
    with pytest.raises(BadRequest, match="Button_copy_text_invalid"):
        await bot.send_message(ani.id, "x", reply_markup=long)


async def test_telegram_keeps_inline_results(
    server: LocalApiServer, bot: Bot, client: LocalApiClient, ani: PlayedUser
) -> None:
    budi = await client.add_user("Budi")
    kept = await ask(bot, client, ani, [article()])  # for 7 seconds, for her alone
    again = await client.inline(ani, "tea", offset="10", cached=True)
    assert (again.results, await client.pending()) == (kept.results, 0)
    for user, offset in ((budi, "10"), (ani, "20")):
        query_id = await client.begin_inline(user, "tea", offset=offset, cached=True)
        assert await confirm(bot) == 1
        await bot.answer_inline_query(query_id, [article("all")])
    shared = await client.inline(budi, "tea", offset="20", cached=True)
    assert [result.id for result in shared.results] == ["all"]
    assert (await client.choose(budi, shared, "all")).text == "x"
    await confirm(bot)
    server.world.clock = lambda: time.time() + 301
    with pytest.raises(TimeoutError):
        await client.inline(ani, "tea", offset="10", cached=True, timeout=0.05)
