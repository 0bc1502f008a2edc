"""What happens when a handler fails: the person gets a sentence and an id, the operator the same id in the log."""

import logging
import re
import secrets

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden, TelegramError

from handlers.context import Context
from handlers.services import Services
from handlers.stores import StoreError

logger = logging.getLogger(__name__)

_QUOTED = re.compile(r"""(["'«“])[^"'»”]*["'»”]""")
# How Telegram words that the bot may not write in a chat or topic, or that the topic is gone.
_SILENCED = (
    "not enough rights", "no rights to send", "chat_write_forbidden", "chat_send_plain_forbidden", "chat_restricted",
    "topic_closed", "topic_deleted", "message thread not found",
)  # fmt: skip


def is_too_late(error: BaseException | None) -> bool:
    """Tell whether a button press or an inline query had waited too long for its answer."""
    return isinstance(error, BadRequest) and error.message.lower().startswith("query is too old")


def _is_silenced(error: BaseException | None) -> bool:
    """Tell whether a chat does not let the bot write."""
    return isinstance(error, BadRequest) and any(words in error.message.lower() for words in _SILENCED)


def _is_final(error: BaseException | None) -> bool:
    """Tell whether Telegram would refuse the same call again."""
    return isinstance(error, BadRequest | Forbidden)


class Errors:
    """The error handler of the whole application."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._untold: set[int] = set()

    def take(self, update_id: int) -> bool:
        """Tell whether this update failed without a word to the person, who may be answered yet; and forget it."""
        told = update_id not in self._untold
        self._untold.discard(update_id)
        return not told

    async def handle(self, update: object, context: Context) -> None:
        """Log the error by kind; tell the person, unless the trouble is that they cannot be told."""
        error = context.error
        if isinstance(error, Forbidden) or _is_silenced(error):
            logger.info("a chat no longer takes messages")
            return
        if is_too_late(error):
            logger.info("a button or inline query was answered too late")
            return
        error_id = secrets.token_hex(4)
        extra = {"error_id": error_id}
        if isinstance(error, TelegramError):
            # What stands in quotes is the message's own text.
            reason = _QUOTED.sub("…", error.message)
            logger.warning("error %s: Telegram refused or failed: %s", error_id, reason, extra=extra)
        elif isinstance(error, StoreError):
            logger.error("error %s: %s", error_id, error, extra=extra)
        else:
            logger.error("error %s", error_id, exc_info=error, extra=extra)
        if isinstance(update, Update) and not await self._tell(update, error_id) and not _is_final(error):
            self._untold.add(update.update_id)

    async def _tell(self, update: Update, error_id: str) -> bool:
        """Tell the person of an error; False where nobody was told."""
        user = update.effective_user
        speech = self._services.texts.of(user.language_code if user else None)
        text = speech.gettext("Something went wrong on my side. Please try again later. (Error {id})").format(
            id=error_id
        )
        query = update.callback_query
        message = query.message if query else update.message or update.edited_message
        try:
            # A button may be answered only once, and was perhaps: a message always reaches the person.
            if isinstance(message, Message) and message.chat.type == ChatType.PRIVATE:
                await message.reply_text(text, do_quote=False)
            elif query:
                await query.answer(text, show_alert=True)
            else:
                return False
        except TelegramError as error:
            extra = {"error_id": error_id}
            logger.warning("error %s could not be told: %s", error_id, type(error).__name__, extra=extra)
            return _is_final(error)
        return True
