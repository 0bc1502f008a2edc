"""A server that goes and comes again while the page is open."""

import re

import pytest
from playwright.async_api import BrowserContext, expect

from bot.local_api.client import LocalApiClient
from bot.local_api.server import LocalApiServer
from tests.browser.conftest import opened
from tests.conftest import TOKEN

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_page_waits_for_the_server_and_shows_the_same_chat_again(context: BrowserContext) -> None:
    async with LocalApiServer(TOKEN) as first, opened(context, first.url) as chat:
        await chat.speak_as("Sari")
        await chat.open("Reading group")
        await chat.say("before")
        await expect(chat.messages).to_have_count(1)
        group = next(chat.id for chat in first.world.chats.values() if chat.title == "Reading group")
        sari = next(user.id for user in first.world.users.values() if user.first_name == "Sari")
        await first.__aexit__(None, None, None)
        await expect(chat.page.get_by_text("trying again")).to_be_visible()
        async with LocalApiServer(TOKEN, port=first.port, world=first.world) as again:
            async with LocalApiClient(again.url) as client:
                user = await client.add_user("Sari", user_id=sari)
                await client.say(user, "meanwhile", chat_id=group)
            await expect(chat.messages).to_have_count(2)
            await expect(chat.page.get_by_role("heading", level=2)).to_have_text("Reading group")
            await expect(chat.page.get_by_text("you speak as Sari")).to_be_visible()
            await expect(chat.page.get_by_text("on the local Bot API")).to_be_visible()
    assert all(re.search("ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY", fault) for fault in chat.faults)
    chat.faults.clear()
