"""Finding the system's Chromium, and running `tanya run` without a token."""

import asyncio
import re
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.e2e.process import STOP_SECONDS, environment

ARGUMENTS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
START_SECONDS = 60


def find_chromium() -> str | None:
    """Give the system's Chromium, if it has one."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)


@asynccontextmanager
async def local_run(folder: Path, **settings: str) -> AsyncIterator[str]:
    """Run the process without a token in a folder of its own; give the page's address. It has to end well."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=folder,
        env=environment(TANYA_LISTEN="127.0.0.1:0", PYTHONUNBUFFERED="1", **settings),
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield await _address(process)
    finally:
        if process.returncode is None:
            process.terminate()
        async with asyncio.timeout(STOP_SECONDS):
            code = await process.wait()
    assert code == 0


async def _address(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    async with asyncio.timeout(START_SECONDS):
        async for line in process.stdout:
            if found := re.search(rb"http://127\.0\.0\.1:[0-9]+", line):
                return found[0].decode()
    raise AssertionError("the process did not tell its address")
