"""Updates on their way to the bot: ids, confirmation, expiry, long polling (Bot API, "Getting updates")."""

from collections import deque
from collections.abc import Callable, Collection

from bot.local_api.changes import Changes
from bot.local_api.errors import ApiError
from bot.local_api.json_types import JsonObject
from bot.local_api.settings import Settings

# Bot API, getUpdates, allowed_updates: sent only where asked for.
ONLY_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
_WEBHOOK_SET = "terminated by setWebhook request"


class UpdateQueue:
    """Keeps updates until the bot confirms them or they are too old (`Settings.kept_seconds`).

    The first update_id is the clock's time in milliseconds, so that ids do not come again in a later run;
    from then on they are sequential.
    """

    def __init__(self, clock: Callable[[], float], changes: Changes, settings: Settings) -> None:
        self._next_id = int(clock() * 1000)
        self._changes = changes
        self._settings = settings
        self.clock = clock
        self._pending: deque[JsonObject] = deque()
        self._pushed_at: dict[int, float] = {}
        self._allowed: frozenset[str] = frozenset()
        self._poller = 0
        self._conflict = _OTHER_POLLER

    def __len__(self) -> int:
        """Give the number of updates not yet confirmed."""
        return len(self.pending())

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
        self._pushed_at[update_id] = self.clock()
        self._changes.notify()
        return update_id

    def pending(self) -> list[JsonObject]:
        """Give the updates not yet confirmed, oldest first; those that are too old are forgotten."""
        now = self.clock()
        self._keep([update for update in self._pending if self._expires_at(update) > now])
        return list(self._pending)

    def expires_at(self, update_id: int) -> float:
        """Give when a pending update is forgotten, in the clock's time; 0 for one that is not pending."""
        return next((self._expires_at(update) for update in self._pending if number_of(update) == update_id), 0.0)

    def _expires_at(self, update: JsonObject) -> float:
        kind = next((name for name in update if name != "update_id"), "")
        return self._pushed_at[number_of(update)] + self._settings.kept_seconds(kind)

    def confirm(self, update_id: int) -> None:
        """Forget one update: the bot has it."""
        self._keep([update for update in self._pending if number_of(update) != update_id])
        self._changes.notify()

    def drop_all(self) -> None:
        """Forget every pending update."""
        self._keep([])
        self._changes.notify()

    def end_poll(self) -> None:
        """End the long poll under way with a 409: a webhook was set."""
        self._conflict = _WEBHOOK_SET
        self._poller += 1
        self._changes.notify()

    async def poll(self, offset: int, limit: int, seconds: float) -> list[JsonObject]:
        """Confirm updates below `offset` and give the next ones, waiting for one up to so many seconds.

        A negative offset keeps only so many of the last updates. Raises `ApiError` 409 once another poll starts or a
        webhook is set.
        """
        self._poller += 1
        self._conflict = _OTHER_POLLER
        poller = self._poller
        self._confirm_below(offset)
        self._changes.notify()
        await self._changes.wait_for(lambda: poller != self._poller or bool(self.pending()), seconds)
        if poller != self._poller:
            raise ApiError(409, f"Conflict: {self._conflict}")
        return self.pending()[:limit]

    def _confirm_below(self, offset: int) -> None:
        if offset < 0:
            self._keep(list(self._pending)[offset:])
        elif offset > 0:
            self._keep([update for update in self._pending if number_of(update) >= offset])

    def _keep(self, updates: list[JsonObject]) -> None:
        self._pending = deque(updates)
        self._pushed_at = {number: self._pushed_at[number] for number in map(number_of, updates)}


def number_of(update: JsonObject) -> int:
    """Give an update's id."""
    number = update["update_id"]
    return number if isinstance(number, int) else 0
