"""What is remembered of people: their language; and how they are forgotten."""

from collections.abc import Mapping

from sqlalchemy import bindparam, delete, func, select, update

from bot.storage.database import QUICK_SECONDS, Database
from bot.storage.hashes import Hasher
from bot.storage.log import SqlQuestionLog
from bot.storage.lookups import Lookups
from bot.storage.tables import people, questions, votes
from bot.storage.upsert import put

_LANGUAGES = select(people.c.user_hash, people.c.language).where(
    people.c.user_hash.in_(bindparam("users", expanding=True))
)


class SqlPeople:
    """People in `database`; the rows of theirs that `log` still holds in memory are forgotten with them."""

    def __init__(self, database: Database, hasher: Hasher, log: SqlQuestionLog) -> None:
        self._database = database
        self._hasher = hasher
        self._log = log
        self._languages = Lookups(self._read_languages)

    async def language(self, user_id: int) -> str | None:
        """Give the language that the user chose, None for automatic or while the database is in trouble."""
        return await self._languages.get(self._hasher.user(user_id))

    async def choose_language(self, user_id: int, language: str | None) -> None:
        """Remember a choice of language; None for automatic. Raises StorageError."""
        user = self._hasher.user(user_id)
        async with self._database.writing() as connection:
            if language is None:
                await connection.execute(delete(people).where(people.c.user_hash == user))
                return
            await put(connection, people, {"user_hash": user, "language": language}, people.c.user_hash)

    async def forget(self, user_id: int) -> int:
        """Delete the user's questions and choice of language, and take the user off the votes.

        Gives the number of questions. Raises StorageError.
        """
        user = self._hasher.user(user_id)
        mine = questions.c.user_hash == user
        async with self._database.writing() as connection:
            found = (await connection.scalars(select(func.count()).select_from(questions).where(mine))).one()
            await connection.execute(delete(questions).where(mine))
            await connection.execute(delete(people).where(people.c.user_hash == user))
            nobody = {votes.c.user_hash: None, votes.c.answer_hash: None}
            await connection.execute(update(votes).where(votes.c.user_hash == user).values(nobody))
        return found + self._log.drop_unsaved(user)

    async def _read_languages(self, users: frozenset[str]) -> Mapping[str, str]:
        rows = await self._database.fetch(_LANGUAGES, {"users": list(users)}, QUICK_SECONDS)
        return {user: language for user, language in rows}  # noqa: C416 - the rows are no pairs to the type checker
