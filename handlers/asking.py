"""A question's way, in whatever chat it was asked: verdict, reply, log row, in this order."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from telegram import Message

from handlers.records import AskedQuestion, ChatKind, Spot
from handlers.services import Services
from handlers.voices import Voice, Voices
from knowledge.verdict import Verdict


@dataclass(frozen=True)
class Asker:
    """Who asks: a person, or a chat that somebody writes as. `client` is the language of the person's Telegram."""

    id: int
    client: str | None = None


@dataclass(frozen=True)
class Question:
    """A question as it arrived; `spot` is its message, where it has one."""

    update_id: int
    asker: Asker
    kind: ChatKind
    text: str
    spot: Spot | None = None


@dataclass(frozen=True)
class Judged:
    """A question with its verdict and the voice to answer in; `began` is the monotonic second of its arrival.

    `matching_seconds` is the time that the verdict took; None where nothing was matched.
    """

    question: Question
    verdict: Verdict
    voice: Voice
    asked_at: datetime
    began: float
    matching_seconds: float | None = None


def asker_of(message: Message) -> Asker | None:
    """Give who wrote a message: the group or channel that somebody writes as comes before the account behind it."""
    if message.sender_chat:
        return Asker(message.sender_chat.id)
    user = message.from_user
    return Asker(user.id, user.language_code) if user else None


def place_of(message: Message) -> str:
    """Name a message's chat; a business's chats are others than the bot's own with the same people."""
    connection = message.business_connection_id
    return f"{connection}:{message.chat_id}" if connection else str(message.chat_id)


def spot_of(message: Message) -> Spot:
    """Give where a message stands."""
    return Spot(place_of(message), message.message_id)


class Asking:
    """Puts questions to the facts and into the log."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._voices = Voices(services)

    async def judge(self, question: Question) -> Judged:
        """Give the verdict on a question, and the voice to answer in."""
        began, now = monotonic(), self._services.clock()
        knowledge = self._services.knowledge.current
        verdict = knowledge.ask(question.text, question.asker.client)
        matching = monotonic() - began
        voice = await self._voices.of_id(question.asker.id, verdict.language)
        return Judged(question, verdict, voice, now, began, matching)

    async def record(self, judged: Judged, reply_id: int | None = None) -> None:
        """Put a question into the log; `reply_id` is the message that answered it."""
        question, verdict = judged.question, judged.verdict
        await self._services.log.record(
            AskedQuestion(
                update_id=question.update_id,
                asked_at=judged.asked_at,
                user_id=question.asker.id,
                chat_kind=question.kind,
                language=verdict.language,
                text=question.text,
                outcome=verdict.outcome,
                fact=verdict.fact,
                confidence=verdict.confidence,
                seconds=monotonic() - judged.began,
                spot=question.spot,
                reply_id=reply_id,
                matching_seconds=judged.matching_seconds,
            )
        )

    async def answer(self, question: Question, deliver: Callable[[Judged], Awaitable[int | None]]) -> None:
        """Judge a question, have the reply delivered, and record it; `deliver` gives the reply's message id.

        The reply goes first: a database in trouble must not cost the person the answer. A reply that fails was asked
        for all the same.
        """
        judged = await self.judge(question)
        reply_id = None
        try:
            reply_id = await deliver(judged)
        finally:
            await self.record(judged, reply_id)
