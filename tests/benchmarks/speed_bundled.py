"""In a process of its own: the bundled facts' index, and verdicts on ordinary and on hurtful messages."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import BaseModel

from bot.settings import BUNDLED_FACTS
from knowledge.knowledge import Knowledge
from knowledge.matching.matcher import Matcher
from knowledge.reading import read_facts
from tests.benchmarks.measure import MEGABYTE, memory, percentile, seconds_each, timed, timed_with_cpu
from tests.benchmarks.report import say
from tests.benchmarks.variations import hurtful_messages, question_texts, seeded, varied_questions

QUESTIONS = 3000
REPEATS = 20


class Bundled(BaseModel):
    """Seconds and megabytes."""

    facts: int
    questions: int
    near_misses: int
    read: float
    build: float
    build_cpu: float
    build_peak: float | None
    load: float
    index_size: float
    p50: float
    p99: float
    worst: float
    hurtful: Mapping[str, tuple[float, float]]
    memory: float | None


def measure(cache: Path) -> Bundled:
    """Build, load, ask."""
    facts, read = timed(lambda: read_facts(BUNDLED_FACTS))
    _, build, build_cpu = timed_with_cpu(lambda: Matcher.build(facts, cache))
    build_peak = memory()[1]
    knowledge, load = timed(lambda: Knowledge.read(BUNDLED_FACTS, cache))
    texts = question_texts(facts)
    seconds = seconds_each(knowledge.ask, varied_questions(texts, QUESTIONS))
    hurtful = {}
    for name, make in hurtful_messages(facts).items():
        times = seconds_each(knowledge.ask, [make(seeded(name, number)) for number in range(REPEATS)])
        hurtful[name] = (percentile(times, 50), max(times))
    return Bundled(
        facts=len(facts.facts),
        questions=len(texts),
        near_misses=sum(1 for _ in facts.near_misses()),
        read=read,
        build=build,
        build_cpu=build_cpu,
        build_peak=build_peak,
        load=load,
        index_size=sum(path.stat().st_size for path in cache.iterdir()) / MEGABYTE,
        p50=percentile(seconds, 50),
        p99=percentile(seconds, 99),
        worst=max(seconds),
        hurtful=hurtful,
        memory=memory()[0],
    )


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        say(measure(Path(folder)).model_dump_json())
