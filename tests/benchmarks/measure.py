"""Clocks and scales: time of calls, memory of a process, work in a process of its own."""

import gc
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from time import perf_counter, process_time
from typing import TypeVar

import numpy as np
from pydantic import BaseModel

from bot.settings import BUNDLED_FACTS
from tests.benchmarks.report import say

Result = TypeVar("Result")
Answer = TypeVar("Answer", bound=BaseModel)

ROOT = Path(__file__).parent.parent.parent
# A measurement that takes longer is stopped, and said to be too slow.
LONGEST_SECONDS = 600
# A process that wants more is stopped before the machine is in trouble.
MOST_MEMORY = 16 * 2**30
MEGABYTE = 2**20


def timed(work: Callable[[], Result]) -> tuple[Result, float]:
    """Give what the work gives, and its seconds."""
    result, seconds, _ = timed_with_cpu(work)
    return result, seconds


def timed_with_cpu(work: Callable[[], Result]) -> tuple[Result, float, float]:
    """Give what the work gives, its seconds, and those of the processor: what a busy machine makes no longer."""
    gc.collect()
    start, cpu = perf_counter(), process_time()
    result = work()
    return result, perf_counter() - start, process_time() - cpu


def seconds_each(work: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """Give the seconds of each call."""
    seconds = []
    for text in texts:
        start = perf_counter()
        work(text)
        seconds.append(perf_counter() - start)
    return seconds


def percentile(values: Sequence[float], percent: float) -> float:
    """Give the value below which so many percent of the values lie."""
    return float(np.percentile(values, percent))


def memory(pid: int | str = "self") -> tuple[float | None, float | None]:
    """Give the megabytes that a process holds now, and held at most; None where the system has no /proc."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None, None
    fields = dict(line.split(":", maxsplit=1) for line in lines if ":" in line)

    def megabytes(name: str) -> float:
        return int(fields[name].split()[0]) * 1024 / MEGABYTE

    return megabytes("VmRSS"), megabytes("VmHWM")


def limit_memory() -> None:
    """Let this process fail rather than take the machine's memory, where the system can."""
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def in_own_process(answer: type[Answer], module: str, *arguments: object) -> Answer | str:
    """Run a module of the benchmarks that prints one JSON object; give it, or why there is none."""
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", *map(str, arguments)]
    try:
        ran = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT, timeout=LONGEST_SECONDS)
    except subprocess.TimeoutExpired:
        return f"stopped after {LONGEST_SECONDS} s"
    if ran.returncode:
        say(ran.stderr)
        reason = ran.stderr.strip().splitlines()[-1:] or ["no reason given"]
        return f"failed: {reason[0]}"
    return answer.model_validate_json(ran.stdout)


def environment(cache: Path) -> Mapping[str, str]:
    """Give the environment of a `tanya` with the bundled facts that keeps its index under `cache`."""
    return {**os.environ, "HOME": str(cache), "XDG_CACHE_HOME": str(cache), "TANYA_FACTS": str(BUNDLED_FACTS)}
