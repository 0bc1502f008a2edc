"""Getting updates (Bot API, "Getting updates"). Webhooks are not covered yet: there is never one."""

from collections.abc import Mapping
from dataclasses import asdict

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
    """Bot API, getUpdates: confirms those below `offset`, waits up to `timeout` seconds for one."""
    allowed = parameters.decoded("allowed_updates", "allowed_updates")
    if isinstance(allowed, list):
        world.updates.allow([kind for kind in allowed if isinstance(kind, str)])
    limit = min(max(parameters.integer("limit", MAX_UPDATES), 1), MAX_UPDATES)
    seconds = min(max(parameters.integer("timeout"), 0), MAX_TIMEOUT)
    return list(await world.updates.poll(parameters.integer("offset"), limit, seconds))


async def delete_webhook(world: World, parameters: Parameters) -> JsonValue:
    """Bot API, deleteWebhook."""
    if parameters.flag("drop_pending_updates"):
        world.updates.drop_all()
    return True


async def get_webhook_info(world: World, parameters: Parameters) -> JsonValue:  # noqa: ARG001
    """Bot API, getWebhookInfo."""
    allowed: list[JsonValue] = [*sorted(world.updates.allowed)]
    info: dict[str, JsonValue] = {
        "url": "", "has_custom_certificate": False, "pending_update_count": len(world.updates),
    }  # fmt: skip
    return info | ({"allowed_updates": allowed} if allowed else {})


METHODS: Mapping[str, Method] = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
