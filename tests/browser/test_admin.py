"""The admin on the page: facts read anew, the mistake of a broken file, a document sent."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser.chat import ChatPage
from tests.browser.conftest import Local
from tests.handlers.facts import topic_files, write_facts

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def facts_put_back(local: Local) -> AsyncIterator[None]:
    """Leave the files as they were; the old facts stay in use all the time."""
    yield
    write_facts(local.facts)


async def test_the_commands_menu_has_the_admins_commands_for_the_admin_alone(chat: ChatPage) -> None:
    await chat.speak_as("Admin")
    await chat.ask("/start")
    await chat.entry.press_sequentially("/rel")
    await expect(chat.options).to_have_count(1)
    await expect(chat.options.first).to_contain_text("/reload")
    await chat.speak_as("You")
    await chat.entry.press_sequentially("/rel")
    await expect(chat.options).to_have_count(0)


@pytest.mark.usefixtures("facts_put_back")
async def test_facts_are_reloaded_and_the_mistake_of_a_broken_file_is_seen(chat: ChatPage, local: Local) -> None:
    await chat.speak_as("Admin")
    await chat.say("/reload")
    await expect(chat.messages.last).to_contain_text("16 facts", timeout=30_000)
    file = local.facts / "light.yaml"
    good = file.read_text(encoding="utf-8")
    file.write_text(good.replace("answer:", "anwser:", 1), encoding="utf-8")
    line = 1 + good[: good.index("answer:")].count("\n")
    await chat.say("/reload")
    await expect(chat.messages.last).to_contain_text(f"light.yaml:{line}:", timeout=30_000)
    await expect(chat.messages.last).to_contain_text("the old ones stay in use")


async def test_a_document_is_sent_and_judged(chat: ChatPage) -> None:
    await chat.speak_as("Admin")
    await chat.ask("/start")
    files = topic_files()
    broken = "topic: {id: light, title: [unclosed"
    assert files
    chosen = chat.page.locator("#file")
    await chosen.set_input_files({"name": "light.yaml", "mimeType": "text/yaml", "buffer": broken.encode()})
    sent = chat.messages.filter(has=chat.page.get_by_role("link", name="light.yaml")).last
    await expect(sent).to_have_class("bubble own")
    await expect(chat.messages.last).to_contain_text("light.yaml:1", timeout=30_000)
