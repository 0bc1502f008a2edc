"""Texts as databases take them."""


def storable(text: str) -> str:
    """Give `text` without what databases refuse: halves of surrogate pairs, and NUL (PostgreSQL)."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\N{REPLACEMENT CHARACTER}")
