"""A clock that is set while a process runs.

The text of this file, as `sitecustomize.py` on the path of a process, takes the place of its wall clock: it is off by
as many seconds as the file TEST_CLOCK holds. What measures how much time has passed (time.monotonic) goes on, as it
does when a system's clock is set.
"""

import datetime
import os
import time
from pathlib import Path
from typing import TypeAlias

_FILE = os.environ.get("TEST_CLOCK", "")
_time, _time_ns = time.time, time.time_ns
_Datetime: TypeAlias = datetime.datetime


def _shift() -> float:
    return float(Path(_FILE).read_text(encoding="utf-8"))


class _Kind(type):
    """Takes the moments of either clock for moments."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, _Datetime)


class _Shifted(_Datetime, metaclass=_Kind):
    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> _Datetime:  # type: ignore[override]
        return _Datetime.now(tz) + datetime.timedelta(seconds=_shift())


if _FILE:
    datetime.datetime = _Shifted  # type: ignore[misc]
    time.time = lambda: _time() + _shift()
    time.time_ns = lambda: _time_ns() + int(_shift() * 1e9)
