"""Log lines for the operator: on standard error, as text or JSON, never with a token."""

import logging
import re
import sys

from pythonjsonlogger.json import JsonFormatter

from bot.settings import LogFormat

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_TOKEN = re.compile(r"\b\d{5,}:[A-Za-z0-9_-]{5,}")


class _WithoutTokens(logging.Formatter):
    """Hides whatever looks like a token in the finished line, wherever it came from."""

    def __init__(self, formatter: logging.Formatter) -> None:
        super().__init__()
        self._formatter = formatter

    def format(self, record: logging.LogRecord) -> str:
        return _TOKEN.sub("[token]", self._formatter.format(record))


def set_up_logs(log_format: LogFormat, level: int = logging.INFO) -> None:
    """Send the log of the whole process to standard error, from `level` on."""
    handler = logging.StreamHandler(sys.stderr)
    json_format = "%(asctime)s %(levelname)s %(name)s %(message)s"
    formatter = JsonFormatter(json_format) if log_format is LogFormat.JSON else logging.Formatter(_FORMAT)
    handler.setFormatter(_WithoutTokens(formatter))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # Their ordinary lines name every request, with the token in its address.
    for name in ("httpx", "httpcore", "telegram", "alembic", "uvicorn"):
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    # A refused call is told of by whoever made it; the limiter would add its traceback.
    logging.getLogger("telegram.ext.AIORateLimiter").setLevel(logging.CRITICAL)
