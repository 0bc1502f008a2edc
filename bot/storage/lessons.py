"""What admins taught, and what they set aside."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import delete, select

from bot.storage.database import Database
from bot.storage.tables import lessons, set_aside
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

    async def teach(self, question: UnansweredQuestion, fact: str, at: datetime) -> TaughtQuestion:
        """Remember that the question belongs to the fact, in place of what was taught for the same question before."""
        key = question_key(question.text)
        values = {
            "fact": fact, "language": question.language, "question": question.text, "question_key": key,
            "taught_at": at.astimezone(UTC),
        }  # fmt: skip
        async with self._database.writing() as connection:
            await put(connection, lessons, values, lessons.c.question_key)
            found = await connection.execute(select(*_TAUGHT).where(lessons.c.question_key == key))
            return TaughtQuestion(*found.one())

    async def unteach(self, taught_id: int) -> TaughtQuestion | None:
        """Take a lesson back; give it, None if there is none with this id."""
        chosen = lessons.c.id == taught_id
        async with self._database.writing() as connection:
            found = (await connection.execute(select(*_TAUGHT).where(chosen))).first()
            await connection.execute(delete(lessons).where(chosen))
        return TaughtQuestion(*found) if found else None

    async def set_aside(self, questions: Sequence[SetAside]) -> None:
        """Remember questions that need not be shown any more; one that reads the same is replaced."""
        async with self._database.writing() as connection:
            for one in questions:
                values = {
                    "question": one.question, "question_key": question_key(one.question), "similar": one.similar,
                    "set_at": one.at.astimezone(UTC),
                }  # fmt: skip
                await put(connection, set_aside, values, set_aside.c.question_key)

    async def all_set_aside(self) -> Sequence[SetAside]:
        """Give what was set aside, oldest first."""
        columns = set_aside.c
        query = select(columns.question, columns.similar, columns.set_at).order_by(columns.set_at, columns.id)
        async with self._database.reading() as connection:
            return [SetAside(*row) for row in await connection.execute(query)]
