"""Answers to pressed buttons (Bot API "answerCallbackQuery")."""

from telegram import CallbackQuery
from telegram.error import BadRequest

from handlers.errors import is_too_late
from handlers.voices import Voice


async def acknowledge(query: CallbackQuery, text: str | None = None, *, alert: bool = False) -> None:
    """Let the button stop waiting, perhaps with a short notice; one pressed long ago no longer waits.

    An `alert` stays until it is closed.
    """
    try:
        await query.answer(text, show_alert=alert or None)
    except BadRequest as error:
        if not is_too_late(error):
            raise


async def out_of_date(query: CallbackQuery, voice: Voice) -> None:
    """Say that what the button stood for is no longer there."""
    await acknowledge(query, voice.speech.gettext("This button is out of date. Please ask again."), alert=True)
