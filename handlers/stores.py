"""What the handlers need remembered; `bot` fulfils it. Users and chats are kept as keyed hashes only."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from handlers.records import (
    AdminAction,
    AskedQuestion,
    LoggedQuestion,
    LogStats,
    SetAside,
    Spot,
    Tally,
    TaughtQuestion,
    TopQuestion,
    UnansweredQuestion,
    Vote,
)


class StoreError(Exception):
    """What is remembered cannot be read or written for the time being; every method here may raise it."""


class QuestionLog(Protocol):
    """The log of questions."""

    async def record(self, asked: AskedQuestion) -> None:
        """Store one question. Never raises for a failing database: the row is kept and tried again, and said so."""

    async def reply_to(self, spot: Spot) -> int | None:
        """Give the message that answered the question there. Never raises for a failing database."""

    async def text_at(self, spot: Spot) -> str | None:
        """Give the latest question asked there, None if it is not known. Never raises for a failing database."""

    async def text_of(self, update_id: int, user_id: int) -> str | None:
        """Give what this user asked with this update; None for another's question and for one that is forgotten."""

    async def withdraw(self, place: str, message_ids: Collection[int]) -> Sequence[int]:
        """Forget text and asker of these questions, which their asker deleted; give the messages that answered them."""

    async def stats(self, since: datetime | None = None) -> LogStats:
        """Give the figures of the questions since then (all without it)."""

    async def unanswered(self, limit: int, offset: int = 0) -> Sequence[UnansweredQuestion]:
        """Give questions of chats asked in vain, most often asked first, then latest first."""

    async def unanswered_one(self, row_id: int) -> UnansweredQuestion | None:
        """Give the question with this id, as `unanswered` would."""

    async def top_questions(self, fact: str, limit: int) -> Sequence[TopQuestion]:
        """Give the questions that were answered with this fact, most often asked first."""

    def export(self) -> AsyncIterator[LoggedQuestion]:
        """Give all rows, oldest first."""


class People(Protocol):
    """What is remembered of people beside their questions."""

    async def language(self, user_id: int) -> str | None:
        """Give the language that the user chose, None for automatic. Never raises for a failing database."""

    async def choose_language(self, user_id: int, language: str | None) -> None:
        """Remember a choice of language; None for automatic."""

    async def forget(self, user_id: int) -> int:
        """Delete everything that is kept of the user; give how many questions that were."""


class Votes(Protocol):
    """Opinions of answers: one a user and answer."""

    async def vote(self, vote: Vote) -> Tally:
        """Store a vote in place of the user's earlier one on this answer; give the votes on the answer."""

    async def given(self, answer: str, user_id: int) -> bool | None:
        """Give the user's vote on this answer, True for 👍; None if there is none."""

    async def of_fact(self, fact: str) -> Tally:
        """Give the votes on all answers with this fact."""

    async def since(self, moment: datetime | None) -> Mapping[str, Tally]:
        """Give the votes since then (all without it) by fact, most votes first."""


class Lessons(Protocol):
    """What admins taught, and what they set aside."""

    async def taught(self) -> Sequence[TaughtQuestion]:
        """Give all questions that were taught, oldest first."""

    async def teach(self, questions: Sequence[UnansweredQuestion], fact: str, at: datetime) -> Sequence[TaughtQuestion]:
        """Remember that the questions belong to the fact, all or none; give the lessons in the same order.

        What was taught for the same question before is replaced.
        """

    async def unteach(self, taught_ids: Collection[int]) -> Sequence[TaughtQuestion]:
        """Take lessons back, all or none of them; give those that were there."""

    async def set_aside(self, questions: Sequence[SetAside]) -> None:
        """Remember questions that need not be shown any more."""

    async def all_set_aside(self) -> Sequence[SetAside]:
        """Give what was set aside."""


class AdminLog(Protocol):
    """Who of the admins did what, and when."""

    async def note(self, action: AdminAction) -> None:
        """Store an action and log it. Never raises for a failing database: then the log line alone tells."""


class Maintenance(Protocol):
    """Whether the bot is closed to everybody but the admins; outlives a restart."""

    @property
    def on(self) -> bool:
        """Whether it is closed now."""

    async def switch(self, *, on: bool) -> None:
        """Close or open."""


class QuietChats(Protocol):
    """Business chats in which the account's owner spoke lately."""

    async def quiet(self, place: str, until: datetime) -> None:
        """Keep quiet there until then."""

    async def is_quiet(self, place: str, at: datetime) -> bool:
        """Tell whether to keep quiet there at that time."""
