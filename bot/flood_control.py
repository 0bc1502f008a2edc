"""Outgoing calls within Telegram's limits."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from aiolimiter import AsyncLimiter
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.waiting import wait_seconds

_Answer = bool | dict[str, Any] | list[dict[str, Any]]

# How often a call is repeated that Telegram answered with "retry after", and the longest wait that is worth it.
FLOOD_RETRIES = 3
FLOOD_SECONDS = 30
# "My bot is hitting limits", Bot FAQ: about 30 messages a second.
MESSAGES_PER_SECOND = 30


class FloodControl(BaseRateLimiter[int]):
    """Keeps within Telegram's limits; unlike with the library's own, a call that has to wait holds up no other."""

    def __init__(self) -> None:
        self._messages = AsyncLimiter(MESSAGES_PER_SECOND, 1)

    async def initialize(self) -> None:
        """Do nothing."""

    async def shutdown(self) -> None:
        """Do nothing."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, _Answer]],
        args: Any,  # noqa: ANN401 - the library's own type
        kwargs: dict[str, Any],
        endpoint: str,  # noqa: ARG002
        data: dict[str, Any],
        rate_limit_args: int | None,  # noqa: ARG002
    ) -> _Answer:
        """Make a call. Raises RetryAfter if Telegram asks to wait too long or too often."""
        for _ in range(FLOOD_RETRIES):
            if "chat_id" in data:
                await self._messages.acquire()
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                seconds = wait_seconds(error)
                if seconds > FLOOD_SECONDS:
                    raise
                await asyncio.sleep(seconds)
        return await callback(*args, **kwargs)
