"""The control API's routes for the conditions under which the bot works: settings, the clock, failures."""

from dataclasses import asdict, fields

from starlette.requests import Request

from bot.local_api import control_bodies as bodies
from bot.local_api.control_http import Table, number_of, read_body
from bot.local_api.faults import Fault
from bot.local_api.json_types import JsonObject, JsonValue
from bot.local_api.world import World


class ConditionRoutes:
    """The routes `/control/settings`, `/control/clock` and `/control/faults`."""

    def __init__(self, world: World) -> None:
        self._world = world

    def table(self) -> Table:
        """Give the routes' methods, paths and what answers."""
        return [
            ("GET", "/settings", self._settings),
            ("PATCH", "/settings", self._change_settings),
            ("POST", "/clock", self._move_clock),
            ("GET", "/faults", self._faults),
            ("POST", "/faults", self._add_fault),
            ("DELETE", "/faults", self._clear_faults),
            ("DELETE", "/faults/{fault}", self._clear_fault),
        ]

    async def _settings(self, request: Request) -> JsonValue:  # noqa: ARG002 - every route has it
        shown: JsonObject = dict(asdict(self._world.settings))
        return shown

    async def _change_settings(self, request: Request) -> JsonValue:
        body = await read_body(request, bodies.SettingsChange)
        for name, value in body.model_dump(exclude_none=True).items():
            setattr(self._world.settings, name, value)
        self._world.changes.notify()
        return await self._settings(request)

    async def _move_clock(self, request: Request) -> JsonValue:
        self._world.move_clock((await read_body(request, bodies.Pass)).seconds)
        return {"time": self._world.clock()}

    async def _faults(self, request: Request) -> JsonValue:  # noqa: ARG002
        return self._world.faults.to_json()

    async def _add_fault(self, request: Request) -> JsonValue:
        body = await read_body(request, bodies.NewFault)
        given = {field.name: getattr(body, field.name) for field in fields(Fault) if field.name != "times"}
        once = 1 if body.share == 1 and not body.for_seconds else 0
        return self._world.faults.add(Fault(**given, times=once if body.times is None else body.times))

    async def _clear_faults(self, request: Request) -> JsonValue:  # noqa: ARG002
        return self._world.faults.clear()

    async def _clear_fault(self, request: Request) -> JsonValue:
        number = number_of(request, "fault")
        if not self._world.faults.clear(number):
            raise LookupError(f"there is no fault {number}")
        return True
