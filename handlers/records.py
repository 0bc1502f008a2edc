"""What is remembered: questions, votes, lessons, admins' deeds; as the handlers hand it over and get it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from knowledge.verdict import Outcome


class ChatKind(StrEnum):
    """Where a question was asked."""

    PRIVATE = "private"
    GROUP = "group"
    INLINE = "inline"
    """Typed after `@name`: every pause in the typing is a query."""
    CHOSEN = "inline-chosen"
    """An inline result that somebody sent."""
    GUEST = "guest"
    BUSINESS = "business"


@dataclass(frozen=True)
class Spot:
    """A message: `place` names its chat (as `place_of` words it), `message_id` the message there."""

    place: str
    message_id: int


@dataclass(frozen=True)
class AskedQuestion:
    """One question and what became of it. `seconds` is the time from its arrival to the reply.

    `spot` is the question's message and `reply_id` the answer's in the same chat, where there are such messages.
    `matching_seconds` is what of the time the verdict took; None where nothing was matched.
    """

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
    spot: Spot | None = None
    reply_id: int | None = None
    matching_seconds: float | None = None


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


@dataclass(frozen=True)
class DayCount:
    """How many questions were asked on a day (UTC, `YYYY-MM-DD`), by outcome."""

    day: str
    outcomes: Mapping[str, int]


@dataclass(frozen=True)
class LogStats:
    """Figures of the question log; counts by name, most frequent first. `users` counts distinct keyed hashes.

    Inline results that were sent count among the chat kinds and the facts, not as questions. `median_seconds` is None
    without questions; `unsaved` counts rows that wait for the database to recover. `days` are in order.
    """

    questions: int
    users: int
    outcomes: Mapping[str, int]
    languages: Mapping[str, int]
    chat_kinds: Mapping[str, int]
    facts: Mapping[str, int]
    median_seconds: float | None
    unsaved: int
    days: tuple[DayCount, ...] = ()


@dataclass(frozen=True)
class UnansweredQuestion:
    """A question asked in vain (no answer given), in the wording of its latest asker; `times` how often.

    `id` is that of the latest asker's row.
    """

    id: int
    text: str
    language: str
    times: int
    last_asked: datetime


@dataclass(frozen=True)
class TopQuestion:
    """A question that was answered with a fact, and how often."""

    text: str
    times: int


@dataclass(frozen=True)
class Vote:
    """A person's opinion of an answer; `answer` names the answer's message, `good` is 👍."""

    answer: str
    user_id: int
    fact: str
    good: bool
    at: datetime


@dataclass(frozen=True)
class Tally:
    """How many found an answer good, and how many did not."""

    good: int = 0
    bad: int = 0


@dataclass(frozen=True)
class TaughtQuestion:
    """A question that an admin assigned to a fact."""

    id: int
    fact: str
    language: str
    question: str
    taught_at: datetime


@dataclass(frozen=True)
class SetAside:
    """A question that admins need not see any more.

    Dismissed, it comes back when it is asked again after `at`; with `similar`, it never does, nor do those like it.
    """

    question: str
    similar: bool
    at: datetime


@dataclass(frozen=True)
class AdminAction:
    """What an admin did. `detail` says to what, without anybody's name or id."""

    at: datetime
    admin_id: int
    action: str
    detail: str = ""
