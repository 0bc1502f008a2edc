"""Log lines for the operator: on standard error, as text or JSON; never with a token, a secret or a person's name."""

import logging
import re
import sys
import traceback
from collections.abc import Collection
from time import gmtime
from types import TracebackType

from pythonjsonlogger.json import JsonFormatter

from bot.settings import LogFormat

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
# The fields of a JSON line, by the names of Python's record; `error_id` and `exc_info` come where there are any.
_FIELDS = {"asctime": "time", "levelname": "level", "name": "logger", "exc_info": "traceback"}
# In an address the token follows a letter: `/bot123456:…`.
_TOKEN = re.compile(r"(?<!\d)\d{5,}(?::|%3A)[A-Za-z0-9_-]{5,}", re.IGNORECASE)
# What is shorter is no secret, and perhaps an ordinary word.
_SHORTEST_SECRET = 8
_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def set_up_logs(log_format: LogFormat, level: int = logging.INFO, secrets: Collection[str] = ()) -> None:
    """Send the log of the whole process to standard error, from `level` on.

    `secrets`, of eight characters and more, never stand in it.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Discreet(_Json() if log_format is LogFormat.JSON else _Text(_FORMAT), secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # Their ordinary lines name every request, with the token in its address.
    for name in ("httpx", "httpcore", "telegram", "alembic", "uvicorn"):
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    # A refused call is told of by whoever made it; the limiter would add its traceback.
    logging.getLogger("telegram.ext.AIORateLimiter").setLevel(logging.CRITICAL)
    logging.getLogger("asyncio").addFilter(_first_line)


class _Text(logging.Formatter):
    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 - the library's name
        return _traceback(ei)


class _Json(JsonFormatter):
    def __init__(self) -> None:
        super().__init__(
            "%(asctime)s %(levelname)s %(name)s %(message)s", rename_fields=_FIELDS, json_ensure_ascii=False
        )
        self.default_time_format, self.default_msec_format = "%Y-%m-%dT%H:%M:%S", "%s.%03dZ"
        self.converter = gmtime

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 - the library's name
        return _traceback(ei)


class _Discreet(logging.Formatter):
    """Hides secrets, and whatever looks like a token, in the finished line, wherever it came from."""

    def __init__(self, formatter: logging.Formatter, secrets: Collection[str]) -> None:
        super().__init__()
        self._formatter = formatter
        self._secrets = [secret for secret in secrets if len(secret) >= _SHORTEST_SECRET]

    def format(self, record: logging.LogRecord) -> str:
        line = self._formatter.format(record)
        for secret in self._secrets:
            line = line.replace(secret, "[secret]")
        return _TOKEN.sub("[token]", line)


def _traceback(ei: _ExcInfo) -> str:
    """Give where an exception came from, and its kind and those of its causes.

    Its own text is left out: it may quote what a person wrote, or who they are.
    """
    lines: list[str] = []
    error, seen = ei[1], set[int]()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        kind = type(error)
        told = [*traceback.format_tb(error.__traceback__), f"{kind.__module__}.{kind.__qualname__}\n"]
        lines = [*told, "\nthe cause of:\n\n", *lines] if lines else told
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "".join(["Traceback (most recent call last):\n", *lines]).rstrip("\n")


def _first_line(record: logging.LogRecord) -> bool:
    """Cut a line of asyncio's after its first: the others quote exceptions, with whatever they quote."""
    record.msg, record.args = record.getMessage().splitlines()[0] if record.getMessage() else "", ()
    return True
