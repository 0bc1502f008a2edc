"""The question log: what was asked and what became of it, kept through failures of the database."""

import asyncio
import hashlib
import hmac
import logging
from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from sqlalchemy import Insert, or_, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.database import Database
from bot.storage.errors import RefusedError, StorageError
from bot.storage.figures import read_stats, read_unanswered
from bot.storage.tables import questions
from handlers.services import AskedQuestion, LogStats, UnansweredQuestion
from knowledge.text import question_key

_HASH_DIGITS = 32
# Databases limit the parameters of a statement: PostgreSQL to 32,767, SQLite about the same.
_IDS_PER_QUERY = 10_000
_ROWS_PER_PAGE = 500

_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class LoggedQuestion:
    """A row of the log, its fields in the order of an export.

    `asked_at` is in UTC, `seconds` the time from arrival to reply. `user_hash`, `question` and `question_key` are
    None where they were purged.
    """

    update_id: int
    asked_at: datetime
    user_hash: str | None
    chat_kind: str
    language: str
    question: str | None
    question_key: str | None
    outcome: str
    fact: str | None
    confidence: float
    seconds: float


class SqlQuestionLog:
    """The log of questions in `database`; users are kept only as a hash under `key`, which must not be empty.

    A row that the database cannot take for the time being waits in memory: the next `record` or `flush` tries it
    again.
    """

    def __init__(self, database: Database, key: bytes) -> None:
        if not key:
            raise ValueError("The key for the users' hashes is empty: anybody could compute them")
        self._database = database
        self._key = key
        self._waiting: dict[int, LoggedQuestion] = {}
        self._flushing = asyncio.Lock()
        self._failures = 0
        self._in_trouble = False
        self._saved_since_trouble = 0

    @property
    def unsaved(self) -> frozenset[int]:
        """The update_ids of rows that are not in the database yet."""
        return frozenset(self._waiting)

    async def record(self, asked: AskedQuestion) -> None:
        """Store one question, or keep it for later if the database fails; an update_id counts once.

        Raises ValueError if `asked_at` has no time zone.
        """
        if asked.asked_at.tzinfo is None:
            raise ValueError(f"asked_at of update {asked.update_id} has no time zone")
        self._waiting.setdefault(asked.update_id, self._row(asked))
        await self.flush()

    async def flush(self) -> bool:
        """Store the rows that wait, oldest first, each in a transaction of its own; True when none waits any more."""
        failures = self._failures
        async with self._flushing:
            # Whoever had the turn before has just failed: waiting for the database once more would hold up a reply.
            if failures != self._failures:
                return not self._waiting
            for row in tuple(self._waiting.values()):
                try:
                    await self._insert(row)
                except RefusedError as error:
                    # It would be refused every time and hold up all rows behind it.
                    _logger.error("Question %d is left out of the log: %s", row.update_id, error)  # noqa: TRY400
                except StorageError as error:
                    self._note_failure(error)
                    return False
                else:
                    self._saved_since_trouble += 1
                del self._waiting[row.update_id]
            self._note_recovery()
            return not self._waiting

    async def seen(self, update_ids: Collection[int]) -> frozenset[int]:
        """Give those of the update_ids that are in the log. Raises StorageError."""
        wanted = list(update_ids)
        found: set[int] = set()
        async with self._database.reading() as connection:
            for start in range(0, len(wanted), _IDS_PER_QUERY):
                some = wanted[start : start + _IDS_PER_QUERY]
                query = select(questions.c.update_id).where(questions.c.update_id.in_(some))
                found.update(await connection.scalars(query))
        return frozenset(found)

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

    async def purge(self, before: datetime) -> int:
        """Forget text and user of the questions asked before then, and keep their figures.

        Gives how many rows had something to forget. Raises StorageError.
        """
        personal = (questions.c.question, questions.c.question_key, questions.c.user_hash)
        forget = (
            update(questions)
            .where(questions.c.asked_at < before, or_(*(column.is_not(None) for column in personal)))
            .values(dict.fromkeys(personal))
        )
        async with self._database.writing() as connection:
            return (await connection.execute(forget)).rowcount

    async def export(self) -> AsyncIterator[LoggedQuestion]:
        """Give all rows, oldest first, read in pages while they are consumed. Raises StorageError.

        No transaction stays open between pages: a row that is stored meanwhile may come too, none comes twice.
        """
        place = tuple_(questions.c.asked_at, questions.c.update_id)
        query = select(questions).order_by(questions.c.asked_at, questions.c.update_id).limit(_ROWS_PER_PAGE)
        page_query = query
        while True:
            async with self._database.reading() as connection:
                page = [LoggedQuestion(*row[1:]) for row in await connection.execute(page_query)]
            for row in page:
                yield row
            if len(page) < _ROWS_PER_PAGE:
                return
            page_query = query.where(place > (page[-1].asked_at, page[-1].update_id))

    def _row(self, asked: AskedQuestion) -> LoggedQuestion:
        text = _storable(asked.text)
        return LoggedQuestion(
            update_id=asked.update_id,
            asked_at=asked.asked_at.astimezone(UTC),
            user_hash=self._hash(asked.user_id),
            chat_kind=asked.chat_kind.value,
            language=asked.language,
            question=text,
            question_key=question_key(text),
            outcome=asked.outcome.value,
            fact=asked.fact,
            confidence=asked.confidence,
            seconds=asked.seconds,
        )

    def _hash(self, user_id: int) -> str:
        return hmac.new(self._key, str(user_id).encode(), hashlib.sha256).hexdigest()[:_HASH_DIGITS]

    async def _insert(self, row: LoggedQuestion) -> None:
        async with self._database.writing() as connection:
            await connection.execute(_insert_unless_there(row, connection.dialect.name))

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


def _insert_unless_there(row: LoggedQuestion, dialect: str) -> Insert:
    unique = [questions.c.update_id]
    if dialect == "postgresql":
        return postgresql.insert(questions).values(asdict(row)).on_conflict_do_nothing(index_elements=unique)
    return sqlite.insert(questions).values(asdict(row)).on_conflict_do_nothing(index_elements=unique)


def _storable(text: str) -> str:
    """Give `text` without what databases refuse: halves of surrogate pairs, and NUL (PostgreSQL)."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\N{REPLACEMENT CHARACTER}")
