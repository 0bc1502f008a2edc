"""Facts as articles (Bot API "InlineQueryResultArticle"): what inline queries offer, and what a guest posts."""

from telegram import InlineKeyboardMarkup, InlineQueryResultArticle, InputTextMessageContent

from handlers.voices import Voice
from knowledge.facts_model import Fact

# What clients show of a description.
DESCRIPTION_LENGTH = 120


def article(fact: Fact, voice: Voice, bot_name: str, text: str | None = None) -> InlineQueryResultArticle:
    """Give a fact as an article that posts it with its source, or `text` in place of that."""
    answer = " ".join(fact.answer[voice.language].split())
    file = voice.facts.topic_of(fact.id)
    return InlineQueryResultArticle(
        id=f"{voice.language}:{fact.id}",
        title=fact.heading(voice.language),
        description=answer if len(answer) <= DESCRIPTION_LENGTH else answer[: DESCRIPTION_LENGTH - 1].rstrip() + "…",
        thumbnail_url=file.topic.thumbnail if file else None,
        input_message_content=InputTextMessageContent(text or voice.replies.fact_text(fact)),
        reply_markup=voice.replies.keyboard_elsewhere(fact, bot_name),
    )


def note(text: str, keyboard: InlineKeyboardMarkup | None = None) -> InlineQueryResultArticle:
    """Give a message of the bot's own, in HTML."""
    return InlineQueryResultArticle(
        id="note", title="Tanya", input_message_content=InputTextMessageContent(text), reply_markup=keyboard
    )


def fact_of(result_id: str, voice: Voice) -> Fact | None:
    """Give the fact that a chosen result was; None if there is no such fact."""
    return voice.facts.facts.get(result_id.partition(":")[2])
