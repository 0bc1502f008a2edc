"""Keyboards under a message, checked as Telegram checks them (Bot API, InlineKeyboardMarkup and its kin)."""

from collections.abc import Callable

from bot.local_api.entities import checked_link
from bot.local_api.errors import bad_request
from bot.local_api.json_types import JsonObject, JsonValue, required_string

MAX_CALLBACK_DATA = 64  # bytes: Bot API, InlineKeyboardButton
MAX_COPIED = 256  # characters: Bot API, CopyTextButton
MAX_BUTTONS = 100  # Telegram's limits; not in the Bot API
MAX_ROW = 8
_ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip


def inline_keyboard(markup: JsonValue) -> JsonObject | None:
    """Give an inline keyboard as Telegram keeps it, or None where there is none.

    Raises `ApiError` 400, also for a keyboard of another kind.
    """
    checked = _markup(markup)
    if checked is None or "inline_keyboard" in checked:
        return checked
    raise bad_request("inline keyboard expected")


def any_keyboard(markup: JsonValue) -> tuple[JsonObject | None, JsonObject | None]:
    """Give (inline keyboard, other keyboard); one of them, or both, is None. Raises `ApiError` 400."""
    checked = _markup(markup)
    if checked is None or "inline_keyboard" in checked:
        return checked, None
    return None, checked


def buttons(markup: JsonValue) -> list[JsonObject]:
    """Give the buttons of an inline keyboard, row by row."""
    rows = markup.get("inline_keyboard") if isinstance(markup, dict) else None
    if not isinstance(rows, list):
        return []
    return [button for row in rows if isinstance(row, list) for button in row if isinstance(button, dict)]


def _markup(markup: JsonValue) -> JsonObject | None:
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if markup.get("keyboard"):
        return markup | {"keyboard": _rows(markup["keyboard"], 'field "keyboard" must be an Array of Arrays', _key)}
    if markup.get("inline_keyboard") is not None:
        of_rows = 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
        rows = _rows(markup["inline_keyboard"], of_rows, _inline_button)
        return {"inline_keyboard": rows} if rows else None
    if markup.get("remove_keyboard") or markup.get("force_reply"):
        return markup
    return None


def _rows(value: JsonValue, of_rows: str, check: Callable[[JsonValue], JsonValue]) -> list[JsonValue]:
    """Check every button; buttons without a text and rows without a button fall away, as with Telegram."""
    if not isinstance(value, list):
        raise bad_request(of_rows)
    rows: list[JsonValue] = []
    count = 0
    for row in value:
        if not isinstance(row, list):
            raise bad_request(of_rows)
        checked = [button for button in map(check, row) if not (isinstance(button, dict) and button["text"] == "")]
        count += len(checked)
        if len(checked) > MAX_ROW or count > MAX_BUTTONS:
            raise bad_request("reply markup is too long")
        if checked:
            rows.append(checked)
    return rows


def _key(button: JsonValue) -> JsonValue:
    where = "can't parse keyboard button: "
    if isinstance(button, str):
        return {"text": button}
    if not isinstance(button, dict):
        raise bad_request(f"{where}KeyboardButton must be an Object")
    required_string(button, "text", where=where)
    return button


def _inline_button(button: JsonValue) -> JsonValue:
    where = "can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise bad_request(f"{where}InlineKeyboardButton must be an Object")
    required_string(button, "text", where=where)
    actions = [name for name in _ACTIONS if name in button]
    if not actions:
        raise bad_request(f"{where}Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:  # Telegram takes the first and keeps silent; the Bot API forbids it
        raise bad_request(f"{where}InlineKeyboardButton must have exactly one optional field")
    return _checked(button, actions[0], where)


def _checked(button: JsonObject, action: str, where: str) -> JsonValue:
    if action == "callback_data":
        data = required_string(button, "callback_data", where=where)
        if not 1 <= len(data.encode()) <= MAX_CALLBACK_DATA:
            raise bad_request("BUTTON_DATA_INVALID")
    elif action == "url":
        return button | {"url": _address(required_string(button, "url", where=where))}
    elif action in {"switch_inline_query", "switch_inline_query_current_chat"}:
        required_string(button, action, where=where)
    elif action == "switch_inline_query_chosen_chat":
        _object(button, action, where)
    elif action == "copy_text":
        copied = required_string(_object(button, action, where), "text", where=where)
        if not 1 <= len(copied) <= MAX_COPIED:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
    return button


def _object(button: JsonObject, name: str, where: str) -> JsonObject:
    value = button[name]
    if not isinstance(value, dict):
        raise bad_request(f'{where}Field "{name}" must be of type Object')
    return value


def _address(address: str) -> str:
    checked = checked_link(address)
    if checked is None:
        raise bad_request(f"inline keyboard button URL '{address}' is invalid: Wrong HTTP URL")
    return checked
