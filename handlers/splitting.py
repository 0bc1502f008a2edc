"""Long texts in parts that Telegram takes: 4096 UTF-16 units each (Bot API "sendMessage")."""

import re
from collections.abc import Iterator

MESSAGE_UNITS = 4096

# After a sentence's end, at a line's end, between words: the best place to cut comes first.
_CUTS = (re.compile(r"(?<=[.!?…])[\"'»”)\]]*\s+|\n+"), re.compile(r"\s+"))


def units(text: str) -> int:
    """Give a text's length as Telegram counts it: in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def split(text: str, limit: int = MESSAGE_UNITS) -> list[str]:
    """Give a text in parts of at most `limit` UTF-16 units: cut at sentence ends, else between words, else anywhere."""
    parts = []
    while units(text) > limit:
        head = _head(text, limit)
        cut = next(_cuts(head), head)
        parts.append(cut.rstrip())
        text = text[len(cut) :].lstrip()
    return [part for part in (*parts, text.rstrip()) if part] or [text]


def _head(text: str, limit: int) -> str:
    """Give the longest beginning of at most `limit` units."""
    head = text[:limit]
    while (excess := units(head) - limit) > 0:
        # A character is two units at most.
        head = head[: -((excess + 1) // 2)]
    return head


def _cuts(head: str) -> Iterator[str]:
    """Give the beginnings that end at a good place, best first."""
    for pattern in _CUTS:
        ends = [match.end() for match in pattern.finditer(head) if match.start()]
        if ends:
            yield head[: ends[-1]]
