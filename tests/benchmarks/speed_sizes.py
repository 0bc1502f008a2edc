"""In a process of its own: one synthetic fact base, its index, and verdicts beside rapidfuzz and bm25s.

`build QUESTIONS CACHE` trains and keeps the index; `ask QUESTIONS CACHE` loads it, so that its memory is that of a bot
at work, and puts the same messages to all three.
"""

import sys
from collections.abc import Callable
from pathlib import Path

# bm25s has no types; what is used of it stands in `_bm25`.
import bm25s  # type: ignore[import-untyped]
from pydantic import BaseModel
from rapidfuzz import fuzz, process

from bot.settings import BUNDLED_FACTS
from knowledge.matching.matcher import Matcher
from knowledge.reading import read_facts
from knowledge.text import question_key
from tests.benchmarks.measure import MEGABYTE, limit_memory, memory, percentile, seconds_each, timed, timed_with_cpu
from tests.benchmarks.report import say
from tests.benchmarks.synthetic import synthetic_facts
from tests.benchmarks.variations import question_texts, varied_questions

MESSAGES = 100
# The engines take turns, so that a busy machine is busy for all of them.
TURN = 10


class Built(BaseModel):
    """Seconds, megabytes."""

    facts: int
    build: float
    build_cpu: float
    before: float | None
    peak: float | None
    index_size: float


class Asked(BaseModel):
    """Seconds, megabytes; `ours`, `rapidfuzz`, `bm25s` are the medians of one message."""

    load: float
    memory: float | None
    bm25s_build: float
    ours: float
    ours_p99: float
    rapidfuzz: float
    bm25s: float


def build(questions: int, cache: Path) -> Built:
    """Learn the facts."""
    facts = synthetic_facts(read_facts(BUNDLED_FACTS), questions)
    before = memory()[0]
    matcher, seconds, cpu = timed_with_cpu(lambda: Matcher.build(facts, cache))
    matcher.verdict("")
    size = sum(path.stat().st_size for path in cache.iterdir()) / MEGABYTE
    return Built(facts=len(facts.facts), build=seconds, build_cpu=cpu, before=before, peak=memory()[1], index_size=size)


def ask(questions: int, cache: Path) -> Asked:
    """Load the index and compare."""
    facts = synthetic_facts(read_facts(BUNDLED_FACTS), questions)
    texts = question_texts(facts)
    messages = varied_questions(texts, MESSAGES)
    matcher, load = timed(lambda: Matcher.build(facts, cache))
    seconds_each(matcher.verdict, messages[:TURN])
    used = memory()[0]
    keys = [question_key(text) for text in texts]
    find, bm25s_build = timed(lambda: _bm25(keys))
    engines: dict[str, Callable[[str], object]] = {
        "ours": matcher.verdict,
        "rapidfuzz": lambda text: process.extractOne(question_key(text), keys, scorer=fuzz.WRatio),
        "bm25s": lambda text: find(question_key(text)),
    }
    seconds: dict[str, list[float]] = {name: [] for name in engines}
    for start in range(0, len(messages), TURN):
        for name, engine in engines.items():
            seconds[name] += seconds_each(engine, messages[start : start + TURN])
    return Asked(
        load=load,
        memory=used,
        bm25s_build=bm25s_build,
        ours_p99=percentile(seconds["ours"], 99),
        **{name: percentile(values, 50) for name, values in seconds.items()},
    )


def _bm25(keys: list[str]) -> Callable[[str], object]:
    """Give the search of a bm25s index over the questions: the best question of one query."""
    index = bm25s.BM25()
    index.index(bm25s.tokenize(keys, stopwords=[], show_progress=False), show_progress=False)

    def find(text: str) -> object:
        query = bm25s.tokenize(text, stopwords=[], return_ids=False, show_progress=False)
        return index.retrieve(query, k=1, show_progress=False)

    return find


if __name__ == "__main__":
    limit_memory()
    command, size, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    say((build(size, folder) if command == "build" else ask(size, folder)).model_dump_json())
