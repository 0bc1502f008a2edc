"""Texts as databases take them."""

import hashlib

# PostgreSQL indexes texts of at most 2,704 bytes; a character has four at most.
_INDEXED_CHARACTERS = 600
_KEPT_CHARACTERS = 500


def storable(text: str) -> str:
    """Give `text` without what databases refuse: halves of surrogate pairs, and NUL (PostgreSQL)."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\N{REPLACEMENT CHARACTER}")


def indexable(text: str) -> str:
    """Give `text`, a long one as its beginning and a hash: equal texts stay equal, others differ."""
    if len(text) <= _INDEXED_CHARACTERS:
        return text
    return f"{text[:_KEPT_CHARACTERS]} {hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()}"
