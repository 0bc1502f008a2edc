"""How many rows of the question log are stored in a second: `python -m tests.benchmarks.rows`.

Each row is recorded as the running bot records it, and committed to the disk. PostgreSQL is measured where
TEST_POSTGRES names a server. A commit waits for the disk: figures of two machines, or of a busy one, are not alike.
"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from bot.storage.database import Database
from bot.storage.hashes import Hasher
from bot.storage.log import SqlQuestionLog
from handlers.records import AskedQuestion, ChatKind
from knowledge.verdict import Outcome
from tests.benchmarks.report import figure, heading, say, table
from tests.postgres import SERVER, fresh_database

# As many as the bot handles at once.
AT_ONCE = 64
ROWS = {1: 300, AT_ONCE: 3200}
MILLI = 1000


@dataclass(frozen=True)
class Stored:
    """Rows stored in a second, and the seconds that one waited."""

    per_second: float
    wait: float
    longest: float


def main() -> None:
    """Measure both databases and print it."""
    heading("Rows of the question log stored in a second")
    found = asyncio.run(_measure())
    rows = [
        (f"{name}, {count} at a time", figure(one.per_second), _ms(one.wait), _ms(one.longest))
        for (name, count), one in found.items()
    ]
    table(("database", "rows a second", "one waits, median", "longest"), rows)
    if not SERVER:
        say("\nPostgreSQL was not measured: TEST_POSTGRES names no server.")


async def _measure() -> dict[tuple[str, int], Stored]:
    found = {}
    with TemporaryDirectory() as folder:
        for count, rows in ROWS.items():
            url = f"sqlite+aiosqlite:///{Path(folder)}/{count}.sqlite"
            found["SQLite", count] = await _store(url, rows, count)
    for count, rows in ROWS.items() if SERVER else ():
        async with fresh_database() as url:
            found["PostgreSQL", count] = await _store(url, rows, count)
    return found


async def _store(url: str, rows: int, at_once: int) -> Stored:
    """Record some rows in a fresh log, so many at a time."""
    async with await Database.open(url) as database:
        log = SqlQuestionLog(database, Hasher(b"benchmark"))
        await log.record(_question(rows))
        numbers, waits = iter(range(rows)), []

        async def work() -> None:
            for number in numbers:
                began = perf_counter()
                await log.record(_question(number))
                waits.append(perf_counter() - began)

        began = perf_counter()
        await asyncio.gather(*(work() for _ in range(at_once)))
        seconds = perf_counter() - began
        await log.flush()
        if log.unsaved or (await log.stats()).questions != rows + 1:
            raise RuntimeError("not every row was stored")
    return Stored(rows / seconds, median(waits), max(waits))


def _question(number: int) -> AskedQuestion:
    text = f"What does the report say of operation number {number}?"
    now = datetime.now(UTC)
    return AskedQuestion(number, now, number, ChatKind.PRIVATE, "en", text, Outcome.ANSWER, "channel", 0.9, 0.02)


def _ms(seconds: float) -> str:
    return figure(seconds * MILLI, " ms")


if __name__ == "__main__":
    main()
