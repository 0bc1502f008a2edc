"""The keeper answers what it is taught at once, learns what is like it, and unlearns it at once."""

import asyncio
from pathlib import Path

import pytest

from bot.keeper import Keeper
from knowledge.mistakes import FactBaseError
from knowledge.taught import TaughtExample
from knowledge.verdict import Outcome
from tests.handlers.facts import few_facts, write_facts

WORDING, ALIKE = "banana cake recipe", "bananna cake recipes"
LESSON = TaughtExample("lamp", "en", WORDING)


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
