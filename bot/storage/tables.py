"""The tables as they are now. Every change of them needs a migration; a test compares the two."""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
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
    UniqueConstraint,
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
    questions share that differ in writing only; `seconds` is the time from its arrival to the reply. `place_hash`
    stands for the chat, `message_id` is the question's and `reply_id` the answer's message there; NULL where there is
    none.
    `question`, `question_key`, `user_hash` and these three are NULL once the time for keeping them is over.
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
    place_hash: Named[str | None] = Column(String(32), index=True)
    message_id: Named[int | None] = Column(BigInteger)
    reply_id: Named[int | None] = Column(BigInteger)


class PersonColumns(TypedColumns):
    """A user's choice of language."""

    user_hash: Named[str] = Column(String(32), primary_key=True)
    language: Named[str] = Column(String(35))


class VoteColumns(TypedColumns):
    """A user's opinion of an answer; `answer_hash` stands for the answer's message. Both are NULL once forgotten."""

    id: Named[int] = Column(Integer, primary_key=True)
    answer_hash: Named[str | None] = Column(String(32))
    user_hash: Named[str | None] = Column(String(32), index=True)
    fact: Named[str] = Column(Text, index=True)
    good: Named[bool] = Column(Boolean)
    voted_at: Named[datetime] = Column(UtcDateTime)


class LessonColumns(TypedColumns):
    """A question that an admin assigned to a fact."""

    id: Named[int] = Column(Integer, primary_key=True)
    fact: Named[str] = Column(Text)
    language: Named[str] = Column(String(35))
    question: Named[str] = Column(Text)
    question_key: Named[str] = Column(Text, unique=True)
    taught_at: Named[datetime] = Column(UtcDateTime)


class SetAsideColumns(TypedColumns):
    """A question that admins need not see any more; with `similar`, nor those like it, ever."""

    id: Named[int] = Column(Integer, primary_key=True)
    question: Named[str] = Column(Text)
    question_key: Named[str] = Column(Text, unique=True)
    similar: Named[bool] = Column(Boolean)
    set_at: Named[datetime] = Column(UtcDateTime)


class AdminActionColumns(TypedColumns):
    """What an admin did; `admin_hash` stands for the admin."""

    id: Named[int] = Column(Integer, primary_key=True)
    done_at: Named[datetime] = Column(UtcDateTime)
    admin_hash: Named[str] = Column(String(32))
    action: Named[str] = Column(String(32))
    detail: Named[str] = Column(Text)


class SwitchColumns(TypedColumns):
    """A switch of the running bot, by name."""

    name: Named[str] = Column(String(32), primary_key=True)
    is_on: Named[bool] = Column(Boolean)


class QuietChatColumns(TypedColumns):
    """A business chat in which the bot keeps quiet until a time."""

    place_hash: Named[str] = Column(String(32), primary_key=True)
    until: Named[datetime] = Column(UtcDateTime)


class ChangeColumns(TypedColumns):
    """How often something was changed that processes keep in memory, and which of them changed it last."""

    name: Named[str] = Column(String(32), primary_key=True)
    version: Named[int]
    made_by: Named[str] = Column(String(32))


questions = Table("questions", metadata, QuestionColumns)
people = Table("people", metadata, PersonColumns)
votes = Table("votes", metadata, VoteColumns, UniqueConstraint("answer_hash", "user_hash"))
lessons = Table("lessons", metadata, LessonColumns)
set_aside = Table("set_aside", metadata, SetAsideColumns)
admin_actions = Table("admin_actions", metadata, AdminActionColumns)
switches = Table("switches", metadata, SwitchColumns)
quiet_chats = Table("quiet_chats", metadata, QuietChatColumns)
changes = Table("changes", metadata, ChangeColumns)
