"""An inline query's results, checked as Telegram checks them (Bot API, "Inline mode").

Covered: results whose message is a text (`input_message_content` with `message_text`), of any type.
"""

import re

from bot.local_api.entities import FormattedText
from bot.local_api.errors import bad_request, not_covered
from bot.local_api.formatting import message_text
from bot.local_api.json_types import JsonObject, JsonValue, optional_string, required_string
from bot.local_api.keyboards import inline_keyboard

MAX_RESULTS = 50  # Bot API, answerInlineQuery
MAX_RESULT_ID = 64  # bytes: Bot API, InlineQueryResultArticle
MAX_OFFSET = 64  # bytes: Bot API, answerInlineQuery
_WHERE = "can't parse inline query result: "
_START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")


def check_results(results: JsonValue) -> dict[str, tuple[FormattedText, JsonObject | None]]:
    """Give, for each result's id, its message's text and inline keyboard. Raises `ApiError`."""
    if results is None:
        return {}
    if not isinstance(results, list):
        raise bad_request("expected an Array of inline query results")
    if len(results) > MAX_RESULTS:
        raise bad_request("too many inline query results specified")
    messages: dict[str, tuple[FormattedText, JsonObject | None]] = {}
    for result in results:
        if not isinstance(result, dict):
            raise bad_request(f"{_WHERE}Inline query result must be an object")
        kind = required_string(result, "type", where=_WHERE).lower()
        result_id = required_string(result, "id", where=_WHERE)
        message = _message(kind, result)
        _check_title_and_id(kind, result, result_id)
        if result_id in messages:
            raise bad_request("RESULT_ID_DUPLICATE")
        messages[result_id] = message
    return messages


def _check_title_and_id(kind: str, result: JsonObject, result_id: str) -> None:
    if kind == "article" and not required_string(result, "title", where=_WHERE).strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    if not result_id:
        raise bad_request("RESULT_ID_EMPTY")
    if len(result_id.encode()) > MAX_RESULT_ID:
        raise bad_request("RESULT_ID_INVALID")


def _message(kind: str, result: JsonObject) -> tuple[FormattedText, JsonObject | None]:
    content = result.get("input_message_content")
    if content is None and kind == "article":
        raise bad_request(f'{_WHERE}Can\'t find field "message_text"')
    if content is None:
        raise not_covered(f"inline query results of type {kind} without input_message_content")
    if not isinstance(content, dict):
        raise bad_request(f'{_WHERE}Field "input_message_content" must be of type Object')
    if "message_text" not in content:
        raise not_covered("input_message_content other than text")
    text = message_text(
        required_string(content, "message_text", where=_WHERE),
        optional_string(content, "parse_mode", where=_WHERE),
        content.get("entities"),
        too_long="MESSAGE_TOO_LONG",
    )
    return text, inline_keyboard(result.get("reply_markup"))


def check_offset(offset: str) -> None:
    """Raise `ApiError` 400 for a `next_offset` that is too long."""
    if len(offset.encode()) > MAX_OFFSET:
        raise bad_request("NEXT_OFFSET_INVALID")


def check_button(button: JsonValue) -> None:
    """Raise `ApiError` 400 for a malformed InlineQueryResultsButton."""
    where = "can't parse inline query results button: "
    if button is None:
        return
    if not isinstance(button, dict):
        raise bad_request(f"{where}InlineQueryResultsButton must be an Object")
    if not required_string(button, "text", where=where):
        raise bad_request("SWITCH_PM_TEXT_EMPTY")
    if "start_parameter" in button:
        if not _START_PARAMETER.fullmatch(required_string(button, "start_parameter", where=where)):
            raise bad_request("START_PARAM_INVALID")
    elif "web_app" not in button:
        raise bad_request(f"{where}InlineQueryResultsButton must have exactly one optional field")
