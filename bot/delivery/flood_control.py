"""Outgoing calls within Telegram's limits."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from time import monotonic
from typing import Any, Protocol

from aiolimiter import AsyncLimiter
from telegram.error import RetryAfter
from telegram.ext import AIORateLimiter

from bot.delivery.floor import Floor
from bot.delivery.waiting import wait_seconds

_Answer = bool | dict[str, Any] | list[dict[str, Any]]
_Call = Callable[..., Coroutine[Any, Any, _Answer]]

# The longest wait in all, in seconds, that a call is worth which Telegram answered with "retry after".
FLOOD_SECONDS = 30.0


class CallWatch(Protocol):
    """Is told of calls; must not raise."""

    def called(self, method: str, seconds: float, error: BaseException | None) -> None:
        """Take note of a call, the seconds until its answer, and what it raised."""


class FloodControl(AIORateLimiter):
    """The library's limiter: so many messages a second, and 20 a minute to a group (Bot FAQ).

    A call that Telegram asks to wait waits by itself; the library would make all other calls wait with it. `watch` is
    told of every call that goes out. A message waits for the `floor`. The limit of a second is kept here, since
    repetitions count, too.
    """

    def __init__(self, watch: CallWatch, floor: Floor, per_second: int) -> None:
        super().__init__(overall_max_rate=0, overall_time_period=0)
        # Evenly: as many at once as a second may have, and then those of that second, would be twice as many.
        self._pace = AsyncLimiter(1, 1 / per_second)
        self._watch = watch
        self._floor = floor

    async def process_request(
        self,
        callback: _Call,
        args: Any,  # noqa: ANN401 - the library's own type
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> _Answer:
        """Make a call. Raises RetryAfter if Telegram asks to wait too long."""
        call = partial(_watched, callback, self._watch, endpoint)
        if "chat_id" in data:
            call = partial(self._paced, call, _is_message(endpoint))
        patient = partial(self._patiently, call)
        return await super().process_request(patient, args, kwargs, endpoint, data, rate_limit_args)

    async def _patiently(self, callback: _Call, *args: Any, **kwargs: Any) -> _Answer:  # noqa: ANN401 - as the call
        waited = 0.0
        while True:
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                # Whole seconds, and never none (Bot API, "ResponseParameters").
                seconds = max(wait_seconds(error), 1.0)
                waited += seconds
                if waited > FLOOD_SECONDS:
                    raise
                self._floor.leave()
                await asyncio.sleep(seconds)

    async def _paced(self, callback: _Call, is_message: bool, *args: Any, **kwargs: Any) -> _Answer:  # noqa: ANN401
        if is_message:
            await self._floor.take()
        await self._pace.acquire()
        return await callback(*args, **kwargs)


def _is_message(method: str) -> bool:
    """Tell whether a call sends a message, so that its repetition is one more message."""
    return method.startswith("send") and method != "sendChatAction"


async def _watched(
    callback: _Call,
    watch: CallWatch,
    method: str,
    *args: Any,  # noqa: ANN401 - whatever the call takes
    **kwargs: Any,  # noqa: ANN401 - whatever the call takes
) -> _Answer:
    began = monotonic()
    try:
        answer = await callback(*args, **kwargs)
    except Exception as error:
        watch.called(method, monotonic() - began, error)
        raise
    watch.called(method, monotonic() - began, None)
    return answer
