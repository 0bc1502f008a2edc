"""Telegram's flood limits, off unless switched on (Bots FAQ, "My bot is hitting limits, how do I avoid this?").

The FAQ gives about one message a second to one chat with short bursts, 20 a minute to one group and about 30 a second
over all; how Telegram counts is not public. Here only messages that were sent count, not edits or answers.
"""

import math
from collections import deque
from collections.abc import Callable

from bot.local_api.errors import ApiError
from bot.local_api.settings import Settings

MINUTE = 60.0  # seconds


class FloodLimits:
    """Counts the bot's messages by chat, with the world's clock. `key` is any name of a chat."""

    def __init__(self, clock: Callable[[], float], settings: Settings) -> None:
        self._clock = clock
        self._settings = settings
        self._due: dict[str, float] = {}  # when each chat's messages so far would be through at the even rate
        self._groups: dict[str, deque[float]] = {}
        self._all: deque[float] = deque()

    def check(self, key: str, *, group: bool) -> None:
        """Refuse one more message to a chat that has had too many. Raises `ApiError` 429 with `retry_after`."""
        limits, now = self._settings, self._clock()
        if not limits.flood_limits:
            return
        burst = (limits.chat_burst - 1) / limits.chat_per_second
        wait = max(self._due.get(key, now) - burst - now, _wait(self._all, limits.total_per_second, 1.0, now))
        if group:
            wait = max(wait, _wait(self._groups.get(key, deque()), limits.group_per_minute, MINUTE, now))
        if wait > 0:
            seconds = math.ceil(wait)
            raise ApiError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})

    def count(self, key: str, *, group: bool) -> None:
        """Count one message that was sent."""
        if not self._settings.flood_limits:
            return
        now = self._clock()
        self._due[key] = max(self._due.get(key, now), now) + 1 / self._settings.chat_per_second
        self._all.append(now)
        if group:
            self._groups.setdefault(key, deque()).append(now)


def _wait(sent: deque[float], at_most: int, seconds: float, now: float) -> float:
    """Give how long until fewer than `at_most` messages lie within the last so many seconds."""
    while sent and sent[0] <= now - seconds:
        sent.popleft()
    return sent[-at_most] + seconds - now if len(sent) >= at_most else 0.0
