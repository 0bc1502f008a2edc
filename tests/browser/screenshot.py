"""Draws the picture of the README from the running page: `python -m tests.browser.screenshot FILE`."""

import asyncio
import sys
import tempfile
from pathlib import Path

from playwright.async_api import async_playwright, expect

from tests.browser.chat import ChatPage
from tests.browser.process import ARGUMENTS, find_chromium, local_run

QUESTIONS = ("what is operation Channel", "что такое операция «Нелегал»?")
MOST_BYTES = 200_000


async def draw(target: Path) -> None:
    """Ask in two languages and take the picture. Raises `RuntimeError` without Chromium."""
    chromium = find_chromium()
    if chromium is None:
        raise RuntimeError("the picture needs the system's Chromium: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder:
        async with local_run(Path(folder)) as url, async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=chromium, args=(*ARGUMENTS, "--disable-lcd-text")
            )
            page = await browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="light", locale="en")
            await page.goto(url)
            chat = ChatPage(page)
            await page.get_by_role("button", name="Bot API").click()
            await page.get_by_role("button", name="Clear").click()
            for question in QUESTIONS:
                await expect(await chat.ask(question)).to_contain_text("LenteraMerah")
            await page.locator("#traffic-list summary").filter(has_text="sendMessage").first.click()
            await page.evaluate("document.activeElement.blur()")
            await page.screenshot(path=target, animations="disabled")
            await browser.close()


def main() -> None:
    """Draw the picture."""
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    asyncio.run(draw(target))
    if (size := target.stat().st_size) > MOST_BYTES:
        sys.exit(f"{target} has {size} bytes, more than {MOST_BYTES}")


if __name__ == "__main__":
    main()
