"""The bot as a process of its own."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

from tests.conftest import TOKEN

ADMIN = 777
# From the signal to the end of an idle bot; the rest is room for a busy machine.
STOP_SECONDS = 10.0


class BotProcess:
    """`python -m bot run` in a folder of its own, which holds its facts, its log and what it says.

    `database` is the log's file, where it lies elsewhere; `settings` are further variables of its environment.
    """

    def __init__(self, folder: Path, url: str, *, token: str = TOKEN, database: str = "", **settings: str) -> None:
        self.folder = folder
        self.database = Path(database) if database else folder / "tanya.sqlite"
        self.facts = folder / "facts"
        self._errors = folder / "stderr.txt"
        usual = {
            "TANYA_TOKEN": token, "TANYA_API_URL": url, "TANYA_FACTS": str(self.facts), "TANYA_ADMINS": str(ADMIN),
            "TANYA_DATABASE": f"sqlite+aiosqlite:///{self.database}",
        }  # fmt: skip
        self._environment = environment(**usual | settings)
        self._process: asyncio.subprocess.Process | None = None

    @property
    def settings(self) -> Mapping[str, str]:
        """The environment it runs in, for other commands on the same log."""
        return self._environment

    @property
    def stderr(self) -> str:
        """What the process has said on standard error, over all its starts."""
        return self._errors.read_text(encoding="utf-8") if self._errors.exists() else ""

    @property
    def pid(self) -> int:
        """The id of the process."""
        assert self._process is not None
        return self._process.pid

    @property
    def ended(self) -> bool:
        """Whether the process has ended by itself."""
        return self._process is not None and self._process.returncode is not None

    async def start(self) -> None:
        """Start the process; updates may be queued before it is ready."""
        with self._errors.open("ab") as errors:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=self.folder, env=self._environment,
                stdin=asyncio.subprocess.DEVNULL, stdout=errors, stderr=errors,
            )  # fmt: skip

    async def stop(self, number: int = signal.SIGTERM) -> tuple[int, float]:
        """Send a signal, if the process still runs, and wait; give the exit code and the seconds it took."""
        assert self._process is not None
        began = asyncio.get_running_loop().time()
        if self._process.returncode is None:
            self._process.send_signal(number)
        code = await self.wait()
        return code, asyncio.get_running_loop().time() - began

    async def wait(self, seconds: float = 30) -> int:
        """Wait for the process to end by itself; give its exit code. One that does not end is killed."""
        assert self._process is not None
        try:
            async with asyncio.timeout(seconds):
                return await self._process.wait()
        finally:
            if self._process.returncode is None:
                self._process.kill()
                await self._process.wait()


@asynccontextmanager
async def running(process: BotProcess) -> AsyncIterator[BotProcess]:
    """Run a process until the end of the context."""
    await process.start()
    try:
        yield process
    finally:
        await process.stop()


def environment(**settings: str) -> Mapping[str, str]:
    """Give this environment with these settings and no other of Tanya's."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("TANYA_")}
    return own | settings | {"LC_ALL": "C.UTF-8", "NO_COLOR": "1"}


async def until(condition: Callable[[], Awaitable[bool]], seconds: float = 30) -> None:
    """Wait until something holds. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110 - it happens in another process
            await asyncio.sleep(0.05)


async def run_to_end(
    command: str, settings: Mapping[str, str], *, cwd: Path, stdin: bytes | Path = b"", seconds: float = 120
) -> tuple[int, str, str]:
    """Run a command with an input (bytes: a pipe; a path: a file) to its end; give exit code, output and errors."""
    with ExitStack() as stack:
        source = asyncio.subprocess.PIPE if isinstance(stdin, bytes) else stack.enter_context(stdin.open("rb"))
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", command, cwd=cwd, env=environment(**settings),
            stdin=source, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
    try:
        async with asyncio.timeout(seconds):
            output, errors = await process.communicate(stdin if isinstance(stdin, bytes) else None)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode is not None
    return process.returncode, output.decode(), errors.decode()
