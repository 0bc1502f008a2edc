"""What happens when a handler fails: the person gets a sentence and an id, the operator the same id in the log."""

import logging
import secrets

from telegram import Update
from telegram.error import BadRequest, Forbidden, TelegramError

from handlers.context import Context
from handlers.services import Services

logger = logging.getLogger(__name__)


class Errors:
    """The error handler of the whole application."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def handle(self, update: object, context: Context) -> None:
        """Log the error by kind; tell the person, unless the trouble is that they cannot be told."""
        error = context.error
        if isinstance(error, Forbidden):
            logger.info("a chat no longer takes messages")
            return
        if isinstance(error, BadRequest) and "query is too old" in error.message:
            logger.info("a button or inline query was answered too late")
            return
        error_id = secrets.token_hex(4)
        if isinstance(error, TelegramError):
            logger.warning("error %s: Telegram refused or failed: %s", error_id, error.message)
        else:
            logger.error("error %s", error_id, exc_info=error)
        if isinstance(update, Update):
            await self._tell(update, error_id)

    async def _tell(self, update: Update, error_id: str) -> None:
        user = update.effective_user
        speech = self._services.texts.of(user.language_code if user else None)
        text = speech.gettext("Something went wrong on my side. Please try again later. (Error {id})").format(
            id=error_id
        )
        try:
            if update.callback_query:
                await update.callback_query.answer(text, show_alert=True)
            elif update.message:
                await update.message.reply_text(text)
        except TelegramError as error:
            logger.warning("error %s could not be told: %s", error_id, type(error).__name__)
