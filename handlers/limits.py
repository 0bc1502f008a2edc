"""How much may be asked: a token bucket for each person and, in groups, for each chat.

A bucket holds `burst` questions and gains one every `seconds` (token bucket: Turner, "New directions in
communications", IEEE Communications Magazine 24, 1986).
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from time import monotonic

# Buckets kept; a full one need not be. At the limit the one that was used longest ago goes.
MOST_BUCKETS = 10_000


class Allowance(Enum):
    """What a question meets."""

    OK = auto()
    """It may be answered."""
    NOTICE = auto()
    """It is the first one too many: say so."""
    SILENCE = auto()
    """It is one too many, and that has been said since the bucket was last full."""


@dataclass(frozen=True)
class Rate:
    """So many questions at once, and one more every `seconds`."""

    burst: int
    seconds: float


@dataclass
class _Bucket:
    tokens: float
    at: float
    noticed: bool = False


class Buckets:
    """Token buckets of one rate, by key; `clock` gives seconds that never run backwards."""

    def __init__(self, rate: Rate, clock: Callable[[], float]) -> None:
        self._rate = rate
        self._clock = clock
        self._buckets: OrderedDict[int, _Bucket] = OrderedDict()

    def take(self, key: int) -> Allowance:
        """Take one question out of the key's bucket, if there is one in it."""
        now = self._clock()
        bucket = self._buckets.pop(key, None) or _Bucket(self._rate.burst, now)
        self._buckets[key] = bucket
        if len(self._buckets) > MOST_BUCKETS:
            self._buckets.popitem(last=False)
        bucket.tokens = min(self._rate.burst, bucket.tokens + (now - bucket.at) / self._rate.seconds)
        bucket.at = now
        if bucket.tokens >= self._rate.burst:
            bucket.noticed = False
        if bucket.tokens >= 1:
            bucket.tokens -= 1
            return Allowance.OK
        if bucket.noticed:
            return Allowance.SILENCE
        bucket.noticed = True
        return Allowance.NOTICE


# Nobody types so many questions; a script does.
PERSON = Rate(burst=10, seconds=4)
# A lively group; what is more would drown its talk.
CHAT = Rate(burst=20, seconds=3)
# Typing after `@name` asks with every pause.
TYPING = Rate(burst=40, seconds=0.5)


class Limits:
    """The limits of one bot."""

    def __init__(
        self, person: Rate = PERSON, chat: Rate = CHAT, typing: Rate = TYPING, clock: Callable[[], float] = monotonic
    ) -> None:
        self._people = Buckets(person, clock)
        self._chats = Buckets(chat, clock)
        self._typing = Buckets(typing, clock)
        self._notices = Buckets(Rate(1, 60), clock)

    def question(self, user_id: int, group_id: int | None = None) -> Allowance:
        """Take a question of a person, asked in a group if there is one."""
        allowance = self._people.take(user_id)
        if allowance is Allowance.OK and group_id is not None:
            return self._chats.take(group_id)
        return allowance

    def typing(self, user_id: int) -> bool:
        """Take an inline query; False if it is one too many."""
        return self._typing.take(user_id) is Allowance.OK

    def notice(self, chat_id: int) -> bool:
        """Tell whether a chat may be told once more what it was told lately, such as that the bot reads texts only."""
        return self._notices.take(chat_id) is Allowance.OK
