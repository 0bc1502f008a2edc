"""What the bot called, and what it was answered."""

from collections import deque
from dataclasses import dataclass

from bot.local_api.changes import Changes
from bot.local_api.json_types import JsonObject, JsonValue

KEPT_CALLS = 30_000
POLLING = "getUpdates"


@dataclass(frozen=True, slots=True)
class Call:
    """One Bot API call: its number, time (Unix seconds), parameters without the token, answer and duration."""

    number: int
    time: float
    method: str
    parameters: JsonObject
    status: int
    response: JsonObject
    seconds: float

    def to_json(self) -> JsonObject:
        """Give the entry that the control API lists."""
        fields: JsonObject = {
            "number": self.number, "time": self.time, "method": self.method, "parameters": self.parameters,
            "status": self.status, "response": self.response, "seconds": self.seconds,
        }  # fmt: skip
        return fields


class CallLog:
    """The last `KEPT_CALLS` calls. `status` 0 is a call whose connection was dropped on purpose."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._calls: deque[Call] = deque(maxlen=KEPT_CALLS)
        self._number = 0
        self.running = 0  # calls under way, long polls apart

    def add(
        self, *, time: float, method: str, parameters: JsonObject, status: int, response: JsonObject, seconds: float
    ) -> None:
        """Keep one finished call."""
        self._number += 1
        self._calls.append(Call(self._number, time, method, parameters, status, response, seconds))
        self._changes.notify()

    @property
    def number(self) -> int:
        """The last call's number; 0 before the first."""
        return self._number

    def since(self, number: int) -> list[Call]:
        """Give the calls after a number, the long polling among them."""
        return [call for call in self._calls if call.number > number]

    def after(self, number: int, method: str = "") -> list[JsonValue]:
        """Give the calls after a number, of one method, or of all but the long polling."""
        return [
            call.to_json()
            for call in self._calls
            if call.number > number and (call.method.lower() == method.lower() if method else call.method != POLLING)
        ]
