"""What the handlers need of the process around them; `bot` fulfils it and passes it in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from handlers.texts import Texts
from knowledge.knowledge import Knowledge
from knowledge.verdict import Outcome


class ChatKind(StrEnum):
    """Where a question was asked."""

    PRIVATE = "private"
    GROUP = "group"
    INLINE = "inline"


@dataclass(frozen=True)
class AskedQuestion:
    """One question and what became of it. `seconds` is the time from its arrival to the reply."""

    update_id: int
    asked_at: datetime
    user_id: int
    chat_kind: ChatKind
    language: str
    text: str
    outcome: Outcome
    fact: str | None
    confidence: float
    seconds: float


@dataclass(frozen=True)
class LogStats:
    """Figures of the question log; counts by name, most frequent first. `users` counts distinct keyed hashes.

    `median_seconds` is None without questions; `unsaved` counts rows that wait for the database to recover.
    """

    questions: int
    users: int
    outcomes: Mapping[str, int]
    languages: Mapping[str, int]
    chat_kinds: Mapping[str, int]
    facts: Mapping[str, int]
    median_seconds: float | None
    unsaved: int


@dataclass(frozen=True)
class UnansweredQuestion:
    """A question asked in vain (no answer given), in the wording of its latest asker; `times` how often."""

    text: str
    language: str
    times: int
    last_asked: datetime


class QuestionLog(Protocol):
    """The log of questions."""

    async def record(self, asked: AskedQuestion) -> None:
        """Store one question. Never raises for a failing database: the row is kept and tried again, and said so."""

    async def stats(self, since: datetime | None = None) -> LogStats:
        """Give the figures of the questions since then (all without it)."""

    async def unanswered(self, limit: int, offset: int = 0) -> Sequence[UnansweredQuestion]:
        """Give questions of private chats and groups asked in vain, most often asked first, then latest first."""


class KnowledgeKeeper(Protocol):
    """Holds the facts in use and renews them."""

    @property
    def current(self) -> Knowledge:
        """The facts and their index, as they are now."""

    async def reload(self) -> Knowledge:
        """Read the facts anew and put them in use. Raises FactBaseError and changes nothing if they have mistakes."""


@dataclass(frozen=True)
class Services:
    """The collaborators of all handlers. `clock` gives the time now, in UTC."""

    knowledge: KnowledgeKeeper
    log: QuestionLog
    texts: Texts
    admins: frozenset[int]
    clock: Callable[[], datetime]
