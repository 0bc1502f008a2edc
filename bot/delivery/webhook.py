"""Updates from Telegram by webhook: answered with 200 only after they were handled and logged."""

import asyncio
import logging
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from bot.delivery.delivery import Delivery, DurableLog
from bot.delivery.polling import LONGEST_STORAGE_PAUSE_SECONDS, STOP_SECONDS
from bot.delivery.registration import Hook, set_webhook
from bot.delivery.updates import read_update
from bot.delivery.webhook_app import WebhookApp
from bot.web_server import listening
from handlers.context import BotApplication

logger = logging.getLogger(__name__)


_ADVICE = "stop the other program, or set TANYA_LISTEN to another address"


class Webhook:
    """Takes what Telegram posts, has it handled, and confirms it."""

    def __init__(self, application: BotApplication, log: DurableLog, delivery: Delivery, hook: Hook) -> None:
        self._application = application
        self._log = log
        self._delivery = delivery
        self._hook = hook
        self._secret_differs = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until `stop` is set; then take nothing more, and finish what is in hand.

        Raises StartError for what does not mend itself: a token or address that Telegram refuses, a port in use.
        """
        path = unquote(urlsplit(self._hook.url).path) or "/"
        app = WebhookApp(path, self._hook.secret, self._take, self._secret_differs.set).build()
        stopping = asyncio.create_task(stop.wait())
        beside = [asyncio.create_task(self._register(stopping)), asyncio.create_task(self._store_on(stopping))]
        try:
            async with listening(app, self._hook.host, self._hook.port, int(STOP_SECONDS) + 2, _ADVICE) as server:
                logger.info("listening on %s", self._hook.host)
                await asyncio.wait({stopping, *beside}, return_when=asyncio.FIRST_EXCEPTION)
                server.stop()
                await self._delivery.stop(STOP_SECONDS)
        finally:
            for task in (stopping, *beside):
                task.cancel()
            await asyncio.gather(stopping, *beside, return_exceptions=True)
            await self._log.flush()
        for task in beside:
            if not task.cancelled():
                task.result()

    async def _take(self, update_id: int, posted: Mapping[str, object]) -> bool:
        """Handle an update; tell whether it is handled and stored."""
        update = read_update(dict(posted), self._application.bot)
        if not await asyncio.shield(self._delivery.begin(update)):
            return False
        if update_id in self._log.unsaved:
            await self._log.flush()
        return update_id not in self._log.unsaved

    async def _register(self, stopping: "asyncio.Task[bool]") -> None:
        """Set the webhook; once more if Telegram shows another secret, which getWebhookInfo does not tell.

        Once, because anybody may post a wrong secret.
        """
        await set_webhook(self._application.bot, self._hook, stopping)
        differs = asyncio.create_task(self._secret_differs.wait())
        await asyncio.wait({differs, stopping}, return_when=asyncio.FIRST_COMPLETED)
        differs.cancel()
        if not stopping.done():
            logger.warning("a request came with a wrong secret: the webhook is set again, with TANYA_WEBHOOK_SECRET")
            await set_webhook(self._application.bot, self._hook, stopping, always=True)
        await asyncio.wait({stopping})

    async def _store_on(self, stopping: "asyncio.Task[bool]") -> None:
        """Store what waits for the database even if nobody asks meanwhile."""
        while not stopping.done():
            await asyncio.wait({stopping}, timeout=LONGEST_STORAGE_PAUSE_SECONDS)
            await self._log.flush()
