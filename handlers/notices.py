"""Sentences that every kind of chat says in the same words."""

from handlers.texts import Translations


def too_many_questions(speech: Translations) -> str:
    """Ask for patience: somebody asks more than `Limits` allow."""
    return speech.gettext("That was a lot of questions at once. Please wait a moment, then ask on.")


def closed(speech: Translations) -> str:
    """Say that the bot is closed for maintenance."""
    return speech.gettext("I am being worked on and cannot answer just now. Please come back a little later.")


def not_remembered(speech: Translations) -> str:
    """Say that a wish met a database in trouble."""
    return speech.gettext("I cannot note that just now. Please try again later.")
