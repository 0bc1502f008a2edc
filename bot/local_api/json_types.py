"""JSON as types: what crosses the wire, and the readers of its fields with Telegram's own error texts."""

from typing import TypeAlias

from pydantic import JsonValue

from bot.local_api.errors import bad_request

__all__ = ["JsonObject", "JsonValue", "optional_string", "required_integer", "required_string"]

JsonObject: TypeAlias = dict[str, JsonValue]


def required_string(fields: JsonObject, name: str, *, where: str = "") -> str:
    """Give a text field; a number counts as its digits, as with Telegram.

    Raises `ApiError` 400 where the field is missing or of another type; `where` opens its text.
    """
    if fields.get(name) is None:
        raise bad_request(f'{where}Can\'t find field "{name}"')
    return optional_string(fields, name, where=where)


def optional_string(fields: JsonObject, name: str, *, where: str = "") -> str:
    """Give a text field, or an empty text where it is missing."""
    value = fields.get(name)
    if value is None:
        return ""
    if isinstance(value, bool | list | dict):
        raise bad_request(f'{where}Field "{name}" must be of type String')
    return str(value)


def required_integer(fields: JsonObject, name: str, *, where: str = "") -> int:
    """Give a whole number; a text of digits counts, as with Telegram."""
    value = fields.get(name)
    if value is None:
        raise bad_request(f'{where}Can\'t find field "{name}"')
    if isinstance(value, bool | list | dict):
        raise bad_request(f'{where}Field "{name}" must be of type Number')
    try:
        return int(value)
    except (ValueError, OverflowError):
        raise bad_request(f'{where}Field "{name}" must be a valid Number') from None
