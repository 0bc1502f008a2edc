"""What was asked in vain and still waits for an admin, in groups of similar questions."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from handlers.records import SetAside, TaughtQuestion, UnansweredQuestion
from handlers.services import Services
from knowledge.grouping import Similarity
from knowledge.knowledge import Knowledge
from knowledge.text import question_key
from knowledge.verdict import Outcome

# Grouping compares each with each: with more the admin would wait.
MOST_QUESTIONS = 2000
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Group:
    """Similar questions, most often asked first; never empty."""

    questions: tuple[UnansweredQuestion, ...]

    @property
    def leading(self) -> UnansweredQuestion:
        """The question that stands for the group."""
        return self.questions[0]

    @property
    def times(self) -> int:
        """How often all of them were asked."""
        return sum(question.times for question in self.questions)


@dataclass(frozen=True)
class Found:
    """A group and its place in the list, from 0."""

    group: Group
    place: int


@dataclass(frozen=True)
class _Sources:
    """All that the groups depend on; the same sources give the same groups."""

    knowledge: Knowledge
    questions: tuple[UnansweredQuestion, ...]
    taught: tuple[TaughtQuestion, ...]
    aside: tuple[SetAside, ...]

    def same_as(self, other: "_Sources") -> bool:
        """Tell whether nothing has changed; facts are compared by identity, as each renewal makes new ones."""
        mine, others = (self.questions, self.taught, self.aside), (other.questions, other.taught, other.aside)
        return self.knowledge is other.knowledge and mine == others


class Vain:
    """Finds the groups; what it worked out last is kept, for the next page or press mostly asks for the same."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._working = asyncio.Lock()
        self._last: tuple[_Sources, Sequence[Group]] | None = None
        self._judged: tuple[Knowledge, Mapping[str, bool]] | None = None

    async def groups(self) -> Sequence[Group]:
        """Give the groups, most often asked first. Raises StoreError."""
        sources = _Sources(
            self._services.knowledge.current,
            tuple(await self._services.log.unanswered(MOST_QUESTIONS)),
            tuple(await self._services.lessons.taught()),
            tuple(await self._services.lessons.all_set_aside()),
        )
        async with self._working:
            if self._last is None or not sources.same_as(self._last[0]):
                before = self._judged[1] if self._judged and self._judged[0] is sources.knowledge else {}
                groups, judged = await asyncio.to_thread(_groups, sources, before)
                self._last, self._judged = (sources, groups), (sources.knowledge, judged)
            return self._last[1]

    async def find(self, row_id: int) -> Found | None:
        """Give the group with the question of this row, None if it waits no more. Raises StoreError."""
        question = await self._services.log.unanswered_one(row_id)
        return await self.find_text(question.text) if question else None

    async def find_text(self, text: str) -> Found | None:
        """Give the group with a question that reads like this, None if there is none. Raises StoreError."""
        key = question_key(text)
        for place, group in enumerate(await self.groups()):
            if any(question_key(question.text) == key for question in group.questions):
                return Found(group, place)
        return None


def _groups(sources: _Sources, before: Mapping[str, bool]) -> tuple[Sequence[Group], Mapping[str, bool]]:
    """Give the groups, and by question whether the facts answer it now; `before` is what was known of that."""
    similarity = Similarity.of(sources.knowledge.facts.manifest.languages)
    waiting = _not_set_aside(_not_taught(sources), sources.aside, similarity)
    judged = {
        question.text: before[question.text] if question.text in before else _answers(sources.knowledge, question)
        for question in waiting
    }
    waiting = [question for question in waiting if not judged[question.text]]
    numbers = similarity.groups([question.text for question in waiting])
    grouped = [Group(tuple(waiting[number] for number in some)) for some in numbers]
    groups = sorted(grouped, key=lambda group: group.times, reverse=True)
    return groups, judged


def _not_taught(sources: _Sources) -> list[UnansweredQuestion]:
    """Leave out what was taught; a lesson whose fact is gone answers nothing."""
    facts = sources.knowledge.facts.facts
    keys = {question_key(lesson.question) for lesson in sources.taught if lesson.fact in facts}
    return [question for question in sources.questions if question_key(question.text) not in keys]


def _answers(knowledge: Knowledge, question: UnansweredQuestion) -> bool:
    return knowledge.ask(question.text, question.language).outcome is Outcome.ANSWER


def _not_set_aside(
    questions: Sequence[UnansweredQuestion], aside: Sequence[SetAside], similarity: Similarity
) -> list[UnansweredQuestion]:
    """Leave out what was dismissed after it was last asked, and what is, or is like, what is ignored for good."""
    dismissed = {question_key(one.question): one.at for one in aside if not one.similar}
    ignored = [one.question for one in aside if one.similar]
    like_ignored = similarity.like_any([question.text for question in questions], ignored)
    return [
        question
        for question, is_ignored in zip(questions, like_ignored, strict=True)
        if not is_ignored and question.last_asked > dismissed.get(question_key(question.text), NEVER)
    ]
