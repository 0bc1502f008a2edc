"""When the chat page opens by itself."""

import asyncio
import os
import pty
import re
import sys
from pathlib import Path

import pytest

from bot.browser import has_browser
from tests.e2e.process import STOP_SECONDS, environment, until
from tests.handlers.facts import few_facts, write_facts


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"DISPLAY": ""}, "linux", False),
        ({}, "linux", False),
        ({}, "darwin", True),
        ({}, "win32", True),
        ({"DISPLAY": ":0", "BROWSER": "firefox"}, "linux", True),
        ({"DISPLAY": ":0", "BROWSER": "none"}, "linux", False),
        ({"DISPLAY": ":0", "BROWSER": ""}, "linux", False),
        ({"BROWSER": "none"}, "darwin", False),
    ],
)
def test_a_browser_is_likely_on_a_desktop_and_can_be_refused(
    environment: dict[str, str], platform: str, expected: bool
) -> None:
    assert has_browser(environment, platform) is expected


@pytest.fixture
def browser(tmp_path: Path) -> Path:
    """Give a program that writes down what it is to open."""
    program = tmp_path / "browser.sh"
    program.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\n', encoding="utf-8")
    program.chmod(0o755)
    return program


@pytest.mark.parametrize(("wanted", "command"), [(True, "run"), (False, "run"), (True, "chat")])
async def test_the_page_opens_by_itself_at_a_terminal(
    tmp_path: Path, browser: Path, *, wanted: bool, command: str
) -> None:
    facts = write_facts(tmp_path / "facts", few_facts())
    settings = environment(
        TANYA_FACTS=str(facts), TANYA_LISTEN="127.0.0.1:0", DISPLAY=":0", BROWSER=str(browser) if wanted else "none"
    )
    control, terminal = pty.openpty()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", command, cwd=tmp_path, env=settings, stdin=terminal, stdout=terminal,
    )  # fmt: skip
    os.close(terminal)
    said = b""
    try:
        async with asyncio.timeout(30):
            while b"TANYA_TOKEN" not in said:
                said += await asyncio.to_thread(os.read, control, 4096)
        url = re.search(rb"http://127\.0\.0\.1:[0-9]+", said)
        assert url
        opened = tmp_path / "opened"
        if wanted and command == "run":
            await until(lambda: asyncio.to_thread(lambda: opened.exists() and bool(opened.read_text())))
            assert opened.read_text(encoding="utf-8").strip() == url[0].decode()
        process.terminate()
        async with asyncio.timeout(STOP_SECONDS):
            await process.wait()
        assert opened.exists() is (wanted and command == "run")
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        os.close(control)
