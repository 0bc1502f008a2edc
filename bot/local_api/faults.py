"""Failure on command: what the next calls of a method meet."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.local_api.json_types import JsonObject, JsonValue


class FaultKind(StrEnum):
    """What happens: an error answer, a late answer, or no answer, without or with the method's effect."""

    ERROR = "error"
    DELAY = "delay"
    DROP_BEFORE = "drop_before"
    DROP_AFTER = "drop_after"


@dataclass(frozen=True, slots=True)
class Fault:
    """One order of failure for the next `times` calls of `method` ("" for any but getUpdates)."""

    kind: FaultKind
    method: str = ""
    times: int = 1
    status: int = 500
    description: str = "Internal Server Error"
    parameters: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    def meets(self, method: str) -> bool:
        """Tell whether a call of this method meets the fault. Polling is met only when it is named."""
        return self.method.lower() == method.lower() if self.method else method != "getUpdates"

    def to_json(self) -> JsonObject:
        """Give the entry that the control API lists."""
        fields: JsonObject = {
            "kind": str(self.kind), "method": self.method, "times": self.times, "status": self.status,
            "description": self.description, "parameters": dict(self.parameters), "seconds": self.seconds,
        }  # fmt: skip
        return fields


class Faults:
    """The orders still open, first come, first met; each call meets at most one."""

    def __init__(self) -> None:
        self._open: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Order one failure."""
        self._open.append(fault)

    def clear(self) -> None:
        """Call off every order."""
        self._open.clear()

    def take(self, method: str) -> Fault | None:
        """Give the failure that this call meets, if any, and count it."""
        for index, fault in enumerate(self._open):
            if fault.meets(method):
                self._open[index : index + 1] = [replace(fault, times=fault.times - 1)] if fault.times > 1 else []
                return fault
        return None

    def to_json(self) -> list[JsonValue]:
        """Give the open orders."""
        return [fault.to_json() for fault in self._open]
