"""What the bot says of itself: commands, name, descriptions."""

import re
from collections.abc import Mapping

from bot.local_api.errors import bad_request
from bot.local_api.json_types import JsonObject, JsonValue, required_integer, required_string
from bot.local_api.methods.method import Method
from bot.local_api.methods.targets import find_chat
from bot.local_api.parameters import Parameters
from bot.local_api.profile import Scope
from bot.local_api.world import World

MAX_COMMANDS = 100  # Bot API, setMyCommands
MAX_COMMAND = 32  # characters: Bot API, BotCommand
MAX_COMMAND_DESCRIPTION = 256
MAX_TEXTS = {"name": 64, "description": 512, "short_description": 120}  # Bot API, setMyName and its kin
_WIDE = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
_NARROW = frozenset({"chat", "chat_administrators", "chat_member"})


async def set_my_commands(world: World, parameters: Parameters) -> JsonValue:
    """Bot API, setMyCommands."""
    given = parameters.decoded("commands", "commands")
    if given is not None and not isinstance(given, list):
        raise bad_request("expected an Array of BotCommand")
    commands = [_command(item) for item in given or []]
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.profile.set_commands(_scope(world, parameters), _language(parameters), commands)
    world.changes.notify()
    return True


async def get_my_commands(world: World, parameters: Parameters) -> JsonValue:
    """Bot API, getMyCommands."""
    return world.profile.commands(_scope(world, parameters), _language(parameters))


async def delete_my_commands(world: World, parameters: Parameters) -> JsonValue:
    """Bot API, deleteMyCommands."""
    world.profile.set_commands(_scope(world, parameters), _language(parameters), [])
    world.changes.notify()
    return True


def _command(item: JsonValue) -> JsonObject:
    where = "can't parse BotCommand: "
    if not isinstance(item, dict):
        raise bad_request(f"{where}expected an Object")
    command = required_string(item, "command", where=where).strip().removeprefix("/")
    description = required_string(item, "description", where=where).strip()
    if not command:
        raise bad_request("command must be non-empty")
    if len(command) > MAX_COMMAND:
        raise bad_request(f"command length must not exceed {MAX_COMMAND}")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > MAX_COMMAND_DESCRIPTION:
        raise bad_request(f"command description length must not exceed {MAX_COMMAND_DESCRIPTION}")
    if not re.fullmatch(r"[a-z0-9_]+", command):
        raise bad_request("BOT_COMMAND_INVALID")
    return {"command": command, "description": description}


def _scope(world: World, parameters: Parameters) -> Scope:
    where = "can't parse BotCommandScope: "
    scope = parameters.decoded("scope", "BotCommandScope")
    if scope is None:
        return Scope()
    if not isinstance(scope, dict):
        raise bad_request(f"{where}BotCommandScope must be an Object")
    kind = required_string(scope, "type", where=where)
    if kind in _WIDE:
        return Scope(kind)
    if kind not in _NARROW:
        raise bad_request(f"{where}Unsupported type specified")
    chat_id = required_string(scope, "chat_id", where=where)
    if not chat_id:
        raise bad_request(f"{where}Empty chat_id specified")
    user_id = required_integer(scope, "user_id", where=where) if kind == "chat_member" else 0
    return Scope(kind, find_chat(world, chat_id).id, user_id)


def _language(parameters: Parameters) -> str:
    code = parameters.text("language_code")
    if not re.fullmatch(r"([a-z]{2})?", code):
        raise bad_request("invalid language code specified")
    return code


def _setter(kind: str) -> Method:
    async def set_text(world: World, parameters: Parameters) -> JsonValue:
        language, text = _language(parameters), parameters.text(kind).strip()
        if len(text) > MAX_TEXTS[kind]:  # Telegram's own text for this is not known to us
            raise bad_request(f"{kind} length must not exceed {MAX_TEXTS[kind]}")
        if kind == "name" and not language:
            if not text:
                raise bad_request("name must be non-empty")
            world.rename_bot(text)
        world.profile.set_text(kind, language, text)
        return True

    return set_text


def _getter(kind: str) -> Method:
    async def get_text(world: World, parameters: Parameters) -> JsonValue:
        return {kind: world.profile.text(kind, _language(parameters))}

    return get_text


METHODS: Mapping[str, Method] = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _setter("name"),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description"),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description"),
    "getMyShortDescription": _getter("short_description"),
}
