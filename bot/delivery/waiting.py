"""How long Telegram asks to wait."""

from telegram.error import RetryAfter


def wait_seconds(error: RetryAfter) -> float:
    """Give the seconds that Telegram asks to wait."""
    asked = error.retry_after
    return asked if isinstance(asked, int) else asked.total_seconds()
