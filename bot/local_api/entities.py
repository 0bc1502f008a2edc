"""Text and its entities: lengths in UTF-16 code units, cleaning and trimming, and what Telegram finds itself.

Offsets and lengths count UTF-16 code units (Bot API, MessageEntity).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from bot.local_api.json_types import JsonObject

_SPACES = " \n\t\r\v\0"
# What Telegram takes out of any text: carriage returns, line and paragraph separators, direction overrides.
_REMOVED = frozenset("\r" + "".join(map(chr, range(0x2028, 0x202F))))
_FOUND = (
    ("bot_command", re.compile(r"(?<![\w/<>@.:])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>@])")),
    ("mention", re.compile(r"(?<![\w@/.])@[A-Za-z0-9_]{4,32}(?!\w)")),
    ("url", re.compile(r"(?<!\w)https?://[^\s<>\"'«»]*[^\s<>\"'«».,:;!?)\]]", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class FormattedText:
    """A text as Telegram keeps it: plain, with entities in order of offset."""

    text: str
    entities: tuple[JsonObject, ...] = ()


def utf16_length(text: str) -> int:
    """Give the number of UTF-16 code units: what Telegram's limits and offsets count."""
    return len(text) + sum(character > "\uffff" for character in text)


def span(entity: JsonObject) -> tuple[int, int]:
    """Give an entity's first unit and the unit after its last."""
    offset, length = entity["offset"], entity["length"]
    if not isinstance(offset, int) or not isinstance(length, int):
        raise TypeError("an entity's offset and length are whole numbers")
    return offset, offset + length


def in_order(entities: Iterable[JsonObject]) -> tuple[JsonObject, ...]:
    """Sort as Telegram does: by offset, the longer first."""
    return tuple(sorted(entities, key=lambda entity: (span(entity)[0], -span(entity)[1])))


def cleaned(formatted: FormattedText) -> FormattedText:
    """Clean and trim as Telegram does: no control characters, no space at the ends.

    Space before the first entity goes; space that an entity starts with stays. Empty entities go.
    """
    pieces: list[str] = []
    moved = [0]  # for each old unit boundary, the new one
    for character in formatted.text:
        kept = _kept(character)
        pieces.append(kept)
        moved += [moved[-1] + utf16_length(kept)] * utf16_length(character)
    text = "".join(pieces)
    bounds = [(entity, moved[span(entity)[0]], moved[span(entity)[1]]) for entity in formatted.entities]

    stripped = text.rstrip(_SPACES)
    end = utf16_length(stripped)
    first = min((start for _, start, _ in bounds), default=end)
    cut = 0
    while cut < min(first, len(stripped)) and stripped[cut] in " \n":
        cut += 1
    entities = [
        {**entity, "offset": start - cut, "length": min(stop, end) - start}
        for entity, start, stop in bounds
        if min(stop, end) > start
    ]
    return FormattedText(stripped[cut:], in_order(entities))


def _kept(character: str) -> str:
    if character in _REMOVED:
        return ""
    return " " if character < " " and character != "\n" else character


def with_found_entities(formatted: FormattedText) -> FormattedText:
    """Add what Telegram finds by itself: commands, @names and addresses, outside code and links."""
    taken = [span(entity) for entity in formatted.entities if entity["type"] in {"code", "pre", "text_link"}]
    found = list(formatted.entities)
    for kind, start, stop in _find(formatted.text):
        if all(stop <= left or start >= right for left, right in taken):
            found.append({"type": kind, "offset": start, "length": stop - start})
            taken.append((start, stop))
    return FormattedText(formatted.text, in_order(found))


def _find(text: str) -> Iterator[tuple[str, int, int]]:
    for kind, pattern in reversed(_FOUND):  # an address first: its parts are not commands or names
        for match in pattern.finditer(text):
            start = utf16_length(text[: match.start()])
            yield kind, start, start + utf16_length(match.group())


def checked_link(address: str) -> str | None:
    """Give a web address as Telegram keeps it, or None where Telegram would drop it."""
    address = address.strip()
    if re.match(r"(?i)(tg|ton|tonsite)://\S+$", address):
        return address
    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")
        host = parts.hostname or ""
        _ = parts.port  # raises for a malformed one
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not _is_host(host):
        return None
    return urlunsplit(parts._replace(path=parts.path or "/"))


def link_fields(address: str, user_link: re.Pattern[str]) -> JsonObject | None:
    """Give what a link's entity carries: a user, where `user_link` finds an id, else an address; None for neither."""
    if user := user_link.match(address):
        return {"type": "text_mention", "user": {"id": int(user[1])}}
    checked = checked_link(address)
    return {"url": checked} if checked else None


def _is_host(host: str) -> bool:
    labels = host.split(".")
    return len(labels) > 1 and all(labels) and not re.search(r"\s", host)
