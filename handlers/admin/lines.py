"""Lines of a message that must not get too long."""

from collections.abc import Mapping, Sequence

ELLIPSIS = "…"


def clip(text: str, length: int) -> str:
    """Give a text on one line, cut to `length` characters."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rstrip() + ELLIPSIS


def fitting(lines: Sequence[str], limit: int) -> list[str]:
    """Give as many lines as fit into `limit` characters, and how many more there are."""
    kept: list[str] = []
    room = limit
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            return [*kept, f"{ELLIPSIS} (+{len(lines) - len(kept)})"]
        kept.append(line)
    return kept


def shares(counts: Mapping[str, int]) -> str:
    """Give counts by name with their shares, such as "yes 3 (75%), no 1 (25%)"; a dash without any."""
    total = sum(counts.values())
    return ", ".join(f"{name} {count} ({count / total:.0%})" for name, count in counts.items() if count) or "–"
