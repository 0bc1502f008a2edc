"""The part of the client that sets the conditions: failures on command, life spans, flood limits, the clock."""

from typing import TypedDict, Unpack

from bot.local_api.client_http import ControlHttp
from bot.local_api.client_types import as_integer, as_object, as_objects
from bot.local_api.json_types import JsonObject


class When(TypedDict, total=False):
    """Which calls meet a failure: each with a probability, drawn by a seed, until so many seconds are over."""

    share: float
    seed: int
    for_seconds: float


class ConditionsClient(ControlHttp):
    """Makes the Bot API fail, slow, or strict."""

    async def fail(
        self, kind: str, method: str = "", *, times: int | None = None, status: int = 500,
        description: str = "Internal Server Error", retry_after: int = 0, seconds: float = 0.0,
        **when: Unpack[When],
    ) -> int:  # fmt: skip
        """Make calls of a method ("" for any but getUpdates) fail; give the order's number, for `clear_fault`.

        `kind` is "error" (with status and description), "delay" (by so many seconds), "drop_before" or "drop_after"
        (the connection, without or with the call's effect), "timeout_before" or "timeout_after" (no answer until the
        client gives up). The next `times` calls meet it (0: without end; None: one, or without end where `share` or
        `for_seconds` is given), each with the probability `share` (drawn by `seed`), until `for_seconds` are over.
        """
        body: JsonObject = {
            "kind": kind, "method": method, "times": times, "status": status, "description": description,
            "parameters": {"retry_after": retry_after} if retry_after else {}, "seconds": seconds,
            "share": when.get("share", 1.0), "seed": when.get("seed"), "for_seconds": when.get("for_seconds", 0.0),
        }  # fmt: skip
        return as_integer(await self._post("/faults", body))

    async def faults(self) -> list[JsonObject]:
        """Give the failures still to come, as the control API lists them."""
        return as_objects(await self._call("GET", "/faults"))

    async def clear_faults(self) -> None:
        """Call off every failure."""
        await self._call("DELETE", "/faults")

    async def clear_fault(self, number: int) -> None:
        """Call off one failure. Raises `RefusedError` where it is over already."""
        await self._call("DELETE", f"/faults/{number}")

    async def change_settings(self, **settings: float | bool) -> JsonObject:
        """Change some of the world's `settings.Settings`; give all of them."""
        return as_object(await self._call("PATCH", "/settings", dict(settings)))

    async def pass_time(self, seconds: float) -> None:
        """Let so many seconds of the world's time pass at once."""
        await self._post("/clock", {"seconds": seconds})
