"""Figures of the running bot for Prometheus; the parts count through small protocols and know nothing of it."""

from collections.abc import Callable
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.keeper import ReloadResult
from handlers.records import AskedQuestion
from handlers.stores import StoreError

CONTENT_TYPE = CONTENT_TYPE_LATEST

# Upper bounds in seconds: matching takes about a millisecond, a reply travels some hundred.
_QUICK = (0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5)
_SLOW = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_CALLS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0)


class ErrorKind(StrEnum):
    """What an error is of."""

    TELEGRAM = "telegram"
    """A call that Telegram refused."""
    NETWORK = "network"
    """A call that did not get through."""
    FLOOD = "flood"
    """A call that Telegram asks to wait for, longer or more often than the bot does."""
    STORAGE = "storage"
    """A transaction that failed."""
    UPDATE = "update"
    """An update that was given up: it took too long, or could not be handled at all."""
    PROGRAM = "program"
    """A mistake in the code."""


class Metrics:
    """All figures of one bot, in a registry of its own. `asked`, `transaction`, `called` and the like count."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry
        self._questions = Counter(
            "tanya_questions",
            "Questions put into the log; of kind inline-chosen: results that somebody sent.",
            ("verdict", "language", "chat_kind"),
            registry=registry,
        )
        self._matching = Histogram(
            "tanya_matching_seconds", "Finding the verdict on a question.", buckets=_QUICK, registry=registry
        )
        self._answering = Histogram(
            "tanya_answer_seconds", "From a question's arrival to its reply.", buckets=_CALLS, registry=registry
        )
        self._storage = Histogram(
            "tanya_storage_seconds", "Transactions, with the wait for them.", ("kind",), buckets=_SLOW,
            registry=registry,
        )  # fmt: skip
        self._calls = Histogram(
            "tanya_bot_api_seconds", "Calls of the Bot API, but getUpdates.", ("method",), buckets=_CALLS,
            registry=registry,
        )  # fmt: skip
        self._failed_calls = Counter(
            "tanya_bot_api_failures",
            "Calls of the Bot API that failed, by kind of error.",
            ("method", "kind"),
            registry=registry,
        )
        self._reloads = Counter("tanya_reloads", "Readings of the facts while running.", ("result",), registry=registry)
        self._errors = Counter("tanya_errors", "Errors by kind.", ("kind",), registry=registry)
        self._open = Gauge("tanya_updates_open", "Updates fetched and not handled yet.", registry=registry)
        self._unsaved = Gauge("tanya_rows_unsaved", "Rows of the log that wait for the database.", registry=registry)
        self._silence = Gauge(
            "tanya_telegram_silence_seconds", "Seconds since Telegram was last in contact.", registry=registry
        )
        self._facts = Gauge("tanya_facts", "Facts in use.", registry=registry)
        Info("tanya_build", "The version that runs.", registry=registry).info({"version": _version()})
        ProcessCollector(registry=registry)
        # What has not happened yet is 0, not missing: a rate over it is right from the first time on.
        for kind in ErrorKind:
            self._errors.labels(kind.value)
        for result in ReloadResult:
            self._reloads.labels(result.value)

    def text(self) -> bytes:
        """Give all figures in Prometheus's text format."""
        return generate_latest(self._registry)

    def asked(self, asked: AskedQuestion) -> None:
        """Count a question and the time it took."""
        self._questions.labels(asked.outcome.value, asked.language, asked.chat_kind.value).inc()
        self._answering.observe(asked.seconds)
        if asked.matching_seconds is not None:
            self._matching.observe(asked.matching_seconds)

    def transaction(self, kind: str, seconds: float, *, failed: bool) -> None:
        """Count a transaction, of kind `read` or `write`."""
        self._storage.labels(kind).observe(seconds)
        if failed:
            self.failed(ErrorKind.STORAGE)

    def called(self, method: str, seconds: float, error: BaseException | None) -> None:
        """Count a call of the Bot API, and what it raised."""
        self._calls.labels(method).observe(seconds)
        if error:
            self._failed_calls.labels(method, _kind(error).value).inc()

    def reloaded(self, result: ReloadResult) -> None:
        """Count a reload."""
        self._reloads.labels(result.value).inc()

    def failed(self, kind: ErrorKind) -> None:
        """Count an error."""
        self._errors.labels(kind.value).inc()

    def raised(self, error: BaseException | None) -> None:
        """Count what a handler raised. A failing database is left out, as its transactions count themselves."""
        if error is not None and not isinstance(error, StoreError):
            self.failed(_kind(error))

    def watch_queue(self, opened: Callable[[], int], unsaved: Callable[[], int]) -> None:
        """Ask these for the depth of the queue whenever the figures are read."""
        self._open.set_function(opened)
        self._unsaved.set_function(unsaved)

    def watch_contact(self, silence: Callable[[], float]) -> None:
        """Ask this for the seconds since the last contact with Telegram whenever the figures are read."""
        self._silence.set_function(silence)

    def watch_facts(self, facts: Callable[[], int]) -> None:
        """Ask this for the number of facts whenever the figures are read."""
        self._facts.set_function(facts)


def _kind(error: BaseException) -> ErrorKind:
    if isinstance(error, RetryAfter):
        return ErrorKind.FLOOD
    # The library counts a request that Telegram refuses among the troubles of the network.
    if isinstance(error, NetworkError) and not isinstance(error, BadRequest):
        return ErrorKind.NETWORK
    if isinstance(error, TelegramError):
        return ErrorKind.TELEGRAM
    return ErrorKind.PROGRAM


def _version() -> str:
    try:
        return version("tanya")
    except PackageNotFoundError:
        return "unknown"
