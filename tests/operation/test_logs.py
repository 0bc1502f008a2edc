"""Log lines: their fields, and what never stands in them."""

import asyncio
import io
import json
import logging
import re
from collections.abc import Callable, Iterator

import pytest

from bot.operation.logs import set_up_logs
from bot.settings import LogFormat

TOKEN = "123456789:AAsecret-part_of-the-token-0123456789"
SECRET = "a-webhook-secret"
NAME = "Anastasia Zubareva"

SetUp = Callable[[LogFormat], io.StringIO]


@pytest.fixture
def set_up(monkeypatch: pytest.MonkeyPatch) -> Iterator[SetUp]:
    """Send the log to a text, and put the process's logs back afterwards."""
    root, aio = logging.getLogger(), logging.getLogger("asyncio")
    handlers, level, filters = list(root.handlers), root.level, list(aio.filters)

    def start(log_format: LogFormat) -> io.StringIO:
        said = io.StringIO()
        monkeypatch.setattr("sys.stderr", said)
        # What pytest listens with stays.
        for handler in handlers:
            root.removeHandler(handler)
        set_up_logs(log_format, secrets=[SECRET, "", "things"])
        return said

    yield start
    root.handlers[:] = handlers
    root.setLevel(level)
    aio.filters[:] = filters


def fail() -> None:
    try:
        int(NAME)
    except ValueError as error:
        raise RuntimeError(f"{NAME} cannot be counted") from error


def log_everything() -> None:
    logger = logging.getLogger("bot.test")
    logger.info("%d things", 3)
    logger.warning("called https://api.telegram.org/bot%s/getMe and /bot%s", TOKEN, TOKEN.replace(":", "%3A"))
    logger.warning("the header was %s", SECRET)
    try:
        fail()
    except RuntimeError:
        logger.exception("failed", extra={"error_id": "0123abcd"})


def test_a_json_line_has_the_documented_fields(set_up: SetUp) -> None:
    said = set_up(LogFormat.JSON)
    log_everything()
    lines = [json.loads(line) for line in said.getvalue().splitlines()]
    assert len(lines) == 4
    assert all(set(line) == {"time", "level", "logger", "message"} for line in lines[:3])
    assert {"time", "level", "logger", "message", "error_id", "traceback"} == set(lines[3])
    assert lines[0]["message"] == "3 things"
    assert (lines[0]["level"], lines[0]["logger"]) == ("INFO", "bot.test")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", lines[0]["time"])
    assert lines[3]["error_id"] == "0123abcd"


@pytest.mark.parametrize("log_format", list(LogFormat))
def test_no_token_secret_or_text_of_an_exception_gets_in(set_up: SetUp, log_format: LogFormat) -> None:
    said = set_up(log_format)
    log_everything()
    text = said.getvalue()
    assert "AAsecret" not in text
    assert "[token]" in text
    assert SECRET not in text
    assert "Zubareva" not in text
    assert "builtins.ValueError" in text
    assert "builtins.RuntimeError" in text
    assert re.search(r"test_logs\.py\D+\d+, in fail", text)
    assert text.index("builtins.ValueError") < text.index("builtins.RuntimeError")


@pytest.mark.parametrize("log_format", list(LogFormat))
async def test_a_task_that_fails_unseen_is_logged_without_the_text_of_its_exception(
    set_up: SetUp, log_format: LogFormat
) -> None:
    said = set_up(log_format)

    async def work() -> None:
        fail()

    asyncio.create_task(work())  # noqa: RUF006 - nobody shall wait for it
    await asyncio.sleep(0.05)
    assert "Task exception was never retrieved" in said.getvalue()
    assert "Zubareva" not in said.getvalue()
    assert "builtins.RuntimeError" in said.getvalue()
