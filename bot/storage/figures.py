"""What admins and operators ask of the log: its figures, and what was asked in vain."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Column, ColumnElement, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import questions
from handlers.services import ChatKind, LogStats, UnansweredQuestion
from knowledge.verdict import Outcome

_IN_VAIN = (Outcome.SUGGEST.value, Outcome.UNKNOWN.value)


async def read_stats(connection: AsyncConnection, since: datetime | None, unsaved: int) -> LogStats:
    """Give the figures of the questions since then; `unsaved` is passed through.

    Users whose rows were purged are not counted as users any more, their questions are.
    """
    chosen = true() if since is None else questions.c.asked_at >= since
    totals = await connection.execute(
        select(func.count(), func.count(questions.c.user_hash.distinct())).select_from(questions).where(chosen)
    )
    asked, users = totals.one()
    return LogStats(
        questions=asked,
        users=users,
        outcomes=await _counts(connection, questions.c.outcome, chosen),
        languages=await _counts(connection, questions.c.language, chosen),
        chat_kinds=await _counts(connection, questions.c.chat_kind, chosen),
        facts=await _counts(connection, questions.c.fact, chosen),
        median_seconds=await _median_seconds(connection, chosen, asked),
        unsaved=unsaved,
    )


async def read_unanswered(connection: AsyncConnection, limit: int, offset: int) -> Sequence[UnansweredQuestion]:
    """Give what was asked in vain in private chats and groups and is still kept, one entry a question key."""
    columns = questions.c
    latest_first = func.row_number().over(
        partition_by=columns.question_key, order_by=(columns.asked_at.desc(), columns.id.desc())
    )
    in_vain = (
        select(
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
        )
        .subquery()
    )
    rows = await connection.execute(
        select(in_vain.c.question, in_vain.c.language, in_vain.c.times, in_vain.c.asked_at)
        .where(in_vain.c.recency == 1)
        .order_by(in_vain.c.times.desc(), in_vain.c.asked_at.desc(), in_vain.c.question_key)
        .limit(limit)
        .offset(offset)
    )
    return [UnansweredQuestion(text, language, times, last_asked) for text, language, times, last_asked in rows]


async def _counts(
    connection: AsyncConnection, column: Column[str] | Column[str | None], chosen: ColumnElement[bool]
) -> Mapping[str, int]:
    times = func.count()
    rows = await connection.execute(
        select(column, times).where(chosen, column.is_not(None)).group_by(column).order_by(times.desc(), column)
    )
    return {name: count for name, count in rows if name is not None}


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
