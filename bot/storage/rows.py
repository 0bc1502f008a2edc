"""One question as it is stored."""

from dataclasses import dataclass
from datetime import UTC

from bot.storage.hashes import Hasher
from bot.storage.texts import indexable, storable
from handlers.records import AskedQuestion, LoggedQuestion
from knowledge.text import question_key


@dataclass(frozen=True)
class Row(LoggedQuestion):
    """A row as it is stored: with the messages of question and answer, for as long as they may change."""

    place_hash: str | None
    message_id: int | None
    reply_id: int | None


def row_of(asked: AskedQuestion, hasher: Hasher) -> Row:
    """Give the row of a question, with user and chat as hashes and a text that databases take."""
    text, spot = storable(asked.text), asked.spot
    return Row(
        update_id=asked.update_id,
        asked_at=asked.asked_at.astimezone(UTC),
        user_hash=hasher.user(asked.user_id),
        chat_kind=asked.chat_kind.value,
        language=asked.language,
        question=text,
        question_key=indexable(question_key(text)),
        outcome=asked.outcome.value,
        fact=asked.fact,
        confidence=asked.confidence,
        seconds=asked.seconds,
        place_hash=hasher.place(spot.place) if spot else None,
        message_id=spot.message_id if spot else None,
        reply_id=asked.reply_id,
    )
