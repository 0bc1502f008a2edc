"""What a method is."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from bot.local_api.json_types import JsonValue
from bot.local_api.parameters import Parameters
from bot.local_api.world import World

# Takes the world and the call's parameters; gives the "result" of the answer or raises `ApiError`.
Method: TypeAlias = Callable[[World, Parameters], Awaitable[JsonValue]]
