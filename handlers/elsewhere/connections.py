"""The bot's connections with business accounts (Bot API "BusinessConnection")."""

import logging
from collections import OrderedDict

from telegram import Bot, BusinessConnection
from telegram.error import TelegramError

# A connection that is not among the latest is looked up again.
MOST_CONNECTIONS = 1000

logger = logging.getLogger(__name__)


class Connections:
    """Knows the connections as Telegram told of them last."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, BusinessConnection] = OrderedDict()

    def update(self, connection: BusinessConnection) -> None:
        """Remember a connection as it is now, with its end too."""
        self._known[connection.id] = connection
        self._known.move_to_end(connection.id)
        if len(self._known) > MOST_CONNECTIONS:
            self._known.popitem(last=False)

    async def find(self, bot: Bot, connection_id: str) -> BusinessConnection | None:
        """Give a connection; None where it cannot be looked up."""
        if connection_id not in self._known:
            try:
                found = await bot.get_business_connection(connection_id)
            except TelegramError as error:
                logger.info("a business connection could not be looked up: %s", type(error).__name__)
                return None
            # What Telegram told of meanwhile is more recent.
            self.update(self._known.get(connection_id, found))
        return self._known[connection_id]


def may_reply(connection: BusinessConnection | None) -> bool:
    """Tell whether the bot may write on the account's behalf."""
    return bool(connection and connection.is_enabled and connection.rights and connection.rights.can_reply)


def may_delete(connection: BusinessConnection | None) -> bool:
    """Tell whether the bot may delete what it wrote on the account's behalf."""
    if connection is None or not connection.is_enabled or connection.rights is None:
        return False
    return bool(connection.rights.can_delete_sent_messages or connection.rights.can_delete_all_messages)
