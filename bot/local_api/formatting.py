"""A message's text or caption, checked as Telegram checks it."""

from collections.abc import Iterable

from bot.local_api.entities import FormattedText, checked_link, cleaned, in_order, utf16_length, with_found_entities
from bot.local_api.errors import bad_request, not_covered
from bot.local_api.html_mode import parse_html
from bot.local_api.json_types import JsonObject, JsonValue, optional_string, required_integer, required_string
from bot.local_api.markdown_mode import parse_markdown

MAX_TEXT = 4096  # UTF-16 units after entities parsing: Bot API, sendMessage
MAX_CAPTION = 1024  # the same: Bot API, sendDocument
MAX_RAW_BYTES = 1 << 15  # before parsing: Telegram's Bot API server
_GIVEN = frozenset({
    "bold", "italic", "underline", "strikethrough", "spoiler", "code", "pre", "text_link", "text_mention",
    "custom_emoji", "blockquote", "expandable_blockquote",
})  # fmt: skip
_FOUND = frozenset({
    "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number", "date_time",
})  # fmt: skip
_PARSERS = {"html": parse_html, "markdownv2": parse_markdown}
_WHERE = "can't parse MessageEntity: "


def message_text(text: str, parse_mode: str, entities: JsonValue, *, too_long: str) -> FormattedText:
    """Give a message's text, 1 to `MAX_TEXT` units. Raises `ApiError` 400, where it is longer with `too_long`.

    (Telegram says "message is too long" of a new message and "MESSAGE_TOO_LONG" of an edit or inline result.)
    """
    if not text:
        raise bad_request("message text is empty")
    formatted = _formatted(text, parse_mode, entities)
    if not formatted.text:
        raise bad_request("text must be non-empty")
    if utf16_length(formatted.text) > MAX_TEXT:
        raise bad_request(too_long)
    return formatted


def caption(text: str, parse_mode: str, entities: JsonValue) -> FormattedText:
    """Give a caption, up to `MAX_CAPTION` units and possibly empty. Raises `ApiError` 400."""
    formatted = _formatted(text, parse_mode, entities)
    if utf16_length(formatted.text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return formatted


def plain_text(text: str, entities: JsonValue = None) -> FormattedText:
    """Give a text as a user types it: cleaned, with commands, names and addresses found."""
    return with_found_entities(cleaned(FormattedText(text, _given_entities(text, entities))))


def _formatted(text: str, parse_mode: str, entities: JsonValue) -> FormattedText:
    if len(text.encode("utf-8", "surrogatepass")) > MAX_RAW_BYTES:
        raise bad_request("text is too long")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise bad_request("strings must be encoded in UTF-8")
    mode = parse_mode.lower()
    if mode == "markdown":
        raise not_covered(f"parse_mode {parse_mode}")
    if mode not in {"", "none", *_PARSERS}:
        raise bad_request("unsupported parse_mode")
    parse = _PARSERS.get(mode)
    parsed = parse(text) if parse else FormattedText(text, _given_entities(text, entities))
    return with_found_entities(cleaned(parsed))


def _given_entities(text: str, entities: JsonValue) -> tuple[JsonObject, ...]:
    if not isinstance(entities, list):
        return ()
    boundaries = frozenset(_boundaries(text))
    end = max(boundaries)
    return in_order(entity for item in entities if (entity := _given_entity(item, boundaries, end)))


def _boundaries(text: str) -> Iterable[int]:
    """Give the UTF-16 offsets at which a character starts, and the end."""
    offset = 0
    yield offset
    for character in text:
        offset += utf16_length(character)
        yield offset


def _given_entity(item: JsonValue, boundaries: frozenset[int], end: int) -> JsonObject | None:
    """Check an entity that the bot gives itself; one of a kind that Telegram finds itself is passed over."""
    if not isinstance(item, dict):
        raise bad_request(f"{_WHERE}expected an Object")
    offset = required_integer(item, "offset", where=_WHERE)
    length = required_integer(item, "length", where=_WHERE)
    kind = required_string(item, "type", where=_WHERE)
    if kind in _FOUND:
        return None
    if kind not in _GIVEN:
        raise bad_request(f"{_WHERE}Unsupported type specified")
    if offset < 0 or length <= 0:
        return None
    if offset + length > end:
        raise bad_request(
            f"entity beginning at UTF-16 offset {offset} ends after the end of the text at UTF-16 offset {end}"
        )
    if offset not in boundaries or offset + length not in boundaries:
        raise bad_request(f"entity beginning at UTF-16 offset {offset} ends in a middle of a UTF-16 symbol")
    return _extra(kind, item) | {"type": kind, "offset": offset, "length": length}


def _extra(kind: str, item: JsonObject) -> JsonObject:
    """Give what an entity of this kind carries beside its place."""
    if kind == "pre":
        language = optional_string(item, "language", where=_WHERE)
        return {"language": language} if language else {}
    if kind == "custom_emoji":
        return {"custom_emoji_id": required_string(item, "custom_emoji_id", where=_WHERE)}
    if kind == "text_link":
        address = required_string(item, "url", where=_WHERE)
        checked = checked_link(address)
        if checked is None:
            raise bad_request(f"entity URL '{address}' is invalid: Wrong HTTP URL")
        return {"url": checked}
    if kind == "text_mention":
        user = item.get("user")
        if not isinstance(user, dict):
            raise bad_request(f'{_WHERE}Can\'t find field "user"')
        return {"user": {"id": required_integer(user, "id", where=_WHERE)}}
    return {}
