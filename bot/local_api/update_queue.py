"""Updates on their way to the bot: ids, confirmation, long polling (Bot API, "Getting updates")."""

from collections import deque
from collections.abc import Callable, Collection

from bot.local_api.changes import Changes
from bot.local_api.errors import ApiError
from bot.local_api.json_types import JsonObject
from bot.local_api.pushed import PushedLog

# Bot API, getUpdates, allowed_updates: sent only where asked for.
ONLY_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class UpdateQueue:
    """Keeps updates until the bot confirms them.

    The first update_id is the clock's time in milliseconds, so that ids do not come again in a later run;
    from then on they are sequential.
    """

    def __init__(self, clock: Callable[[], float], changes: Changes) -> None:
        self._next_id = int(clock() * 1000)
        self._clock = clock
        self._changes = changes
        self.pushed = PushedLog()
        self._pending: deque[JsonObject] = deque()
        self._allowed: frozenset[str] = frozenset()
        self._poller = 0

    def __len__(self) -> int:
        """Give the number of updates not yet confirmed."""
        return len(self._pending)

    @property
    def allowed(self) -> frozenset[str]:
        """The kinds the bot asked for; empty is Telegram's default."""
        return self._allowed

    def allow(self, kinds: Collection[str]) -> None:
        """Remember the kinds the bot wants from now on; what is queued stays."""
        self._allowed = frozenset(kinds)

    def push(self, kind: str, payload: JsonObject) -> int | None:
        """Queue one update; give its id, or None where the bot does not want its kind."""
        if kind not in self._allowed if self._allowed else kind in ONLY_ON_REQUEST:
            return None
        return self.push_raw({kind: payload})

    def push_raw(self, update: JsonObject) -> int:
        """Queue any update as it is, under the next id unless it has its own; give the id."""
        own = update.get("update_id")
        update_id = own if isinstance(own, int) else self._next_id
        self._next_id = max(self._next_id, update_id) + 1
        self._pending.append({"update_id": update_id} | update)
        self.pushed.add(self._clock(), self._pending[-1])
        self._changes.notify()
        return update_id

    def drop_all(self) -> None:
        """Forget every pending update."""
        self._pending.clear()
        self._changes.notify()

    async def poll(self, offset: int, limit: int, seconds: float) -> list[JsonObject]:
        """Confirm updates below `offset` and give the next ones, waiting for one up to so many seconds.

        A negative offset keeps only so many of the last updates. Raises `ApiError` 409 once another poll starts.
        """
        self._poller += 1
        poller = self._poller
        self._confirm(offset)
        self._changes.notify()
        await self._changes.wait_for(lambda: poller != self._poller or bool(self._pending), seconds)
        if poller != self._poller:
            raise ApiError(
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
            )
        return list(self._pending)[:limit]

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            while len(self._pending) > -offset:
                self._pending.popleft()
        elif offset > 0:
            self._pending = deque(update for update in self._pending if _id(update) >= offset)


def _id(update: JsonObject) -> int:
    number = update["update_id"]
    return number if isinstance(number, int) else 0
