"""Answers to pressed buttons (Bot API "answerCallbackQuery")."""

from telegram import CallbackQuery, Message
from telegram.error import BadRequest, ChatMigrated

from handlers.errors import is_too_late
from handlers.replies import Reply
from handlers.sending import send
from handlers.voices import Voice


async def acknowledge(query: CallbackQuery, text: str | None = None, *, alert: bool = False) -> None:
    """Let the button stop waiting, perhaps with a short notice, as an `alert` to be closed by hand.

    A button pressed long ago no longer waits.
    """
    try:
        await query.answer(text, show_alert=alert or None)
    except BadRequest as error:
        if not is_too_late(error):
            raise


async def out_of_date(query: CallbackQuery, voice: Voice) -> None:
    """Say that what the button stood for is no longer there."""
    await acknowledge(query, voice.speech.gettext("This button is out of date. Please ask again."), alert=True)


async def show(query: CallbackQuery, reply: Reply, voice: Voice) -> None:
    """Show a reply in place of the message whose button was pressed; as a new one where that is gone."""
    if query.inline_message_id:
        await _show_inline(query, reply, voice)
        return
    message = query.message
    if not isinstance(message, Message):
        await out_of_date(query, voice)
        return
    await acknowledge(query)
    try:
        await query.edit_message_text(reply.text, reply_markup=reply.keyboard)
    except (BadRequest, ChatMigrated) as error:
        # Pressed twice, the message shows what was asked for; else it is deleted, too old to be changed, or was left
        # behind by a group that became a supergroup.
        if "not modified" not in error.message:
            await send(message, reply)


async def _show_inline(query: CallbackQuery, reply: Reply, voice: Voice) -> None:
    """Show a reply in place of an inline message; where that is gone, there is no chat to send another to."""
    try:
        await query.edit_message_text(reply.text, reply_markup=reply.keyboard)
    except BadRequest as error:
        if "not modified" not in error.message:
            await out_of_date(query, voice)
            return
    await acknowledge(query)
