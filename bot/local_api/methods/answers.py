"""Answers to button presses, inline queries and guest queries."""

from collections.abc import Mapping

from bot.local_api.errors import bad_request
from bot.local_api.inline_results import check_button, check_offset, check_results
from bot.local_api.json_types import JsonObject, JsonValue
from bot.local_api.methods.method import Method
from bot.local_api.parameters import Parameters
from bot.local_api.world import Query, World

MAX_CALLBACK_TEXT = 200  # characters: Bot API, answerCallbackQuery
DEFAULT_CACHE_TIME = 300  # seconds: Bot API, answerInlineQuery

_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
_THREAD = ("message_thread_id", "is_topic_message")


async def answer_callback_query(world: World, parameters: Parameters) -> JsonValue:
    """Bot API, answerCallbackQuery."""
    query = _open_query(world, parameters.text("callback_query_id"), "callback_query")
    text = parameters.text("text")
    if len(text) > MAX_CALLBACK_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
    answer: JsonObject = {
        "text": text, "show_alert": parameters.flag("show_alert"), "url": parameters.text("url"),
        "cache_time": parameters.integer("cache_time"),
    }  # fmt: skip
    return _answered(world, query, answer)


async def answer_inline_query(world: World, parameters: Parameters) -> JsonValue:
    """Bot API, answerInlineQuery."""
    results = parameters.decoded("results", "JSON encoded inline query results")
    messages = check_results(results)
    button = parameters.decoded("button", "inline query results button")
    check_button(button)
    check_offset(parameters.text("next_offset"))
    query = _open_query(world, parameters.text("inline_query_id"), "inline_query")
    query.results = messages
    cache_time = parameters.integer("cache_time", DEFAULT_CACHE_TIME)
    query.fresh_until = world.clock() + cache_time
    answer: JsonObject = {
        "results": results or [], "next_offset": parameters.text("next_offset"), "button": button,
        "is_personal": parameters.flag("is_personal"), "cache_time": cache_time,
    }  # fmt: skip
    return _answered(world, query, answer)


async def answer_guest_query(world: World, parameters: Parameters) -> JsonValue:
    """Bot API, answerGuestQuery: the result's message goes to the chat where the bot was asked."""
    result = parameters.decoded("result", "inline query result")
    if result is None:
        raise bad_request("result is not specified")
    ((text, keyboard),) = check_results([result]).values()
    query = _open_query(world, parameters.text("guest_query_id"), "guest_query")
    asked, caller = query.asked, world.users.get(query.user_id)
    if asked is None or caller is None:
        raise bad_request(_TOO_OLD)
    content = world.text_fields(text) | {"guest_bot_caller_user": caller.to_json()}
    content |= {name: asked.message[name] for name in _THREAD if name in asked.message}
    if keyboard:
        content["reply_markup"] = keyboard
    inline_message_id = f"GUEST{query.id}"
    stored = world.post(world.chats[asked.chat_id], world.bot, content, inline_message_id=inline_message_id)
    _answered(world, query, {"result": result, "entry": stored.to_json()})
    return {"inline_message_id": inline_message_id}


def _open_query(world: World, query_id: str, kind: str) -> Query:
    query = world.queries.get(query_id)
    if query is None or query.kind != kind or not query.is_open(world.clock()):
        raise bad_request(_TOO_OLD)
    return query


def _answered(world: World, query: Query, answer: JsonObject) -> JsonValue:
    query.answer = answer
    world.changes.notify()
    return True


METHODS: Mapping[str, Method] = {
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
    "answerGuestQuery": answer_guest_query,
}
