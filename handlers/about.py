"""Who the bot is and what it knows: /about, and the answer to "who are you?"."""

from collections.abc import Iterable
from datetime import datetime
from html import escape

from babel import Locale
from babel.dates import format_date, format_datetime
from telegram import InlineKeyboardMarkup

from handlers.buttons import topics_button
from handlers.language_names import language_names, locale
from handlers.replies import Reply
from handlers.voices import Voice
from knowledge.facts_model import Document

# What fits one message with room to spare (Bot API "sendMessage": 4096 characters).
SOURCES_SHOWN = 10
TITLE_LENGTH = 200


def about(voice: Voice, loaded_at: datetime) -> Reply:
    """Say what the bot knows, where that comes from and how recent it is."""
    facts, speech, language = voice.facts, voice.speech, voice.language
    shown_in = locale(language) or Locale("en")
    text = speech.gettext(
        "I am Tanya, a bot. I answer questions about <b>{subject}</b>, from a collection of facts that people wrote "
        "down and from nothing else."
    )
    count, topics = len(facts.facts), len(facts.topics)
    knows = [
        speech.ngettext("{count} fact", "{count} facts", count).format(count=count),
        speech.ngettext("{count} topic", "{count} topics", topics).format(count=topics),
        language_names(facts.manifest.languages, language),
    ]
    sources = [_source(document, shown_in) for document in facts.manifest.sources.values()]
    if len(sources) > SOURCES_SHOWN:
        sources = [*sources[:SOURCES_SHOWN], f"… (+{len(sources) - SOURCES_SHOWN})"]
    loaded = speech.gettext("Facts last loaded: {time} UTC").format(
        time=format_datetime(loaded_at, "medium", locale=shown_in)
    )
    parts = [
        text.format(subject=escape(facts.manifest.title[language])),
        _list(speech.gettext("What I know"), knows),
        _list(speech.gettext("Where it comes from"), sources),
        escape(loaded),
    ]
    button = topics_button(language, speech.gettext("All topics"))
    return Reply("\n\n".join(parts), InlineKeyboardMarkup([[button]]))


def _list(heading: str, items: Iterable[str]) -> str:
    return "\n".join([f"<b>{heading}</b>", *(f"• {item}" for item in items)])


def _source(document: Document, shown_in: Locale) -> str:
    title = document.title if len(document.title) <= TITLE_LENGTH else document.title[: TITLE_LENGTH - 1] + "…"
    day = format_date(document.published, "long", locale=shown_in) if document.published else None
    return escape(", ".join(part for part in (f"“{title}”", document.publisher, day) if part))
