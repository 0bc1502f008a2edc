"""From the start of a process to its first answer, and what the running bot holds in memory."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.measure import ROOT, environment, memory, percentile, timed

QUESTION = "what is operation Channel"
STARTS = 5


@dataclass(frozen=True)
class Start:
    """Seconds to an answer without an index and with one; megabytes of a bot that answered, now and at most."""

    cold: float
    cached: float
    help: float
    memory: float | None
    peak: float | None


def measure_start() -> Start:
    """Ask `tanya ask` without an index, then with the one that it left, then talk with the bot."""
    with TemporaryDirectory() as folder:
        cache = Path(folder)
        cold = _tanya(cache, "ask", QUESTION)
        cached = percentile([_tanya(cache, "ask", QUESTION) for _ in range(STARTS)], 50)
        bare = percentile([_tanya(cache, "--help") for _ in range(STARTS)], 50)
        now, most = _memory_of_bot(cache)
    return Start(cold, cached, bare, now, most)


def _tanya(home: Path, *arguments: str) -> float:
    command = [sys.executable, "-m", "bot", *arguments]
    return timed(lambda: subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env=environment(home)))[1]


def _memory_of_bot(home: Path) -> tuple[float | None, float | None]:
    """Give the memory of `tanya chat` after an answer: the whole bot, and the local Bot API with it."""
    bot = subprocess.Popen(
        [sys.executable, "-m", "bot", "chat"],
        cwd=ROOT,
        env={**environment(home), "TANYA_DATABASE": f"sqlite+aiosqlite:///{home / 'log.sqlite'}"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with bot:
        assert bot.stdin
        assert bot.stdout
        bot.stdin.write(f"{QUESTION}\n")
        bot.stdin.flush()
        for line in bot.stdout:
            if line.startswith("Source:"):
                break
        used = memory(bot.pid)
        bot.stdin.close()
        bot.stdout.read()
    return used
