"""Which updates were queued for the bot, and when: what the queue itself forgets once they are confirmed."""

from collections import deque
from dataclasses import dataclass

from bot.local_api.json_types import JsonObject

KEPT_UPDATES = 10_000


@dataclass(frozen=True, slots=True)
class Pushed:
    """One update: its number in this log, the time (Unix seconds), and the update itself."""

    number: int
    time: float
    update: JsonObject

    def to_json(self) -> JsonObject:
        """Give the entry that the stream of events shows."""
        return {"number": self.number, "time": self.time, "update": self.update}


class PushedLog:
    """The last `KEPT_UPDATES` updates."""

    def __init__(self) -> None:
        self._updates: deque[Pushed] = deque(maxlen=KEPT_UPDATES)
        self.number = 0  # the last update's; 0 before the first

    def add(self, time: float, update: JsonObject) -> None:
        """Keep one update."""
        self.number += 1
        self._updates.append(Pushed(self.number, time, update))

    def since(self, number: int) -> list[Pushed]:
        """Give the updates after a number."""
        return [pushed for pushed in self._updates if pushed.number > number]
