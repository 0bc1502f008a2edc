"""Getting updates by polling (Bot API, "Getting updates")."""

from collections.abc import Mapping
from dataclasses import asdict

from bot.local_api.errors import ApiError
from bot.local_api.json_types import JsonObject, JsonValue
from bot.local_api.methods.method import Method
from bot.local_api.parameters import Parameters
from bot.local_api.world import World

MAX_UPDATES = 100  # Bot API, getUpdates
MAX_TIMEOUT = 50  # seconds: Telegram's Bot API server


async def get_me(world: World, parameters: Parameters) -> JsonValue:  # noqa: ARG001 - every method has them
    """Bot API, getMe."""
    abilities: JsonObject = dict(asdict(world.abilities))
    return world.bot.to_json() | abilities | {"has_main_web_app": False}


async def get_updates(world: World, parameters: Parameters) -> JsonValue:
    """Bot API, getUpdates: confirms those below `offset`, waits up to `timeout` seconds for one.

    Raises `ApiError` 409 while a webhook is set.
    """
    if world.webhook.current:
        raise ApiError(
            409,
            "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook"
            " first",
        )
    take_allowed(world, parameters)
    limit = min(max(parameters.integer("limit", MAX_UPDATES), 1), MAX_UPDATES)
    seconds = min(max(parameters.integer("timeout"), 0), MAX_TIMEOUT)
    return list(await world.updates.poll(parameters.integer("offset"), limit, seconds))


def take_allowed(world: World, parameters: Parameters) -> None:
    """Remember the call's `allowed_updates`, if it has any; else those of an earlier call hold on."""
    allowed = parameters.decoded("allowed_updates", "allowed_updates")
    if isinstance(allowed, list):
        world.updates.allow([kind for kind in allowed if isinstance(kind, str)])


METHODS: Mapping[str, Method] = {"getMe": get_me, "getUpdates": get_updates}
