"""The chat page in the system's Chromium, on the real process without a token."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import chain, combinations, count
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, async_playwright

from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import PlayedUser, as_object, as_objects
from bot.local_api.json_types import JsonObject, JsonValue
from bot.local_api.server import LocalApiServer
from bot.running import LOCAL_TOKEN
from knowledge.text import words
from knowledge.verdict import Outcome
from tests.browser.chat import ChatPage
from tests.browser.process import ARGUMENTS, find_chromium, local_run
from tests.conftest import TOKEN
from tests.handlers.facts import topic_files, write_facts

_user_ids = count(8_000_001)


@dataclass(frozen=True)
class Local:
    """A running `tanya run` without a token, and who plays there beside the page."""

    url: str
    client: LocalApiClient
    facts: Path

    async def person(self, language: str = "en") -> PlayedUser:
        """Bring in somebody new, so that no test meets another's words or limits."""
        number = next(_user_ids)
        return await self.client.add_user(f"Person {number}", language_code=language, user_id=number)

    async def unclear_wording(self, language: str) -> str:
        """Give a few words of the facts' questions to which the bot suggests something."""
        facts = [fact for content in topic_files().values() for fact in content.get("facts", [])]
        known = sorted({word for fact in facts for text in fact["questions"][language] for word in words(text)})
        async with httpx.AsyncClient(trust_env=False) as http:
            for some in chain(known, map(" ".join, combinations(known, 2))):
                said = (await http.get(f"{self.url}/control/explain", params={"text": some})).json()["result"]
                if (said["outcome"], said["language"]) == (Outcome.SUGGEST, language):
                    return some
        raise AssertionError(f"no few words are unclear to the matcher in {language}")

    async def bot_does(self, method: str, **parameters: JsonValue) -> JsonValue:
        """Call the Bot API as the bot; give the result."""
        return await call(f"{self.url}/bot{LOCAL_TOKEN}", method, **parameters)

    async def bot_uploads(self, method: str, files: dict[str, tuple[str, bytes]], **parameters: str | int) -> None:
        """Call a method of the Bot API that takes a file, as the bot."""
        async with httpx.AsyncClient(trust_env=False) as http:
            fields = {name: str(value) for name, value in parameters.items()}
            answer = await http.post(f"{self.url}/bot{LOCAL_TOKEN}/{method}", data=fields, files=files)
        assert answer.is_success, answer.text


async def call(address: str, method: str, **parameters: JsonValue) -> JsonValue:
    """Call a method of the Bot API; give the result."""
    async with httpx.AsyncClient(trust_env=False) as http:
        answer = await http.post(f"{address}/{method}", json=parameters)
    assert answer.is_success, answer.text
    result: JsonValue = answer.json()["result"]
    return result


async def next_update(address: str, kind: str) -> JsonObject:
    """Give what the first update of a kind carries, of those that are there or come soon."""
    updates = as_objects(await call(address, "getUpdates", timeout=5))
    return next(as_object(update[kind]) for update in updates if kind in update)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Give the system's Chromium; a machine without one skips these tests, unless it is to judge a change."""
    found = find_chromium()
    if found is None:
        reason = "the browser tests need the system's Chromium: apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """Run one browser for all tests."""
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield running
        await running.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def local(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Local]:  # noqa: ARG001
    """Run the process, with the cast that the page brings in."""
    folder = tmp_path_factory.mktemp("page")
    facts = write_facts(folder / "facts")
    async with (
        local_run(folder, TANYA_FACTS=str(facts)) as url,
        LocalApiClient(url) as client,
        httpx.AsyncClient(base_url=url, trust_env=False) as http,
    ):
        (await http.post("/control/cast")).raise_for_status()
        yield Local(url, client, facts)


@pytest_asyncio.fixture(loop_scope="session")
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    """Give a browser that remembers nothing."""
    fresh = await browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="light")
    fresh.set_default_timeout(10_000)
    yield fresh
    await fresh.close()


@pytest_asyncio.fixture(loop_scope="session")
async def chat(context: BrowserContext, local: Local) -> AsyncIterator[ChatPage]:
    """Open the page of the running bot."""
    async with opened(context, local.url) as page:
        yield page


@pytest_asyncio.fixture(loop_scope="session")
async def quiet_server() -> AsyncIterator[LocalApiServer]:
    """Run a server without a bot: the test itself is the bot, call by call."""
    async with LocalApiServer(TOKEN) as running:
        yield running


@asynccontextmanager
async def opened(context: BrowserContext, url: str) -> AsyncIterator[ChatPage]:
    """Open a page; at the end nothing may stand in its console, and no request may have left this machine."""
    page = await context.new_page()
    shown = ChatPage(page)

    def keep(fault: str, *, when: bool = True) -> None:
        if when:
            shown.faults.append(fault)

    page.on("console", lambda line: keep(line.text, when=line.type in {"error", "warning"}))
    page.on("pageerror", lambda error: keep(str(error)))
    context.on("request", lambda request: keep(request.url, when=not request.url.startswith(f"{url}/")))
    await page.goto(url)
    yield shown
    assert not shown.faults
