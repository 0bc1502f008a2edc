"""Who may use the admins' commands and buttons: admins, in their private chats. To all others neither exists."""

from collections.abc import Callable, Collection, Coroutine

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import CallbackQueryHandler, filters

from handlers.context import Context


def by_admins(admins: Collection[int]) -> filters.BaseFilter:
    """Give the filter for new messages by admins in their private chats."""
    return filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & filters.User(admins, allow_empty=True)


class AdminPressHandler(CallbackQueryHandler[Context, None]):
    """Takes presses of buttons that match `pattern`, by admins in their private chats.

    Anybody else's are left to the handler of unknown buttons, which says that they are out of date.
    """

    __slots__ = ("_admins",)

    def __init__(
        self, callback: Callable[[Update, Context], Coroutine[None, None, None]], pattern: str, admins: Collection[int]
    ) -> None:
        super().__init__(callback, pattern)
        self._admins = frozenset(admins)

    def check_update(self, update: object) -> object:
        """Tell whether to take an update."""
        query = update.callback_query if isinstance(update, Update) else None
        # A button without data, such as a game's, matches every pattern.
        if query is None or query.data is None or query.from_user.id not in self._admins:
            return False
        chat = query.message.chat if query.message else None
        return super().check_update(update) if chat and chat.type == ChatType.PRIVATE else False
