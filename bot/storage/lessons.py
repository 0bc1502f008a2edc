"""What admins taught, and what they set aside."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from sqlalchemy import and_, delete, select

from bot.storage.database import Database
from bot.storage.tables import lessons, set_aside
from bot.storage.texts import indexable
from bot.storage.upsert import put
from handlers.records import SetAside, TaughtQuestion, UnansweredQuestion
from knowledge.text import question_key

_TAUGHT = (lessons.c.id, lessons.c.fact, lessons.c.language, lessons.c.question, lessons.c.taught_at)


class SqlLessons:
    """Lessons in `database`. Every method raises StorageError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def taught(self) -> Sequence[TaughtQuestion]:
        """Give all questions that were taught, oldest first."""
        query = select(*_TAUGHT).order_by(lessons.c.taught_at, lessons.c.id)
        async with self._database.reading() as connection:
            return [TaughtQuestion(*row) for row in await connection.execute(query)]

    async def teach(self, questions: Sequence[UnansweredQuestion], fact: str, at: datetime) -> Sequence[TaughtQuestion]:
        """Remember that the questions belong to the fact, all or none of them; give the lessons in the same order.

        What was taught for the same question before is replaced.
        """
        taught = []
        async with self._database.writing() as connection:
            for question in questions:
                key = indexable(question_key(question.text))
                values = {
                    "fact": fact, "language": question.language, "question": question.text, "question_key": key,
                    "taught_at": at.astimezone(UTC),
                }  # fmt: skip
                await put(connection, lessons, values, lessons.c.question_key)
                found = await connection.execute(select(*_TAUGHT).where(lessons.c.question_key == key))
                taught.append(TaughtQuestion(*found.one()))
        return taught

    async def unteach(self, taught_ids: Collection[int]) -> Sequence[TaughtQuestion]:
        """Take lessons back, all or none of them; give those that were there, oldest first."""
        chosen = lessons.c.id.in_(taught_ids)
        query = select(*_TAUGHT).where(chosen).order_by(lessons.c.taught_at, lessons.c.id)
        async with self._database.writing() as connection:
            found = [TaughtQuestion(*row) for row in await connection.execute(query)]
            await connection.execute(delete(lessons).where(chosen))
        return found

    async def set_aside(self, questions: Sequence[SetAside]) -> None:
        """Remember questions that need not be shown any more; one that reads the same is replaced."""
        async with self._database.writing() as connection:
            for one in questions:
                values = {
                    "question": one.question, "question_key": indexable(question_key(one.question)),
                    "similar": one.similar, "set_at": one.at.astimezone(UTC),
                }  # fmt: skip
                await put(connection, set_aside, values, set_aside.c.question_key)

    async def all_set_aside(self) -> Sequence[SetAside]:
        """Give what was set aside, oldest first."""
        columns = set_aside.c
        query = select(columns.question, columns.similar, columns.set_at).order_by(columns.set_at, columns.id)
        async with self._database.reading() as connection:
            return [SetAside(*row) for row in await connection.execute(query)]

    async def purge(self, before: datetime) -> None:
        """Forget what was dismissed before then: whatever was asked until that moment is forgotten, too."""
        old = and_(set_aside.c.similar.is_(False), set_aside.c.set_at < before)
        async with self._database.writing() as connection:
            await connection.execute(delete(set_aside).where(old))
