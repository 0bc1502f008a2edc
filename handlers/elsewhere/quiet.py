"""Business chats in which a person speaks: the bot keeps out of them for a while."""

import logging
from collections import OrderedDict
from datetime import datetime, timedelta

from handlers.services import Services
from handlers.stores import StoreError

QUIET = timedelta(hours=1)
# Chats remembered here while the database is in trouble.
MOST_CHATS = 10_000

logger = logging.getLogger(__name__)


class Quiet:
    """Where to keep quiet; a database in trouble makes it quiet everywhere, and loses no chat."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._unsaved: OrderedDict[str, datetime] = OrderedDict()

    async def spoke(self, place: str, at: datetime) -> None:
        """Keep quiet in a chat: the account's owner wrote there."""
        until = at + QUIET
        try:
            await self._services.quiet_chats.quiet(place, until)
        except StoreError as error:
            logger.warning("a quiet business chat is kept in memory: %s", error)
            self._unsaved[place] = until
            if len(self._unsaved) > MOST_CHATS:
                self._unsaved.popitem(last=False)

    async def here(self, place: str) -> bool:
        """Tell whether to keep quiet in a chat now."""
        now = self._services.clock()
        if (until := self._unsaved.get(place)) and now < until:
            return True
        try:
            return await self._services.quiet_chats.is_quiet(place, now)
        except StoreError as error:
            logger.warning("business chats get no answers for now: %s", error)
            return True
