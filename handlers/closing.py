"""Maintenance: while it lasts, private chats and pressed buttons get one polite line, except the admins'."""

from telegram import Update
from telegram.ext import ApplicationHandlerStop, CallbackQueryHandler, MessageHandler, filters

from handlers.context import Context, Handler
from handlers.filtering import SPOKEN
from handlers.notices import closed
from handlers.pressing import acknowledge
from handlers.replies import Reply
from handlers.sending import send
from handlers.services import Services
from handlers.voices import Voices


class Closing:
    """Stands before all other handlers and lets through what maintenance does not concern."""

    def __init__(self, services: Services, voices: Voices) -> None:
        self._services = services
        self._voices = voices

    async def message(self, update: Update, _: Context) -> None:
        """Say so once in a while, and keep a private message or its edit from the other handlers."""
        message, user = update.effective_message, update.effective_user
        if message is None or not self._services.is_closed_to(user.id if user else None):
            return
        if user and self._services.limits.notice(message.chat_id):
            voice = await self._voices.of(user)
            await send(message, Reply(closed(voice.speech)))
        raise ApplicationHandlerStop

    async def pressed(self, update: Update, _: Context) -> None:
        """Say so in an alert, and keep a press from the other handlers."""
        query = update.callback_query
        if query is None or not self._services.is_closed_to(query.from_user.id):
            return
        voice = await self._voices.of(query.from_user)
        await acknowledge(query, closed(voice.speech), alert=True)
        raise ApplicationHandlerStop


def closing_handlers(services: Services, voices: Voices) -> list[Handler]:
    """Give the handlers to put into a group before all others."""
    closing = Closing(services, voices)
    said = filters.ChatType.PRIVATE & (filters.UpdateType.MESSAGE | filters.UpdateType.EDITED_MESSAGE)
    return [
        MessageHandler(said & SPOKEN, closing.message),
        CallbackQueryHandler(closing.pressed),
    ]
