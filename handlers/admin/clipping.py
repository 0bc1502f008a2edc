"""What people wrote, short enough to be listed."""

from datetime import datetime
from html import escape

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from handlers.admin.lines import clip

QUESTION_LENGTH = 120


def listed(text: str) -> str:
    """Give a question as HTML, on one line and cut where it is long."""
    return escape(clip("".join(character if character.isprintable() else " " for character in text), QUESTION_LENGTH))


def day(moment: datetime, language: str) -> str:
    """Give a day (UTC) as it is written in a language; in English where CLDR does not know the language."""
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    return format_date(moment, format="medium", locale=locale)
