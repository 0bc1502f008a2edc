"""How Telegram delivers: to a webhook, or to whoever polls (Bot API, "Getting updates")."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram import Bot
from telegram.error import BadRequest, RetryAfter

from bot.delivery.backoff import until_reached
from bot.delivery.delivery import CONCURRENCY
from bot.delivery.waiting import wait_seconds
from bot.problems import StartError
from handlers.routes import ALLOWED_UPDATES

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Hook:
    """A webhook: the address Telegram posts to, the secret it shows, and where this process listens."""

    url: str
    secret: str
    host: str
    port: int


async def set_webhook(bot: Bot, hook: Hook, stopping: "asyncio.Task[bool]", *, always: bool = False) -> None:
    """Have Telegram post to the webhook; nothing is set where all is as it should be, unless `always`.

    Waits for a Telegram that cannot be reached. Raises StartError if it refuses the token or the address.
    """

    async def register() -> None:
        info = await bot.get_webhook_info()
        same = info.url == hook.url and set(info.allowed_updates or ()) == set(ALLOWED_UPDATES)
        if same and info.max_connections == CONCURRENCY and not always:
            return
        await bot.set_webhook(
            hook.url, secret_token=hook.secret, allowed_updates=ALLOWED_UPDATES, max_connections=CONCURRENCY
        )
        logger.info("Telegram posts to the webhook from now on")

    await _patiently(register, stopping)


async def delete_webhook(bot: Bot, stopping: "asyncio.Task[bool]") -> None:
    """Have no webhook, for Telegram lets nobody poll while there is one. Raises StartError for a refused token."""

    async def remove() -> None:
        if (await bot.get_webhook_info()).url:
            await bot.delete_webhook()
            logger.info("the webhook that was set is deleted: this process polls")

    await _patiently(remove, stopping)


async def _patiently(work: Callable[[], Awaitable[None]], stopping: "asyncio.Task[bool]") -> None:
    async def as_asked() -> None:
        while True:
            try:
                return await work()
            except BadRequest as error:
                raise StartError(f"Telegram refuses TANYA_WEBHOOK_URL: {error.message}") from error
            except RetryAfter as error:
                await asyncio.sleep(wait_seconds(error))

    await until_reached(as_asked, stopping)
