"""The keeper answers what it is taught at once, learns what is like it, and unlearns it at once."""

import asyncio
import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self

import pytest

from bot.keeper import Keeper
from knowledge.knowledge import Knowledge
from knowledge.mistakes import FactBaseError
from knowledge.taught import TaughtExample
from knowledge.verdict import Outcome
from tests.handlers.facts import few_facts, write_facts

WORDING, ALIKE = "banana cake recipe", "bananna cake recipes"
LESSON = TaughtExample("lamp", "en", WORDING)


@dataclass(frozen=True)
class SlowKnowledge(Knowledge):
    """Learns when it may, and then as often as it may."""

    may_learn: ClassVar = threading.Event()
    begun: ClassVar[list[str]] = []
    failures: ClassVar[list[Exception]] = []

    @classmethod
    def of(cls, folder: Path) -> Self:
        """Read the folder."""
        return cls(**vars(Knowledge.read(folder)))

    def learnt(self, cache: Path | None = None) -> Self:
        """Learn, or fail if there is a failure left."""
        self.begun.append(self.facts.fingerprint)
        assert self.may_learn.wait(30)
        if self.failures:
            raise self.failures.pop()
        return super().learnt(cache)


@pytest.fixture(autouse=True)
def slow_learning() -> Iterator[None]:
    """Hold up what learns slowly until a test lets it go on."""
    SlowKnowledge.may_learn.clear()
    SlowKnowledge.begun.clear()
    SlowKnowledge.failures.clear()
    yield
    SlowKnowledge.may_learn.set()


async def has_begun(count: int) -> None:
    """Wait until the slow one has begun to learn so many times."""
    async with asyncio.timeout(30):
        while len(SlowKnowledge.begun) < count:  # noqa: ASYNC110 - it happens in a thread
            await asyncio.sleep(0.01)


async def at_rest() -> None:
    """Wait until nothing is being learnt."""
    async with asyncio.timeout(60):
        await asyncio.gather(*(task for task in asyncio.all_tasks() if task.get_name() == "learning"))


async def learnt(keeper: Keeper, question: str, fact: str) -> None:
    """Wait until a question is answered with a fact."""
    async with asyncio.timeout(60):
        while keeper.current.ask(question, "en").fact != fact:  # noqa: ASYNC110 - it happens in a thread
            await asyncio.sleep(0.02)


async def test_a_lesson_is_known_at_once_then_learnt_then_unlearnt_at_once(tmp_path: Path, facts: Path) -> None:
    async with Keeper.open(facts, tmp_path / "cache") as keeper:
        before = [keeper.current.ask(text, "en") for text in (WORDING, ALIKE)]
        assert Outcome.ANSWER not in [verdict.outcome for verdict in before]
        await keeper.teach([LESSON])
        assert keeper.current.ask(WORDING, "en").fact == "lamp"
        await learnt(keeper, ALIKE, "lamp")
        await keeper.teach([])
        assert [keeper.current.ask(text, "en") for text in (WORDING, ALIKE)] == before
        # Nor does it come back with what was being learnt.
        await asyncio.sleep(0.5)
        assert [keeper.current.ask(text, "en") for text in (WORDING, ALIKE)] == before


async def test_lessons_are_there_from_the_start_and_after_a_reload(tmp_path: Path) -> None:
    folder = write_facts(tmp_path / "facts", few_facts())
    async with Keeper.open(folder, tmp_path / "cache", [LESSON]) as keeper:
        assert keeper.current.ask(WORDING, "en").fact == "lamp"
        await learnt(keeper, ALIKE, "lamp")
        knowledge = await keeper.reload()
        assert knowledge.ask(WORDING, "en").fact == "lamp"
        (folder / "light.yaml").write_text("facts: [", encoding="utf-8")
        with pytest.raises(FactBaseError):
            await keeper.reload()
        assert keeper.current.ask(WORDING, "en").fact == "lamp"


async def test_what_is_taught_while_others_teach_or_reload_is_not_lost(tmp_path: Path, facts: Path) -> None:
    lessons = [LESSON, TaughtExample("ticket", "en", "violet ships"), TaughtExample("lamp", "ru", "бананы")]
    async with Keeper.open(facts, tmp_path / "cache") as keeper:
        reload = asyncio.create_task(keeper.reload())
        await asyncio.sleep(0)
        await asyncio.gather(*(keeper.teach(lessons[:count]) for count in (1, 2, 3)))
        for _ in range(2):
            for lesson in lessons:
                assert keeper.current.ask(lesson.question, lesson.language).fact == lesson.fact
            await reload


async def test_a_keeper_that_is_closed_learns_no_more(tmp_path: Path, facts: Path) -> None:
    async with Keeper.open(facts, tmp_path / "cache") as keeper:
        await keeper.teach([LESSON])
    assert not [task for task in asyncio.all_tasks() if task.get_name() == "learning"]


async def test_what_changes_while_it_is_learnt_is_learnt_once_more(tmp_path: Path, facts: Path) -> None:
    keeper = Keeper(facts, tmp_path / "cache", SlowKnowledge.of(facts), [])
    await keeper.teach([LESSON])
    await has_begun(1)
    index = keeper.current.matcher.trained
    lessons = [LESSON, TaughtExample("ticket", "en", "violet ships")]
    for count in (0, 1, 2):
        await keeper.teach(lessons[:count])
        assert [keeper.current.matcher.own.get(lesson.question) for lesson in lessons].count(None) == 2 - count
        assert keeper.current.matcher.trained is index
    SlowKnowledge.may_learn.set()
    await at_rest()
    assert SlowKnowledge.begun[1:] == [keeper.current.facts.fingerprint], "one at a time, and no more than needed"
    assert keeper.current.ask("violett ship", "en").fact == "ticket"


async def test_what_is_taken_back_while_it_is_learnt_stays_taken_back(tmp_path: Path, facts: Path) -> None:
    keeper = Keeper(facts, tmp_path / "cache", base := SlowKnowledge.of(facts), [])
    await keeper.teach([LESSON])
    await has_begun(1)
    await keeper.teach([])
    SlowKnowledge.may_learn.set()
    await at_rest()
    assert keeper.current.facts is base.facts
    assert keeper.current.matcher.trained is base.matcher.trained
    assert len(SlowKnowledge.begun) == 1


async def test_a_reload_and_a_lesson_do_not_undo_each_other(tmp_path: Path) -> None:
    folder = write_facts(tmp_path / "facts", few_facts())
    keeper = Keeper(folder, tmp_path / "cache", SlowKnowledge.of(folder), [])
    await keeper.teach([LESSON])
    await has_begun(1)
    files = few_facts()
    files["light.yaml"]["facts"][1]["answer"]["en"] = "It turns."
    write_facts(folder, files)
    reload = asyncio.create_task(keeper.reload())
    await asyncio.sleep(0.05)
    late = TaughtExample("ticket", "en", "violet ships")
    await keeper.teach([LESSON, late])
    assert keeper.current.ask(late.question, "en").fact == "ticket"
    SlowKnowledge.may_learn.set()
    knowledge = await reload
    for known in (knowledge, keeper.current):
        assert known.facts.facts["lamp"].answer["en"] == "It turns."
        assert [known.ask(lesson.question, "en").fact for lesson in (LESSON, late)] == ["lamp", "ticket"]
    await at_rest()
    assert keeper.current.facts.facts["lamp"].answer["en"] == "It turns."
    assert keeper.current.ask("violett ship", "en").fact == "ticket"


async def test_what_cannot_be_learnt_is_logged_and_still_known_word_for_word(
    tmp_path: Path, facts: Path, caplog: pytest.LogCaptureFixture
) -> None:
    keeper = Keeper(facts, tmp_path / "cache", SlowKnowledge.of(facts), [])
    SlowKnowledge.failures.append(MemoryError("no room"))
    SlowKnowledge.may_learn.set()
    with caplog.at_level(logging.ERROR):
        await keeper.teach([LESSON])
        await at_rest()
    assert "no room" in caplog.text
    assert keeper.current.ask(WORDING, "en").fact == "lamp"
    await keeper.teach([LESSON, TaughtExample("ticket", "en", "violet ships")])
    await at_rest()
    assert keeper.current.ask(ALIKE, "en").fact == "lamp", "the next lesson has it learnt, too"


async def test_a_failure_does_not_keep_what_was_taught_meanwhile_from_being_learnt(tmp_path: Path, facts: Path) -> None:
    keeper = Keeper(facts, tmp_path / "cache", SlowKnowledge.of(facts), [])
    SlowKnowledge.failures.append(RuntimeError("once"))
    await keeper.teach([TaughtExample("ticket", "en", "violet ships")])
    await has_begun(1)
    await keeper.teach([LESSON])
    SlowKnowledge.may_learn.set()
    await at_rest()
    assert keeper.current.ask(ALIKE, "en").fact == "lamp"


async def test_lessons_of_facts_that_are_gone_are_said_in_the_log(
    tmp_path: Path, facts: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with Keeper.open(facts, tmp_path / "cache", [TaughtExample("gone", "en", WORDING)]) as keeper:
        assert keeper.current.ask(WORDING, "en").outcome is not Outcome.ANSWER
    assert "1 taught questions are of facts that are gone" in caplog.text
