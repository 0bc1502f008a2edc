"""One call from its parameters to its answer: faults on command, flood limits, the method, the call log."""

import time
from dataclasses import dataclass, field

from bot.local_api.errors import ApiError
from bot.local_api.faults import Fault, FaultKind
from bot.local_api.json_types import JsonObject
from bot.local_api.methods.method import Method
from bot.local_api.methods.registry import Registry
from bot.local_api.methods.targets import find_chat
from bot.local_api.parameters import Parameters
from bot.local_api.users import ChatType
from bot.local_api.world import World

_DROPS = frozenset({FaultKind.DROP_BEFORE, FaultKind.DROP_AFTER})
_WITHOUT_EFFECT = frozenset({FaultKind.DROP_BEFORE, FaultKind.TIMEOUT_BEFORE})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call is answered: HTTP status and body.

    Status 0 is no answer: the connection is to be cut, at once or (`hangs`) when the client gives up.
    """

    status: int
    body: JsonObject = field(default_factory=dict)
    hangs: bool = False


class Caller:
    """Runs calls on a world, whether they came over HTTP or in the answer of a webhook."""

    def __init__(self, world: World, registry: Registry) -> None:
        self._world = world
        self._registry = registry

    def find(self, name: str) -> tuple[str, Method]:
        """Give a method with its proper name. Raises `ApiError` 404 or 501."""
        return self._registry.find(name)

    async def call(self, name: str, method: Method, parameters: Parameters) -> Answer:
        """Run one call, under its proper name, and log it."""
        begun, started = self._world.clock(), time.perf_counter()
        fault = self._world.faults.take(name)
        answer = await (
            self._faulty(fault, name, method, parameters) if fault else self._effect(name, method, parameters)
        )
        self._world.calls.add(
            time=begun, method=name, parameters=parameters.logged(), status=answer.status, response=answer.body,
            seconds=time.perf_counter() - started,
        )  # fmt: skip
        return answer

    async def _effect(self, name: str, method: Method, parameters: Parameters) -> Answer:
        try:
            target = self._flooded(name, parameters)
            if target:
                self._world.flood.check(target[0], group=target[1])
            result = await method(self._world, parameters)
        except ApiError as error:
            return Answer(error.status, failure(error))
        if target:
            self._world.flood.count(target[0], group=target[1])
        return Answer(200, {"ok": True, "result": result})

    def _flooded(self, name: str, parameters: Parameters) -> tuple[str, bool] | None:
        """Give the chat that flood limits count a call for, and whether it is a group; None for other calls."""
        if not name.startswith("send") or name == "sendChatAction":
            return None
        connection = parameters.text("business_connection_id")
        if connection:
            return f"{connection}/{parameters.text('chat_id')}", False
        try:
            chat = find_chat(self._world, parameters.text("chat_id"))
        except ApiError:
            return None
        return str(chat.id), chat.type in {ChatType.GROUP, ChatType.SUPERGROUP}

    async def _faulty(self, fault: Fault, name: str, method: Method, parameters: Parameters) -> Answer:
        """Fail as ordered."""
        if fault.kind is FaultKind.ERROR:
            return Answer(fault.status, failure(ApiError(fault.status, fault.description, fault.parameters)))
        if fault.kind is FaultKind.DELAY:
            await self._world.changes.wait_for(lambda: False, fault.seconds)
            return await self._effect(name, method, parameters)
        if fault.kind not in _WITHOUT_EFFECT:
            await self._effect(name, method, parameters)
        return Answer(0, hangs=fault.kind not in _DROPS)


def failure(error: ApiError) -> JsonObject:
    """Give the body of a refusal (Bot API, "Making requests")."""
    body: JsonObject = {"ok": False, "error_code": error.status, "description": error.description}
    parameters: JsonObject = dict(error.parameters)
    return body | ({"parameters": parameters} if parameters else {})
