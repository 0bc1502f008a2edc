"""How fast verdicts and indexes are: `make bench`, or `python -m tests.benchmarks.speed [--quick]`.

Every figure is measured now, on this machine; ratios compare engines within one run. Nothing is judged here: a timed
test would fail on a busy machine.
"""

import argparse
import os
import platform
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.measure import in_own_process
from tests.benchmarks.report import figure, heading, say, table
from tests.benchmarks.speed_bundled import QUESTIONS, REPEATS, Bundled
from tests.benchmarks.speed_sizes import MESSAGES, Asked, Built
from tests.benchmarks.speed_start import measure_start

SIZES = (1_000, 10_000, 100_000)
MILLI = 1000


def main() -> None:
    """Measure all and print it."""
    parser = argparse.ArgumentParser(description="Measure the speed of verdicts and indexes.")
    parser.add_argument("--quick", action="store_true", help=f"leave {SIZES[-1]:,} example questions out")
    quick = parser.parse_args().quick
    say(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start")
    show_bundled()
    show_start()
    show_sizes(SIZES[:-1] if quick else SIZES)


def show_bundled() -> None:
    """Print the figures of the bundled facts."""
    found = in_own_process(Bundled, "speed_bundled")
    heading("The bundled facts")
    if isinstance(found, str):
        say(found)
        return
    say(f"{found.facts} facts, {found.questions:,} example questions, {found.near_misses:,} near misses.\n")
    rows = [
        (f"one verdict, p50 of {QUESTIONS:,} varied questions", _ms(found.p50)),
        ("one verdict, p99", _ms(found.p99)),
        ("one verdict, the longest", _ms(found.worst)),
        ("reading the files", figure(found.read, " s")),
        ("building the index", figure(found.build, " s")),
        ("building the index, seconds of the processor", figure(found.build_cpu, " s")),
        ("reading the files and loading a built index", figure(found.load, " s")),
        ("a built index on disk", figure(found.index_size, " MB")),
        ("peak memory while building", figure(found.build_peak, " MB")),
    ]
    table(("what", "measured"), rows)
    heading(f"Messages that are meant to hurt, {REPEATS} of each")
    table(
        ("message", "median", "longest"),
        [(name, _ms(median), _ms(longest)) for name, (median, longest) in found.hurtful.items()],
    )


def show_start() -> None:
    """Print the figures of a starting process."""
    start = measure_start()
    heading("From the start of the process")
    rows = [
        ("`tanya ask`, nothing built yet", figure(start.cold, " s")),
        ("`tanya ask`, index built before", figure(start.cached, " s")),
        ("`tanya --help`", figure(start.help, " s")),
        ("memory of the bot after an answer (`tanya chat`)", figure(start.memory, " MB")),
        ("the same, at most", figure(start.peak, " MB")),
    ]
    table(("what", "measured"), rows)


def show_sizes(sizes: tuple[int, ...]) -> None:
    """Print the figures of the synthetic fact bases."""
    heading(f"By number of example questions; one message: median of {MESSAGES}")
    built: list[tuple[str, ...]] = []
    asked: list[tuple[str, ...]] = []
    for size in sizes:
        with TemporaryDirectory() as folder:
            building = in_own_process(Built, "speed_sizes", "build", size, Path(folder))
            asking = (
                in_own_process(Asked, "speed_sizes", "ask", size, Path(folder))
                if isinstance(building, Built)
                else building
            )
        built.append((f"{size:,}", *_building_row(building, asking)))
        asked.append((f"{size:,}", *_asking_row(asking)))
    one = ("ours", "ours, p99", "rapidfuzz", "bm25s", "rapidfuzz / ours", "bm25s / ours")
    table(("questions", *one), asked)
    say()
    building_columns = (
        "facts",
        "build",
        "processor",
        "build, bm25s",
        "load",
        "on disk",
        "peak of building",
        "before",
        "memory, loaded",
    )
    table(("questions", *building_columns), built)


def _building_row(built: Built | str, asked: object) -> tuple[str, ...]:
    if isinstance(built, str):
        return ("–", built, *["–"] * 7)
    later = asked if isinstance(asked, Asked) else None
    return (
        str(built.facts),
        figure(built.build, " s"),
        figure(built.build_cpu, " s"),
        figure(later.bm25s_build if later else None, " s"),
        figure(later.load if later else None, " s"),
        figure(built.index_size, " MB"),
        figure(built.peak, " MB"),
        figure(built.before, " MB"),
        figure(later.memory if later else None, " MB"),
    )


def _asking_row(asked: object) -> tuple[str, ...]:
    if not isinstance(asked, Asked):
        return (str(asked), *["–"] * 5)
    ratios = [asked.rapidfuzz / asked.ours, asked.bm25s / asked.ours]
    times = [asked.ours, asked.ours_p99, asked.rapidfuzz, asked.bm25s]
    return (*map(_ms, times), *(f"{figure(ratio)} ×" for ratio in ratios))


def _ms(seconds: float) -> str:
    return figure(seconds * MILLI, " ms")


if __name__ == "__main__":
    main()
