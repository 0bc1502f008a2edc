"""What is counted, and how errors are told apart."""

import pytest
from prometheus_client import CollectorRegistry
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TimedOut

from bot.keeper import ReloadResult
from bot.operation.metrics import ErrorKind, Metrics
from handlers.records import ChatKind
from handlers.stores import StoreError
from knowledge.verdict import Outcome
from tests.operation.pages import NONE, samples
from tests.storage.helpers import asked


def test_what_has_not_happened_yet_is_0_and_not_missing() -> None:
    figures = samples(Metrics(CollectorRegistry()).text().decode())
    for kind in ErrorKind:
        assert figures["tanya_errors_total", frozenset({("kind", kind.value)})] == 0
    for result in ReloadResult:
        assert figures["tanya_reloads_total", frozenset({("result", result.value)})] == 0


@pytest.mark.filterwarnings("ignore:.*timedelta:telegram.warnings.PTBDeprecationWarning")
def test_errors_are_counted_by_kind_and_those_of_storage_where_they_happen() -> None:
    metrics = Metrics(CollectorRegistry())
    for error in (
        BadRequest("x"), Forbidden("x"), NetworkError("x"), TimedOut(), RetryAfter(3), ValueError("x"), None,
        StoreError("x"),
    ):  # fmt: skip
        metrics.raised(error)
    metrics.transaction("write", 0.1, failed=True)
    figures = samples(metrics.text().decode())
    counted = {kind.value: figures["tanya_errors_total", frozenset({("kind", kind.value)})] for kind in ErrorKind}
    assert counted == {"telegram": 2, "network": 2, "flood": 1, "storage": 1, "update": 0, "program": 1}


def test_a_question_that_was_not_matched_leaves_the_time_of_matching_alone() -> None:
    metrics = Metrics(CollectorRegistry())
    metrics.asked(asked(chat=ChatKind.CHOSEN, outcome=Outcome.ANSWER))
    figures = samples(metrics.text().decode())
    assert figures["tanya_answer_seconds_count", NONE] == 1
    assert figures["tanya_matching_seconds_count", NONE] == 0
    labels = {"verdict": "answer", "language": "en", "chat_kind": "inline-chosen"}
    assert figures["tanya_questions_total", frozenset(labels.items())] == 1


def test_two_bots_in_one_process_count_apart() -> None:
    first, second = Metrics(CollectorRegistry()), Metrics(CollectorRegistry())
    first.failed(ErrorKind.PROGRAM)
    labels = frozenset({("kind", "program")})
    assert samples(first.text().decode())["tanya_errors_total", labels] == 1
    assert samples(second.text().decode())["tanya_errors_total", labels] == 0


def test_no_label_tells_who_or_what_was_asked() -> None:
    metrics = Metrics(CollectorRegistry())
    metrics.asked(asked(user=987_654_321, text="a secret question"))
    said = metrics.text().decode()
    assert "987654321" not in said
    assert "secret" not in said
