"""How many messages a second are answered through the local Bot API, beside a bare echo bot of the library.

`make bench`, or `python -m tests.benchmarks.throughput`. The server runs in this process, each bot in its own. The
bots take turns, several rounds of each, since a shared machine is not equally quick all the time.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bot.local_api.server import LocalApiServer
from bot.settings import BUNDLED_FACTS
from knowledge.reading import read_facts
from tests.benchmarks.load import WAITING, Load
from tests.benchmarks.measure import ROOT, environment
from tests.benchmarks.report import figure, heading, say, table
from tests.delivery.hooks import free_port

TOKEN = "123456:local"
ANSWERS = 1_000
ROUNDS = 3
MODES = ("polling", "webhook")
STOP_SECONDS = 30


@dataclass(frozen=True)
class Bot:
    """A program that answers: its command and its settings, both for a Bot API server and a free port."""

    name: str
    mode: str
    folder: Path
    rates: list[float] = field(default_factory=list)

    def command(self, url: str, port: int) -> list[str]:
        """Give what starts it."""
        if self.name == "Tanya":
            return [sys.executable, "-m", "bot", "run"]
        echo = [sys.executable, "-m", "tests.benchmarks.echo_bot", TOKEN, url]
        return [*echo, "--webhook", str(port)] if self.mode == "webhook" else echo

    def settings(self, url: str, port: int) -> Mapping[str, str]:
        """Give its environment. Telegram's limit of 30 messages a second is lifted, for it would be all there is."""
        wanted = {
            "TANYA_TOKEN": TOKEN, "TANYA_API_URL": url, "TANYA_MODE": self.mode,
            "TANYA_DATABASE": f"sqlite+aiosqlite:///{self.folder / f'{self.mode}.sqlite'}",
            "TANYA_MESSAGES_PER_SECOND": "1000000",
        }  # fmt: skip
        if self.mode == "webhook":
            wanted |= {
                "TANYA_WEBHOOK_URL": f"http://127.0.0.1:{port}/hook", "TANYA_WEBHOOK_SECRET": "secret",
                "TANYA_LISTEN": f"127.0.0.1:{port}",
            }  # fmt: skip
        return {**environment(self.folder), **wanted}


def main() -> None:
    """Measure and print."""
    heading(f"Messages answered a second; {WAITING} wait at a time, median of {ROUNDS} rounds of {ANSWERS:,}")
    with TemporaryDirectory() as folder:
        bots = [Bot(name, mode, Path(folder)) for mode in MODES for name in ("echo bot", "Tanya")]
        for number in range(ROUNDS):
            # In turn the one and the other first.
            for bot in bots if number % 2 == 0 else reversed(bots):
                bot.rates.append(asyncio.run(measure(bot)))
    rows = []
    for echo, tanya in zip(bots[::2], bots[1::2], strict=True):
        ratio = median(tanya.rates) / median(echo.rates)
        rows.append((tanya.mode, *(figure(median(bot.rates)) for bot in (echo, tanya)), figure(ratio)))
    table(("mode", "bare echo bot", "Tanya, every row stored", "ratio"), rows)
    say(f"\nLowest and highest: {', '.join(_span(bot) for bot in bots)}.")


async def measure(bot: Bot) -> float:
    """Start a bot on a server of its own, let it answer one question to warm up, and measure it."""
    questions = [question for fact in read_facts(BUNDLED_FACTS).facts.values() for question in fact.questions["en"]]
    async with LocalApiServer(TOKEN) as server, running(bot, server.url):
        load = Load(server, questions)
        await load.answers_per_second(2)
        await load.confirmed()
        rate = await load.answers_per_second(ANSWERS)
        await load.confirmed()
        return rate


@asynccontextmanager
async def running(bot: Bot, url: str) -> AsyncIterator[None]:
    """Run a bot until the end of the context."""
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        *bot.command(url, port), cwd=ROOT, env=bot.settings(url, port),
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        async with asyncio.timeout(STOP_SECONDS):
            await process.wait()


def _span(bot: Bot) -> str:
    return f"{bot.name} by {bot.mode} {figure(min(bot.rates))}–{figure(max(bot.rates))}"


if __name__ == "__main__":
    main()
