"""Groups, topics, inline mode and guest mode on the page."""

import base64

import pytest
from playwright.async_api import BrowserContext, expect

from bot.local_api.json_types import JsonValue
from bot.local_api.server import LocalApiServer
from tests.browser.chat import ChatPage
from tests.browser.conftest import Local, call, next_update, opened
from tests.handlers.facts import HEIGHT

pytestmark = pytest.mark.asyncio(loop_scope="session")

BOT = "@tanya_local_bot"
# A picture of one pixel.
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


async def test_the_bot_is_asked_in_the_group_by_mention(chat: ChatPage) -> None:
    await chat.open("Reading group")
    await chat.say("nothing for the bot")
    answer = await chat.ask(f"{BOT} {HEIGHT['en']}")
    await expect(answer).to_contain_text("41 metres")
    await expect(answer.locator(".quote")).to_contain_text(HEIGHT["en"])
    await expect(chat.messages.filter(has_text="nothing for the bot")).to_have_count(1)


async def test_the_bot_is_asked_in_a_topic_and_answers_there(chat: ChatPage) -> None:
    await chat.open("Forum › Questions")
    await expect(chat.log).to_contain_text("opened the topic Questions")
    answer = await chat.ask(f"/ask {HEIGHT['ru']}")
    await expect(answer).to_contain_text("41 метр")
    await chat.open("Forum › Small talk")
    await expect(chat.log).to_contain_text("opened the topic Small talk")
    await expect(chat.messages).to_have_count(0)


async def test_another_user_speaks_in_the_same_group(chat: ChatPage) -> None:
    await chat.open("Reading group")
    await chat.say("from one")
    await chat.speak_as("Sari")
    await expect(chat.page.get_by_role("heading", level=2)).to_have_text("Reading group")
    await chat.say("from the other")
    await expect(chat.messages.last).to_contain_text("from the other")
    await expect(chat.messages.last).to_have_class("bubble own")
    await expect(chat.messages.filter(has_text="from one").last).to_have_class("bubble")


async def test_words_elsewhere_are_counted_as_new(chat: ChatPage, local: Local) -> None:
    user = await local.person()
    await chat.speak_as(user)
    await chat.ask("/start")
    await chat.open("Forum › General")
    row = chat.page.get_by_label("Chats").get_by_role("button", name=f"private, with {user.first_name}")
    await local.bot_does("sendMessage", chat_id=user.id, text="over here")
    await expect(row).to_contain_text("1 new")
    await row.click()
    await expect(row).not_to_contain_text("new")


async def test_an_inline_result_is_chosen_with_the_keyboard(chat: ChatPage) -> None:
    await chat.open("Reading group")
    await chat.entry.fill(f"{BOT} ticket price")
    await expect(chat.options.first).to_contain_text("Tickets & discounts")
    await chat.entry.press("ArrowDown")
    await expect(chat.options.first).to_have_attribute("aria-selected", "true")
    await expect(chat.entry).to_have_attribute("aria-activedescendant", "option-0")
    await chat.entry.press("Enter")
    await expect(chat.messages.last).to_contain_text("A ticket is <b>five</b> coins")
    await expect(chat.messages.last).to_contain_text("via @tanya_local_bot")
    await expect(chat.entry).to_have_value("")


async def test_inline_results_go_on_at_the_lists_end(chat: ChatPage, local: Local) -> None:
    await chat.speak_as(await local.person())
    await chat.entry.fill(f"{BOT} ")
    await expect(chat.options.first).to_be_visible()
    first = await chat.options.count()
    await chat.entry.fill(f"{BOT} room second floor")
    await expect(chat.page.get_by_text("and more;")).to_be_visible()
    first = await chat.options.count()
    await chat.options.last.scroll_into_view_if_needed()
    await expect(chat.options.nth(first)).to_be_attached()
    ids = await chat.options.all_inner_texts()
    assert len(set(ids)) == len(ids) > first


async def test_nothing_found_inline_offers_the_private_chat(chat: ChatPage) -> None:
    await chat.speak_as("You")
    await chat.open("Reading group")
    await chat.entry.fill(f"{BOT} zzqx")
    button = chat.page.locator("#inline-button")
    await expect(button).not_to_be_empty()
    await button.click()
    await expect(chat.page.get_by_text("private chat with You")).to_be_visible()
    await expect(chat.messages.first).to_contain_text("/start")


async def test_guest_mode(context: BrowserContext, quiet_server: LocalApiServer) -> None:
    bot = f"{quiet_server.base_url}{quiet_server.token}"
    async with opened(context, quiet_server.url) as chat:
        await chat.open("Friends")
        await expect(chat.page.get_by_text("the bot is no member")).to_be_visible()
        await chat.say("not for the bot")
        await expect(chat.messages).to_have_count(1)
        await chat.say(f"{BOT} how tall is it?")
        guest = await next_update(bot, "guest_message")
        assert guest["text"] == f"{BOT} how tall is it?"
        article: JsonValue = {
            "type": "article",
            "id": "1",
            "title": "x",
            "input_message_content": {"message_text": "41 metres"},
        }
        await call(bot, "answerGuestQuery", guest_query_id=guest["guest_query_id"], result=article)
        await expect(chat.messages.last).to_contain_text("41 metres")
        await expect(chat.messages).to_have_count(3)


async def test_the_bot_answers_a_guest(chat: ChatPage) -> None:
    await chat.open("Friends")
    await chat.speak_as("Sari")
    answer = await chat.ask(f"{BOT} {HEIGHT['id']}")
    await expect(answer).to_contain_text("41 meter")


async def test_photos_are_shown_and_documents_downloaded(chat: ChatPage, local: Local) -> None:
    user = await local.person()
    await chat.speak_as(user)
    await chat.ask("/start")
    await local.bot_uploads("sendPhoto", {"photo": ("one.png", PNG)}, chat_id=user.id, caption="a pixel")
    picture = chat.messages.last.get_by_role("img", name="a pixel")
    await expect(picture).to_have_js_property("naturalWidth", 1)
    await local.bot_uploads("sendDocument", {"document": ("<b>.csv", b"a,b\n1,2\n")}, chat_id=user.id)
    async with chat.page.expect_download() as started:
        await chat.messages.last.get_by_role("link", name="<b>.csv").click()
    download = await started.value
    path = await download.path()
    assert path.read_bytes() == b"a,b\n1,2\n"
