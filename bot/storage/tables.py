"""The tables as they are now. Every change of them needs a migration; a test compares the two."""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Dialect,
    Integer,
    MetaData,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
)
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: any time zone in, UTC out, on databases that keep no time zone too."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the moment in UTC. Raises ValueError without a time zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the moment in UTC; what comes without a time zone was stored in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# Names for what databases would name each in their own way: a migration can only drop what it can name.
metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


class QuestionColumns(TypedColumns):
    """One question and what became of it.

    `update_id` is Telegram's; `user_hash` stands for the user and cannot be turned back; `question_key` is what
    questions share that differ in writing only; `seconds` is the time from its arrival to the reply. `question`,
    `question_key` and `user_hash` are NULL once the time for keeping them is over.
    """

    id: Named[int] = Column(Integer, primary_key=True)
    update_id: Named[int] = Column(BigInteger, unique=True)
    asked_at: Named[datetime] = Column(UtcDateTime, index=True)
    user_hash: Named[str | None] = Column(String(32), index=True)
    chat_kind: Named[str] = Column(String(16))
    language: Named[str] = Column(String(35))
    question: Named[str | None] = Column(Text)
    question_key: Named[str | None] = Column(Text, index=True)
    outcome: Named[str] = Column(String(16))
    fact: Named[str | None] = Column(Text)
    confidence: Named[float]
    seconds: Named[float]

    __row_pos__: tuple[int, int, datetime, str | None, str, str, str | None, str | None, str, str | None, float, float]


questions = Table("questions", metadata, QuestionColumns)
