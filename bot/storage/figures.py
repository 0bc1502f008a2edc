"""What admins and operators ask of the log: its figures, and what was asked in vain."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Column, ColumnElement, String, and_, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import questions
from handlers.records import ChatKind, DayCount, LogStats, TopQuestion, UnansweredQuestion
from knowledge.verdict import Outcome

_IN_VAIN = (Outcome.SUGGEST.value, Outcome.UNKNOWN.value)
_TYPED = (ChatKind.INLINE.value, ChatKind.CHOSEN.value)


async def read_stats(connection: AsyncConnection, since: datetime | None, unsaved: int) -> LogStats:
    """Give the figures of the questions since then; `unsaved` is passed through.

    Users whose rows were purged are not counted as users any more, their questions are. An inline result that was sent
    is no question: it follows one. What it shows is a fact that was wanted, which typing does not.
    """
    columns = questions.c
    period = true() if since is None else columns.asked_at >= since
    asked_only = and_(period, columns.chat_kind != ChatKind.CHOSEN.value)
    totals = await connection.execute(
        select(func.count(), func.count(columns.user_hash.distinct())).select_from(questions).where(asked_only)
    )
    asked, users = totals.one()
    return LogStats(
        questions=asked,
        users=users,
        outcomes=await _counts(connection, columns.outcome, asked_only),
        languages=await _counts(connection, columns.language, asked_only),
        chat_kinds=await _counts(connection, columns.chat_kind, period),
        facts=await _counts(connection, columns.fact, and_(period, columns.chat_kind != ChatKind.INLINE.value)),
        median_seconds=await _median_seconds(connection, asked_only, asked),
        unsaved=unsaved,
        days=await _days(connection, asked_only),
    )


async def read_unanswered(
    connection: AsyncConnection, limit: int, offset: int, key: str | None = None
) -> Sequence[UnansweredQuestion]:
    """Give what was asked in vain in chats and is still kept, one entry a question key; with `key`, that one alone."""
    columns = questions.c
    latest_first = func.row_number().over(
        partition_by=columns.question_key, order_by=(columns.asked_at.desc(), columns.id.desc())
    )
    in_vain = (
        select(
            columns.id,
            columns.question,
            columns.language,
            columns.asked_at,
            columns.question_key,
            func.count().over(partition_by=columns.question_key).label("times"),
            latest_first.label("recency"),
        )
        .where(
            columns.outcome.in_(_IN_VAIN),
            columns.chat_kind != ChatKind.INLINE.value,
            columns.question.is_not(None),
            true() if key is None else columns.question_key == key,
        )
        .subquery()
    )
    rows = await connection.execute(
        select(in_vain.c.id, in_vain.c.question, in_vain.c.language, in_vain.c.times, in_vain.c.asked_at)
        .where(in_vain.c.recency == 1)
        .order_by(in_vain.c.times.desc(), in_vain.c.asked_at.desc(), in_vain.c.question_key)
        .limit(limit)
        .offset(offset)
    )
    return [UnansweredQuestion(*row) for row in rows]


async def read_top_questions(connection: AsyncConnection, fact: str, limit: int) -> Sequence[TopQuestion]:
    """Give the questions that were answered with a fact and are still kept, most often asked first."""
    columns, times = questions.c, func.count()
    rows = await connection.execute(
        select(func.max(columns.question), times)
        .where(columns.fact == fact, columns.question.is_not(None), columns.chat_kind.not_in(_TYPED))
        .group_by(columns.question_key)
        .order_by(times.desc(), func.max(columns.asked_at).desc(), columns.question_key)
        .limit(limit)
    )
    return [TopQuestion(text, count) for text, count in rows if text is not None]


async def _days(connection: AsyncConnection, chosen: ColumnElement[bool]) -> tuple[DayCount, ...]:
    """Give the counts of the days on which anything was asked."""
    day = func.date(questions.c.asked_at, type_=String)
    rows = await connection.execute(
        select(day, questions.c.outcome, func.count()).where(chosen).group_by(day, questions.c.outcome).order_by(day)
    )
    days: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for name, outcome, count in rows:
        days[str(name)][outcome] = count
    return tuple(DayCount(name, outcomes) for name, outcomes in days.items())


async def _counts(
    connection: AsyncConnection, column: Column[str] | Column[str | None], chosen: ColumnElement[bool]
) -> Mapping[str, int]:
    rows = await connection.execute(select(column, func.count()).where(chosen, column.is_not(None)).group_by(column))
    counts = [(name, count) for name, count in rows if name is not None]
    # Not by the database: each has an order of its own for texts.
    return dict(sorted(counts, key=lambda one: (-one[1], one[0])))


async def _median_seconds(connection: AsyncConnection, chosen: ColumnElement[bool], asked: int) -> float | None:
    # The one or two rows in the middle: portable, and the database does not hand out every row.
    middle = await connection.scalars(
        select(questions.c.seconds)
        .where(chosen)
        .order_by(questions.c.seconds)
        .limit(2 - asked % 2)
        .offset(max(asked - 1, 0) // 2)
    )
    seconds = middle.all()
    return sum(seconds) / len(seconds) if seconds else None
