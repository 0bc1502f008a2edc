"""Charts drawn by a process of their own: the library would keep some 50 MB in the bot's memory for good."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE
from collections.abc import Sequence
from pathlib import Path

from handlers.admin import chart
from handlers.admin.chart import ChartWords
from handlers.records import DayCount

# It takes one or two seconds; a busy machine some more.
SECONDS = 30


class DrawingError(Exception):
    """A chart could not be drawn."""


class Drawing:
    """Has charts drawn, one at a time."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()

    async def draw(self, days: Sequence[DayCount], words: ChartWords) -> bytes:
        """Draw the days, at least one, as a PNG picture. Raises DrawingError."""
        async with self._turn:
            try:
                async with asyncio.timeout(SECONDS):
                    return await _run(chart.to_json(days, words))
            except TimeoutError:
                raise DrawingError(f"it took more than {SECONDS} s") from None
            except OSError as error:
                raise DrawingError(f"no process could be started ({error.strerror})") from error


async def _run(wanted: bytes) -> bytes:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", chart.__name__, env=_environment(), stdin=PIPE, stdout=PIPE, stderr=PIPE
    )
    try:
        picture, trouble = await process.communicate(wanted)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        last = trouble.decode(errors="replace").strip().splitlines()[-1:]
        raise DrawingError(f"the process ended with code {process.returncode} {' '.join(last)}".rstrip())
    return picture


def _environment() -> dict[str, str]:
    """Give this process's environment without the token; modules are found where this process found them."""
    own = {name: value for name, value in os.environ.items() if not name.upper().startswith("TANYA_")}
    return own | {"PYTHONPATH": os.pathsep.join(path or str(Path.cwd()) for path in sys.path)}
