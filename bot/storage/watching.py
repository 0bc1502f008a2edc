"""What storage tells of itself, for whoever keeps figures."""

from typing import Protocol

from handlers.records import AskedQuestion

READ, WRITE = "read", "write"


class Watch(Protocol):
    """Is told what happens; must not raise."""

    def asked(self, asked: AskedQuestion) -> None:
        """Take note of a question for the log."""

    def transaction(self, kind: str, seconds: float, *, failed: bool) -> None:
        """Take note of a transaction, `READ` or `WRITE`, and of the time it took, with the wait for it."""


class Unwatched:
    """A watch that takes note of nothing."""

    def asked(self, asked: AskedQuestion) -> None:
        """Take no note."""

    def transaction(self, kind: str, seconds: float, *, failed: bool) -> None:
        """Take no note."""
