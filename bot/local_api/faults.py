"""Failure on command: what the calls of a method meet, by number, by share or for a time."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from bot.local_api.json_types import JsonObject, JsonValue


class FaultKind(StrEnum):
    """What happens: an error answer, a late answer, or no answer, without or with the method's effect.

    Without an answer the connection is cut at once (drop) or stays open until the client gives up (timeout).
    """

    ERROR = "error"
    DELAY = "delay"
    DROP_BEFORE = "drop_before"
    DROP_AFTER = "drop_after"
    TIMEOUT_BEFORE = "timeout_before"
    TIMEOUT_AFTER = "timeout_after"


@dataclass(frozen=True, slots=True)
class Fault:
    """One order of failure for calls of `method` ("" for any but getUpdates).

    It ends after `times` calls have met it (0: without end) or once `for_seconds` have passed (0: without end).
    A call meets it with the probability `share`; `seed` makes the same ones meet it in every run.
    """

    kind: FaultKind
    method: str = ""
    times: int = 1
    status: int = 500
    description: str = "Internal Server Error"
    parameters: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    share: float = 1.0
    seed: int | None = None
    for_seconds: float = 0.0

    def meets(self, method: str) -> bool:
        """Tell whether calls of this method may meet the fault. Polling is met only when it is named."""
        return self.method.lower() == method.lower() if self.method else method != "getUpdates"


class _Order:
    """A fault that is open: how often it was met, until when it holds, and its chance."""

    def __init__(self, number: int, fault: Fault, now: float) -> None:
        self.number = number
        self.fault = fault
        self.met = 0
        self.until = now + fault.for_seconds if fault.for_seconds else float("inf")
        self._random = random.Random(fault.seed)  # noqa: S311 - chance, no secret

    def is_open(self, now: float) -> bool:
        """Tell whether further calls may meet it."""
        return now < self.until and (not self.fault.times or self.met < self.fault.times)

    def strikes(self, method: str) -> bool:
        """Tell whether this call meets it, and count it."""
        struck = self.fault.meets(method) and (self.fault.share >= 1 or self._random.random() < self.fault.share)
        self.met += struck
        return struck

    def to_json(self, now: float) -> JsonObject:
        """Give the entry that the control API lists; `times` and `for_seconds` are what is left of them."""
        fault = self.fault
        fields: JsonObject = {
            "id": self.number, "kind": str(fault.kind), "method": fault.method,
            "times": max(fault.times - self.met, 0), "met": self.met, "status": fault.status,
            "description": fault.description, "parameters": dict(fault.parameters), "seconds": fault.seconds,
            "share": fault.share, "seed": fault.seed,
            "for_seconds": self.until - now if fault.for_seconds else 0.0,
        }  # fmt: skip
        return fields


class Faults:
    """The orders still open, first come, first met; each call meets at most one."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._orders: list[_Order] = []
        self._last = 0

    def add(self, fault: Fault) -> int:
        """Order one failure; give the order's number."""
        self._last += 1
        self._orders.append(_Order(self._last, fault, self._clock()))
        return self._last

    def clear(self, number: int = 0) -> bool:
        """Call off one order, or (0) every one; give whether there was any."""
        kept = [order for order in self._open() if number and order.number != number]
        found = len(kept) < len(self._orders)
        self._orders = kept
        return found

    def take(self, method: str) -> Fault | None:
        """Give the failure that this call meets, if any, and count it."""
        met = next((order.fault for order in self._open() if order.strikes(method)), None)
        self._open()
        return met

    def to_json(self) -> list[JsonValue]:
        """Give the open orders."""
        now = self._clock()
        return [order.to_json(now) for order in self._open()]

    def _open(self) -> list[_Order]:
        now = self._clock()
        self._orders = [order for order in self._orders if order.is_open(now)]
        return self._orders
