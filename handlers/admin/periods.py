"""Periods of time, as an admin writes them: 24h, 7d, 4w."""

import re
from datetime import timedelta

_PERIOD = re.compile(r"([1-9][0-9]{0,3})([hdw])", re.IGNORECASE)
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


def read_period(text: str) -> timedelta | None:
    """Give the length of a period; None for anything else."""
    match = _PERIOD.fullmatch(text)
    return int(match[1]) * _UNITS[match[2].lower()] if match else None
