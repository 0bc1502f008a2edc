"""The question log: what was asked and what became of it, kept through failures of the database."""

import asyncio
import logging
from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import bindparam, or_, select, tuple_, update

from bot.storage.database import QUICK_SECONDS, Database
from bot.storage.errors import RefusedError, StorageError
from bot.storage.figures import read_stats, read_top_questions, read_unanswered
from bot.storage.hashes import Hasher
from bot.storage.rows import Row, row_of
from bot.storage.tables import questions
from bot.storage.upsert import add
from bot.storage.watching import Unwatched, Watch
from handlers.records import AskedQuestion, LoggedQuestion, LogStats, Spot, TopQuestion, UnansweredQuestion

# Databases limit the parameters of a statement: PostgreSQL to 32,767, SQLite about the same.
_IDS_PER_QUERY = 10_000
_ROWS_PER_PAGE = 500

_logger = logging.getLogger(__name__)


_EXPORTED = tuple(questions.c[field.name] for field in fields(LoggedQuestion))
_SEEN = select(questions.c.update_id).where(questions.c.update_id.in_(bindparam("update_ids", expanding=True)))
# What is forgotten of a question, by itself after its time or at its asker's wish.
_PERSONAL = tuple(
    questions.c[name] for name in ("question", "question_key", "user_hash", "place_hash", "message_id", "reply_id")
)


class SqlQuestionLog:
    """The log of questions in `database`; users and chats are kept only as hashes.

    A row that the database cannot take for the time being waits in memory: the next `record` or `flush` tries it
    again. `watch` is told of every question.
    """

    def __init__(self, database: Database, hasher: Hasher, watch: Watch | None = None) -> None:
        self._database = database
        self._watch = watch or Unwatched()
        self._hasher = hasher
        self._add = add(database.dialect, questions, questions.c.update_id)
        self._waiting: dict[int, Row] = {}
        self._held: dict[int, AskedQuestion | None] = {}
        self._flushing = asyncio.Lock()
        self._failures = 0
        self._round = 0
        self._stored_round = 0
        self._in_trouble = False
        self._saved_since_trouble = 0

    @property
    def unsaved(self) -> frozenset[int]:
        """The update_ids of rows that are not in the database yet."""
        return frozenset(self._waiting)

    @property
    def in_trouble(self) -> bool:
        """Whether the database failed the last time that a row was to be stored."""
        return self._in_trouble

    async def record(self, asked: AskedQuestion) -> None:
        """Store one question, or keep it for later if the database fails; an update_id counts once.

        Raises ValueError if `asked_at` has no time zone.
        """
        if asked.asked_at.tzinfo is None:
            raise ValueError(f"asked_at of update {asked.update_id} has no time zone")
        if asked.update_id in self._held:
            self._held[asked.update_id] = asked  # a later try knows better
            self._waiting[asked.update_id] = row_of(asked, self._hasher)
            return
        self._waiting.setdefault(asked.update_id, row_of(asked, self._hasher))
        self._watch.asked(asked)
        await self.flush()

    def hold(self, update_id: int) -> None:
        """Keep this update's row back until `release`; a later `record` of it replaces an earlier one."""
        self._held[update_id] = None

    def release(self, update_id: int) -> None:
        """Let the next `flush` store this update's row."""
        if asked := self._held.pop(update_id, None):
            self._watch.asked(asked)

    def drop(self, update_id: int) -> None:
        """Forget the row of an update that is held."""
        self._held.pop(update_id, None)
        self._waiting.pop(update_id, None)

    async def flush(self) -> bool:
        """Store the rows that wait and are not held, oldest first; True unless the database failed.

        Those that came while the last were stored go into one transaction: one wait for the disk is enough for all.
        """
        failures, round_before = self._failures, self._round
        async with self._flushing:
            # Whoever had the turn before has just failed: waiting for the database once more would hold up a reply.
            if failures != self._failures:
                return not self._ready()
            # A round that began meanwhile took these rows along; those that came later have callers of their own.
            if self._stored_round > round_before:
                return True
            self._round += 1
            rows = self._ready()
            try:
                for start in range(0, len(rows), _ROWS_PER_PAGE):
                    await self._store(rows[start : start + _ROWS_PER_PAGE])
            except StorageError as error:
                self._note_failure(error)
                return False
            if rows:
                self._note_recovery()
            self._stored_round = self._round
            return True

    async def seen(self, update_ids: Collection[int]) -> frozenset[int]:
        """Give those of the update_ids that are in the log. Raises StorageError."""
        wanted = list(update_ids)
        found: set[int] = set()
        for start in range(0, len(wanted), _IDS_PER_QUERY):
            some = wanted[start : start + _IDS_PER_QUERY]
            found.update(row[0] for row in await self._database.fetch(_SEEN, {"update_ids": some}))
        return frozenset(found)

    async def reply_to(self, spot: Spot) -> int | None:
        """Give the message that answered the question there, None if it is not known. Never raises StorageError."""
        return (await self._latest(spot))[1]

    async def text_at(self, spot: Spot) -> str | None:
        """Give the latest question asked there, None if it is not known. Never raises StorageError."""
        return (await self._latest(spot))[0]

    async def text_of(self, update_id: int, user_id: int) -> str | None:
        """Give what this user asked with this update; None for another's question, or a forgotten one.

        Raises StorageError.
        """
        mine = self._hasher.user(user_id)
        waiting = self._waiting.get(update_id)
        if waiting:
            return waiting.question if waiting.user_hash == mine else None
        query = select(questions.c.question).where(questions.c.update_id == update_id, questions.c.user_hash == mine)
        async with self._database.reading() as connection:
            return (await connection.scalars(query)).first()

    async def withdraw(self, place: str, message_ids: Collection[int]) -> Sequence[int]:
        """Forget text and asker of the questions at these messages; give the messages that answered them.

        Raises StorageError.
        """
        chosen = (
            questions.c.place_hash == self._hasher.place(place),
            questions.c.message_id.in_(list(message_ids)[:_IDS_PER_QUERY]),
        )
        async with self._database.writing() as connection:
            replies = await connection.scalars(select(questions.c.reply_id).where(*chosen))
            found = [reply for reply in replies if reply is not None]
            await connection.execute(update(questions).where(*chosen).values(dict.fromkeys(_PERSONAL)))
        return found

    async def stats(self, since: datetime | None = None) -> LogStats:
        """Give the figures of the questions since then (all without it). Raises StorageError."""
        async with self._database.reading() as connection:
            return await read_stats(connection, since, len(self._waiting))

    async def unanswered(self, limit: int, offset: int = 0) -> Sequence[UnansweredQuestion]:
        """Give questions of private chats and groups asked in vain, most often asked first, then latest first.

        Questions that differ in writing only count as one. Raises StorageError.
        """
        async with self._database.reading() as connection:
            return await read_unanswered(connection, limit, offset)

    async def unanswered_one(self, row_id: int) -> UnansweredQuestion | None:
        """Give the question asked in vain with this id, with how often it was asked. Raises StorageError."""
        async with self._database.reading() as connection:
            key = (await connection.scalars(select(questions.c.question_key).where(questions.c.id == row_id))).first()
            return next(iter(await read_unanswered(connection, 1, 0, key)), None) if key is not None else None

    async def top_questions(self, fact: str, limit: int) -> Sequence[TopQuestion]:
        """Give the questions that were answered with this fact, most often asked first. Raises StorageError."""
        async with self._database.reading() as connection:
            return await read_top_questions(connection, fact, limit)

    def drop_unsaved(self, user_hash: str) -> int:
        """Forget the rows of a user that are not stored yet; give how many."""
        mine = [update_id for update_id, row in self._waiting.items() if row.user_hash == user_hash]
        for update_id in mine:
            del self._waiting[update_id]
        return len(mine)

    async def purge(self, before: datetime) -> int:
        """Forget text and user of the questions asked before then, and keep their figures.

        Gives how many rows had something to forget. Raises StorageError.
        """
        forget = (
            update(questions)
            .where(questions.c.asked_at < before, or_(*(column.is_not(None) for column in _PERSONAL)))
            .values(dict.fromkeys(_PERSONAL))
        )
        async with self._database.writing() as connection:
            return (await connection.execute(forget)).rowcount

    async def export(self) -> AsyncIterator[LoggedQuestion]:
        """Give all rows, oldest first, read in pages while they are consumed. Raises StorageError.

        No transaction stays open between pages: a row that is stored meanwhile may come too, none comes twice.
        """
        place = tuple_(questions.c.asked_at, questions.c.update_id)
        query = select(*_EXPORTED).order_by(questions.c.asked_at, questions.c.update_id).limit(_ROWS_PER_PAGE)
        page_query = query
        while True:
            async with self._database.reading() as connection:
                page = [LoggedQuestion(*row) for row in await connection.execute(page_query)]
            for row in page:
                yield row
            if len(page) < _ROWS_PER_PAGE:
                return
            page_query = query.where(place > (page[-1].asked_at, page[-1].update_id))

    def _ready(self) -> list[Row]:
        return [row for row in self._waiting.values() if row.update_id not in self._held]

    async def _latest(self, spot: Spot) -> tuple[str | None, int | None]:
        """Give text and reply of the latest question there; an edited one was asked more than once."""
        place = self._hasher.place(spot.place)
        for row in reversed(self._waiting.values()):
            if (row.place_hash, row.message_id) == (place, spot.message_id):
                return row.question, row.reply_id
        query = (
            select(questions.c.question, questions.c.reply_id)
            .where(questions.c.place_hash == place, questions.c.message_id == spot.message_id)
            .order_by(questions.c.id.desc())
            .limit(1)
        )
        try:
            async with self._database.reading(QUICK_SECONDS) as connection:
                found = (await connection.execute(query)).first()
        except StorageError:
            return None, None
        return (found.question, found.reply_id) if found else (None, None)

    async def _store(self, rows: Sequence[Row]) -> None:
        """Store rows, all or none; without those that the database will never take. Raises StorageError."""
        try:
            if len(rows) == 1:
                await self._database.execute(self._add, vars(rows[0]))
            else:
                async with self._database.writing() as connection:
                    await connection.execute(self._add, [vars(row) for row in rows])
        except RefusedError as error:
            if len(rows) > 1:
                for row in rows:
                    await self._store([row])
                return
            # It would be refused every time and hold up all rows behind it.
            _logger.error("Question %d is left out of the log: %s", rows[0].update_id, error)  # noqa: TRY400
        else:
            self._saved_since_trouble += len(rows)
        for row in rows:
            self._waiting.pop(row.update_id, None)

    def _note_failure(self, error: StorageError) -> None:
        self._failures += 1
        if not self._in_trouble:
            self._in_trouble = True
            self._saved_since_trouble = 0
            _logger.error("Questions are kept in memory until the log can be written again: %s", error)

    def _note_recovery(self) -> None:
        if self._in_trouble:
            self._in_trouble = False
            _logger.warning("The question log is written again; %d questions were saved", self._saved_since_trouble)
