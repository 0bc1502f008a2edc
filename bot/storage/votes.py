"""Opinions of answers."""

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, case, func, select, true, update

from bot.storage.database import Database
from bot.storage.hashes import Hasher
from bot.storage.tables import votes
from bot.storage.upsert import put
from handlers.records import Tally, Vote

_GOOD = func.coalesce(func.sum(case((votes.c.good, 1), else_=0)), 0)


class SqlVotes:
    """Votes in `database`, one a user and answer. Every method raises StorageError."""

    def __init__(self, database: Database, hasher: Hasher) -> None:
        self._database = database
        self._hasher = hasher

    async def vote(self, vote: Vote) -> Tally:
        """Store a vote in place of the user's earlier one on this answer; give the votes on the answer."""
        answer = self._hasher.place(vote.answer)
        values = {
            "answer_hash": answer, "user_hash": self._hasher.user(vote.user_id), "fact": vote.fact, "good": vote.good,
            "voted_at": vote.at.astimezone(UTC),
        }  # fmt: skip
        async with self._database.writing() as connection:
            await put(connection, votes, values, votes.c.answer_hash, votes.c.user_hash)
            query = select(func.count(), _GOOD).select_from(votes).where(votes.c.answer_hash == answer)
            return _tally(*(await connection.execute(query)).one())

    async def given(self, answer: str, user_id: int) -> bool | None:
        """Give the user's vote on this answer, True for 👍; None if there is none."""
        mine = (votes.c.answer_hash == self._hasher.place(answer), votes.c.user_hash == self._hasher.user(user_id))
        async with self._database.reading() as connection:
            return (await connection.scalars(select(votes.c.good).where(*mine))).first()

    async def of_fact(self, fact: str) -> Tally:
        """Give the votes on all answers with this fact."""
        return (await self._by_fact(votes.c.fact == fact)).get(fact, Tally())

    async def since(self, moment: datetime | None) -> Mapping[str, Tally]:
        """Give the votes since then (all without it) by fact, most votes first."""
        return await self._by_fact(true() if moment is None else votes.c.voted_at >= moment)

    async def purge(self, before: datetime) -> None:
        """Take the users off the votes before then; the votes still count."""
        old = (votes.c.voted_at < before, votes.c.user_hash.is_not(None))
        nobody = {votes.c.user_hash: None, votes.c.answer_hash: None}
        async with self._database.writing() as connection:
            await connection.execute(update(votes).where(*old).values(nobody))

    async def _by_fact(self, chosen: ColumnElement[bool]) -> Mapping[str, Tally]:
        query = select(votes.c.fact, func.count(), _GOOD).where(chosen).group_by(votes.c.fact)
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).all()
        # Not by the database: each has an order of its own for texts.
        by_count = sorted(rows, key=lambda row: (-row[1], row[0]))
        return {fact: _tally(total, good) for fact, total, good in by_count}


def _tally(total: int, good: int) -> Tally:
    return Tally(good, total - good)
