"""The page as such: keyboard, phone, colours, side panel, accessibility."""

import re
from importlib.resources import files
from typing import Literal

import pytest
from playwright.async_api import BrowserContext, Page, expect

from tests.browser.chat import ChatPage
from tests.browser.conftest import Local, opened
from tests.handlers.facts import HEIGHT

pytestmark = pytest.mark.asyncio(loop_scope="session")

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
GROUND = "getComputedStyle(document.body).backgroundColor"
TAB_ORDER = (
    "skip", "speaker", "language", "place", "theme", "panel-toggle", "log", "commands-button", "attach", "text",
)  # fmt: skip
MANY = 200  # presses of the Tab key
GRAVE = {"serious", "critical"}


async def axe_faults(page: Page) -> list[str]:
    """Give what axe-core finds on the page as it is, as far as it is serious."""
    await page.evaluate(AXE)
    violations = await page.evaluate("axe.run().then((results) => results.violations)")
    return [
        f"{fault['id']}: {fault['help']}: {[node['html'] for node in fault['nodes']]}"
        for fault in violations
        if fault["impact"] in GRAVE
    ]


async def test_axe_finds_a_fault_where_there_is_one(chat: ChatPage) -> None:
    await chat.page.evaluate("document.querySelector('#text').removeAttribute('aria-label')")
    await chat.page.evaluate("document.querySelector('#text').removeAttribute('placeholder')")
    assert [fault for fault in await axe_faults(chat.page) if fault.startswith("label:")]


@pytest.mark.parametrize("colours", ["light", "dark"])
async def test_no_serious_fault_of_accessibility(
    chat: ChatPage, local: Local, colours: Literal["light", "dark"]
) -> None:
    await chat.page.emulate_media(color_scheme=colours)
    await chat.speak_as(await local.person())
    answer = await chat.ask(HEIGHT["en"])
    await chat.ask(HEIGHT["ru"])
    await answer.hover()
    await chat.page.get_by_role("button", name="Bot API").click()
    await chat.page.locator("#traffic-list summary").last.click()
    await chat.entry.press_sequentially("/")
    await expect(chat.options.first).to_be_visible()
    assert await axe_faults(chat.page) == []
    await chat.page.get_by_role("tab", name="Explanation").click()
    await expect(chat.page.get_by_role("tabpanel").get_by_role("table").first).to_be_visible()
    await chat.entry.fill("@tanya_local_bot room")
    await expect(chat.options.first).to_contain_text("room")
    assert await axe_faults(chat.page) == []
    await chat.page.set_viewport_size({"width": 360, "height": 740})
    assert await axe_faults(chat.page) == []


async def test_the_commands_menu_by_keyboard(chat: ChatPage, local: Local) -> None:
    await chat.speak_as(await local.person("id"))
    await chat.entry.press_sequentially("/")
    await expect(chat.options.first).to_have_attribute("aria-selected", "true")
    await chat.entry.press("ArrowDown")
    second = chat.options.nth(1)
    await expect(second).to_have_attribute("aria-selected", "true")
    await expect(second.locator("[lang=id]")).to_be_visible()
    command = await second.locator("b").inner_text()
    await chat.entry.press("Escape")
    await expect(chat.options.first).to_be_hidden()
    await chat.entry.press("Backspace")
    await chat.entry.press_sequentially("/")
    await chat.entry.press("ArrowDown")
    await chat.entry.press("Enter")
    await expect(chat.messages.first).to_contain_text(command)
    await expect(chat.messages.nth(1)).to_be_visible()
    await expect(chat.entry).to_have_value("")
    await expect(chat.entry).to_be_focused()


async def test_all_can_be_reached_by_tab_alone(chat: ChatPage) -> None:
    await expect(chat.page.locator(".place").first).to_be_visible()
    reached: list[str] = []
    while "send" not in reached and len(reached) < MANY:
        await chat.page.keyboard.press("Tab")
        reached.append(await chat.page.evaluate("document.activeElement.id || document.activeElement.className"))
    wanted = [
        "skip",
        "speaker",
        "language",
        "place",
        "theme",
        "panel-toggle",
        "log",
        "commands-button",
        "attach",
        "text",
    ]
    places = [reached.index(name) for name in wanted]
    assert places == sorted(places)


async def test_a_phone_has_two_screens(chat: ChatPage, local: Local) -> None:
    user = await local.person()
    await chat.page.set_viewport_size({"width": 360, "height": 740})
    chats = chat.page.get_by_label("Chats", exact=True)
    await chat.speak_as(user)
    await expect(chat.entry).to_be_hidden()
    await chats.get_by_role("button", name=f"private, with {user.first_name}").click()
    await expect(chats).to_be_hidden()
    answer = await chat.ask(HEIGHT["en"])
    await expect(answer).to_contain_text("41 metres")
    assert await chat.page.evaluate("document.documentElement.scrollWidth") <= 360
    await chat.page.get_by_role("button", name="Bot API").click()
    await expect(chat.page.get_by_label("Behind the chat").first).to_be_in_viewport()
    await expect(chat.page.get_by_role("tab", name="Bot API")).to_be_focused()
    await chat.page.keyboard.press("Escape")
    await expect(chat.page.get_by_label("Behind the chat").first).to_be_hidden()
    await chat.page.get_by_role("button", name="Back to the chats").click()
    await expect(chats).to_be_visible()


async def test_colours_follow_the_system_until_switched_and_are_remembered(
    context: BrowserContext, chat: ChatPage, local: Local
) -> None:
    light = await chat.page.evaluate(GROUND)
    await chat.page.emulate_media(color_scheme="dark")
    dark = await chat.page.evaluate(GROUND)
    assert light != dark
    await chat.page.get_by_label("Colours").select_option("light")
    assert await chat.page.evaluate(GROUND) == light
    async with opened(context, local.url) as again:
        await again.page.emulate_media(color_scheme="dark")
        assert await again.page.evaluate(GROUND) == light
        await expect(again.page.get_by_label("Colours")).to_have_value("light")
        await again.page.get_by_label("Colours").select_option("system")
        assert await again.page.evaluate(GROUND) == dark


async def test_the_side_panel_shows_calls_updates_and_the_explanation(chat: ChatPage, local: Local) -> None:
    user = await local.person()
    await chat.speak_as(user)
    toggle = chat.page.get_by_role("button", name="Bot API")
    await toggle.click()
    await expect(toggle).to_have_attribute("aria-expanded", "true")
    rows = chat.page.locator("#traffic-list > li:visible")
    await chat.ask(HEIGHT["en"])
    await expect(rows.filter(has_text="sendMessage").last).to_contain_text("200")
    update = rows.filter(has_text="updatemessage").last
    await update.locator("summary").click()
    await expect(update.locator("pre")).to_contain_text(f'"text": "{HEIGHT["en"]}"')
    await expect(rows.filter(has_text="getUpdates")).to_have_count(0)
    await chat.page.get_by_label("with getUpdates").check()
    await expect(rows.filter(has_text="getUpdates").first).to_be_visible()
    await chat.page.get_by_role("tab", name="Bot API").press("ArrowRight")
    panel = chat.page.get_by_role("tabpanel", name="Explanation")
    await expect(panel).to_contain_text("answer: tower-height")
    await expect(panel).to_contain_text("Likeliest facts")
    await chat.ask("banana cake recipe")
    await expect(panel).to_contain_text("unknown")
    await chat.page.get_by_role("button", name="Close the side panel").click()
    await expect(toggle).to_be_focused()


async def test_a_screen_reader_is_told_of_new_messages_only(chat: ChatPage, local: Local) -> None:
    await chat.speak_as(await local.person())
    await expect(chat.log).to_have_attribute("aria-busy", "false")
    await chat.ask("/start")
    await expect(chat.log).to_have_attribute("aria-label", "Messages")
    await expect(chat.messages.first).to_have_attribute("aria-label", re.compile(r"^Person .*, \d\d:\d\d$"))
