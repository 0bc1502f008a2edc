"""A private chat on the page: questions, buttons, edits, what messages look like."""

import re

import pytest
from playwright.async_api import BrowserContext, expect

from bot.local_api.json_types import JsonValue
from bot.local_api.server import LocalApiServer
from tests.browser.chat import ChatPage
from tests.browser.conftest import Local, call, next_update, opened
from tests.handlers.facts import HEIGHT, LANGUAGES

pytestmark = pytest.mark.asyncio(loop_scope="session")

ANSWER = {
    "id": ("Menara itu setinggi 41 meter.", "Sumber: Harbour & Sons"),
    "en": ("The tower is 41 metres tall.", "Source: Harbour & Sons"),
    "ru": ("Высота башни 41 метр.", "Источник: Harbour & Sons"),
}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_question_is_answered_in_each_language(chat: ChatPage, local: Local, language: str) -> None:
    await chat.speak_as(await local.person(language))
    await expect(chat.page.get_by_label("Client language")).to_have_value(language)
    answer = await chat.ask(HEIGHT[language])
    for part in ANSWER[language]:
        await expect(answer).to_contain_text(part)
    await expect(answer.locator("b").first).to_be_visible()


async def test_the_client_language_can_be_switched(chat: ChatPage, local: Local) -> None:
    await chat.speak_as(await local.person("en"))
    await chat.page.get_by_label("Client language").select_option("ru")
    await expect(chat.page.get_by_text("private chat with")).to_be_visible()
    await chat.page.get_by_role("button", name="Start", exact=True).click()
    await expect(chat.messages.nth(1)).to_contain_text("Здравствуйте! Я Таня.")
    await expect(chat.messages.nth(1).locator(".text")).to_have_attribute("lang", "ru")


async def test_a_suggestion_is_pressed(chat: ChatPage, local: Local) -> None:
    await chat.speak_as(await local.person())
    reply = await chat.ask(await local.unclear_wording("en"))
    suggestion = reply.get_by_role("button").first
    title = await suggestion.inner_text()
    await suggestion.click()
    await expect(chat.log).to_contain_text("Source: Harbour & Sons")
    await expect(chat.log.locator("b").filter(has_text=title)).to_be_visible()


async def test_a_vote_is_thanked_and_shown(chat: ChatPage, local: Local) -> None:
    await chat.speak_as(await local.person())
    answer = await chat.ask(HEIGHT["en"])
    await chat.press(answer, "👍")
    await expect(chat.page.locator(".toast")).to_have_text("Thank you!")
    await chat.press(answer, "👎")
    await expect(chat.page.locator(".toast").last).to_contain_text("Try asking in other words")


async def test_topics_are_browsed_in_place_and_the_focus_stays(chat: ChatPage, local: Local) -> None:
    await chat.speak_as(await local.person())
    topics = await chat.ask("/topics")
    button = topics.get_by_role("button", name="Visits")
    await button.focus()
    await chat.page.keyboard.press("Enter")
    fact = topics.get_by_role("button", name="Tickets & discounts")
    await expect(fact).to_be_visible()
    await expect(topics).to_contain_text("edited")
    await expect(topics.locator(":focus")).to_have_count(1)
    await fact.click()
    await expect(chat.log).to_contain_text("A ticket is <b>five</b> coins; children <6 & guides enter")
    await expect(chat.messages.filter(has_text="coins").get_by_role("button", name="«").first).to_be_visible()


async def test_ones_own_message_is_edited_and_replied_to(chat: ChatPage, local: Local) -> None:
    user = await local.person()
    await chat.speak_as(user)
    await chat.ask("How often does the lamp turn?")
    reply = chat.messages.nth(1)
    await chat.entry.press("ArrowUp")
    await expect(chat.entry).to_have_value("How often does the lamp turn?")
    await chat.say(HEIGHT["en"])
    await expect(chat.messages.first).to_contain_text(HEIGHT["en"])
    await expect(chat.messages.first).to_contain_text("edited")
    await expect(chat.page.get_by_text("Edit your message")).to_be_hidden()
    await reply.hover()
    await reply.get_by_role("button", name="Reply", exact=True).click()
    await expect(chat.page.get_by_text("Reply to Tanya: ")).to_be_visible()
    await chat.say("ticket price")
    await expect(chat.messages.filter(has_text="ticket price").locator(".quote").first).to_contain_text("Tanya")


async def test_formatting_is_by_entities_and_never_markup(chat: ChatPage, local: Local) -> None:
    user = await local.person()
    await chat.speak_as(user)
    await chat.ask("/start")
    text = (
        "🦊🦊 <b>bold <i>both</i></b> &lt;img src=x onerror=alert(1)&gt; <code>x &lt; y</code> "
        '<tg-spoiler>the end</tg-spoiler> <a href="https://example.org/a?b">link</a>'
        "<pre><code class='language-python'>print(1)</code></pre>"
    )
    await local.bot_does("sendMessage", chat_id=user.id, text=text, parse_mode="HTML")
    last = chat.messages.last
    await expect(last.locator("b")).to_have_text("bold both")
    await expect(last.locator("b i")).to_have_text("both")
    await expect(last.locator("code")).to_have_text("x < y")
    await expect(last.locator("pre")).to_have_text("print(1)")
    await expect(last).to_contain_text("🦊🦊 bold both <img src=x onerror=alert(1)>")
    link = last.get_by_role("link", name="link")
    await expect(link).to_have_attribute("href", "https://example.org/a?b")
    await expect(link).to_have_attribute("rel", "noopener noreferrer")
    spoiler = last.get_by_role("button", name="the end")
    await expect(spoiler).to_have_css("color", "rgba(0, 0, 0, 0)")
    await spoiler.click()
    await expect(spoiler).to_have_attribute("aria-pressed", "true")
    await expect(spoiler).not_to_have_css("color", "rgba(0, 0, 0, 0)")


async def test_typing_shows_and_deleted_messages_vanish(chat: ChatPage, local: Local) -> None:
    user = await local.person()
    await chat.speak_as(user)
    await chat.ask("/start")
    await local.bot_does("sendChatAction", chat_id=user.id, action="typing")
    await expect(chat.page.get_by_text("Tanya is typing …")).to_be_visible()
    sent = await local.bot_does("sendMessage", chat_id=user.id, text="soon gone")
    assert isinstance(sent, dict)
    await expect(chat.page.get_by_text("Tanya is typing …")).to_be_hidden()
    await expect(chat.messages.last).to_contain_text("soon gone")
    await local.bot_does("deleteMessage", chat_id=user.id, message_id=sent["message_id"])
    await expect(chat.messages.filter(has_text="soon gone")).to_have_count(0)


async def test_buttons_of_every_kind(chat: ChatPage, local: Local) -> None:
    user = await local.person()
    await chat.speak_as(user)
    await chat.ask("/start")
    rows: JsonValue = [
        [{"text": "Deep", "url": "https://t.me/tanya_local_bot?start=tower-height"}],
        [{"text": "Search", "switch_inline_query_current_chat": "rope"}],
        [{"text": "Copy", "copy_text": {"text": "copied words"}}],
        [{"text": "Elsewhere", "url": "https://example.org/"}],
    ]
    await local.bot_does("sendMessage", chat_id=user.id, text="choose", reply_markup={"inline_keyboard": rows})
    choose = chat.messages.filter(has_text="choose").last
    await expect(choose.get_by_role("link", name="Elsewhere")).to_have_attribute("target", "_blank")
    await chat.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await chat.press(choose, "Copy")
    await expect(chat.page.locator(".toast")).to_have_text("Copied")
    assert await chat.page.evaluate("navigator.clipboard.readText()") == "copied words"
    await chat.press(choose, "Search")
    await expect(chat.entry).to_have_value("@tanya_local_bot rope")
    await expect(chat.options.first).to_contain_text("The rope room")
    await chat.entry.press("Escape")
    await choose.get_by_role("link", name="Deep").click()
    await expect(chat.messages.filter(has_text=re.compile("/start tower-height"))).to_be_visible()


async def test_a_button_is_busy_until_answered_and_an_alert_waits_for_its_ok(
    context: BrowserContext, quiet_server: LocalApiServer
) -> None:
    bot = f"{quiet_server.base_url}{quiet_server.token}"
    async with opened(context, quiet_server.url) as chat:
        await chat.page.get_by_role("button", name="Start", exact=True).click()
        await expect(chat.messages).to_have_count(1)
        user = next(user.id for user in quiet_server.world.users.values() if user.first_name == "You")
        keyboard: JsonValue = {"inline_keyboard": [[{"text": "Press", "callback_data": "pressed"}]]}
        await call(bot, "sendMessage", chat_id=user, text="a button", reply_markup=keyboard)
        await chat.press(chat.messages.last, "Press")
        button = chat.messages.last.get_by_role("button", name="Press")
        await expect(button).to_have_attribute("aria-busy", "true")
        query = await next_update(bot, "callback_query")
        assert query["data"] == "pressed"
        await call(bot, "answerCallbackQuery", callback_query_id=query["id"], text="Look & see", show_alert=True)
        await expect(chat.page.get_by_role("dialog")).to_contain_text("Look & see")
        await expect(button).not_to_have_attribute("aria-busy", "true")
        await chat.page.get_by_role("button", name="OK").click()
        await expect(chat.page.get_by_role("dialog")).to_be_hidden()


async def test_a_reply_keyboard_is_shown_and_taken_away(chat: ChatPage, local: Local) -> None:
    user = await local.person()
    await chat.speak_as(user)
    await chat.ask("/start")
    markup: JsonValue = {"keyboard": [[HEIGHT["en"]]]}
    await local.bot_does("sendMessage", chat_id=user.id, text="keys", reply_markup=markup)
    await chat.page.get_by_role("group", name="Keyboard").get_by_role("button").click()
    await expect(chat.messages.last).to_contain_text("41 metres")
    await local.bot_does("sendMessage", chat_id=user.id, text="none", reply_markup={"remove_keyboard": True})
    await expect(chat.page.get_by_role("group", name="Keyboard")).to_be_hidden()


async def test_what_the_server_refuses_is_told(chat: ChatPage, local: Local) -> None:
    await chat.speak_as(await local.person())
    await chat.entry.fill("x" * 4097)
    await chat.entry.press("Enter")
    await expect(chat.page.locator(".toast")).to_contain_text("1 to 4096")
    await expect(chat.entry).to_have_value("x" * 4097)
    assert chat.faults == ["Failed to load resource: the server responded with a status of 400 (Bad Request)"]
    chat.faults.clear()
