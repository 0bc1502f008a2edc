"""What the tests of the log share."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import create_engine, event

from handlers.records import AskedQuestion, ChatKind, Spot
from knowledge.verdict import Outcome

KEY = b"a key for tests"
USER = 987_654_321_012
NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)


def url_of(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


def asked(
    update_id: int = 1,
    *,
    at: datetime = NOON,
    user: int = USER,
    chat: ChatKind = ChatKind.PRIVATE,
    language: str = "en",
    text: str = "What is Channel?",
    outcome: Outcome = Outcome.ANSWER,
    fact: str | None = None,
    confidence: float = 0.9,
    seconds: float = 0.2,
    spot: Spot | None = None,
    reply_id: int | None = None,
) -> AskedQuestion:
    return AskedQuestion(update_id, at, user, chat, language, text, outcome, fact, confidence, seconds, spot, reply_id)


@contextmanager
def locked_by_another(file: Path) -> Iterator[None]:
    """Hold the write lock of the database as another process would."""
    engine = create_engine(f"sqlite:///{file}", connect_args={"isolation_level": None})
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.begin():
            yield
    finally:
        engine.dispose()
