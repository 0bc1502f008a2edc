"""Lessons: what admins teach is stored first, then known at once; and the same for taking it back."""

import asyncio
from collections.abc import Sequence

from handlers.admin.vain import Vain
from handlers.records import AdminAction, SetAside, TaughtQuestion
from handlers.services import Services
from knowledge.taught import TaughtExample

ASSIGN = "assign"
UNDO = "undo"
DISMISS = "dismiss"
IGNORE = "ignore"


def examples_of(lessons: Sequence[TaughtQuestion]) -> list[TaughtExample]:
    """Give lessons as the knowledge takes them."""
    return [TaughtExample(lesson.fact, lesson.language, lesson.question) for lesson in lessons]


class Teaching:
    """Does what admins decide on questions asked in vain, one decision after the other. All of it raises StoreError."""

    def __init__(self, services: Services, vain: Vain) -> None:
        self._services = services
        self._vain = vain
        self._deciding = asyncio.Lock()

    async def assign(self, admin_id: int, row_id: int, fact_id: str) -> Sequence[TaughtQuestion]:
        """Teach that the fact answers the group with this row's question; give the lessons, none if it is gone."""
        async with self._deciding:
            found = await self._vain.find(row_id)
            if found is None:
                return ()
            # Read before anything is written: were it to fail after that, the lesson would be stored and not known.
            known = await self._services.lessons.taught()
            new = await self._services.lessons.teach(found.group.questions, fact_id, self._services.clock())
            replaced = {lesson.id for lesson in new}
            await self._learn([*(lesson for lesson in known if lesson.id not in replaced), *new])
        await self._note(admin_id, ASSIGN, fact_id)
        return new

    async def undo(self, admin_id: int, lesson_id: int, *, together: bool) -> Sequence[TaughtQuestion]:
        """Take a lesson back, or all that were taught `together` with it; give them, none if it is gone."""
        async with self._deciding:
            known = await self._services.lessons.taught()
            one = next((lesson for lesson in known if lesson.id == lesson_id), None)
            if one is None:
                return ()
            gone = [lesson for lesson in known if _taught_together(lesson, one)] if together else [one]
            await self._services.lessons.unteach([lesson.id for lesson in gone])
            await self._learn([lesson for lesson in known if lesson not in gone])
        await self._note(admin_id, UNDO, one.fact)
        return gone

    async def set_aside(self, admin_id: int, row_id: int, *, similar: bool) -> int | None:
        """Set a group aside until it is asked again, or with `similar` for good; give its place, None if it is gone."""
        async with self._deciding:
            found = await self._vain.find(row_id)
            if found is None:
                return None
            now = self._services.clock()
            aside = [SetAside(question.text, similar, now) for question in found.group.questions]
            await self._services.lessons.set_aside(aside)
        await self._note(admin_id, IGNORE if similar else DISMISS, f"question {found.group.leading.id}")
        return found.place

    async def _learn(self, lessons: Sequence[TaughtQuestion]) -> None:
        await self._services.knowledge.teach(examples_of(lessons))

    async def _note(self, admin_id: int, action: str, detail: str) -> None:
        await self._services.admin_log.note(AdminAction(self._services.clock(), admin_id, action, detail))


def _taught_together(lesson: TaughtQuestion, other: TaughtQuestion) -> bool:
    """Tell whether two lessons come from one press of a button."""
    return (lesson.fact, lesson.taught_at) == (other.fact, other.taught_at)
