"""How much may be asked: token buckets with a clock of the test's own."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from handlers.limits import MOST_BUCKETS, Allowance, Buckets, Limits, Rate

OK, NOTICE, SILENCE = Allowance.OK, Allowance.NOTICE, Allowance.SILENCE


@dataclass
class Clock:
    """A clock that the test sets."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        """Give the second."""
        return self.seconds


def test_a_burst_passes_then_one_notice_then_silence() -> None:
    buckets = Buckets(Rate(3, 10), Clock())
    assert [buckets.take(1) for _ in range(6)] == [OK, OK, OK, NOTICE, SILENCE, SILENCE]


def test_another_person_is_not_held_up() -> None:
    buckets = Buckets(Rate(1, 10), Clock())
    assert [buckets.take(1), buckets.take(1), buckets.take(2)] == [OK, NOTICE, OK]


def test_it_refills_one_by_one_and_the_notice_comes_back_only_after_it_was_full() -> None:
    clock = Clock()
    buckets = Buckets(Rate(2, 10), clock)
    assert [buckets.take(1) for _ in range(3)] == [OK, OK, NOTICE]
    clock.seconds += 10
    assert [buckets.take(1) for _ in range(2)] == [OK, SILENCE]
    clock.seconds += 20
    assert [buckets.take(1) for _ in range(4)] == [OK, OK, NOTICE, SILENCE]


def test_a_bucket_never_holds_more_than_its_burst() -> None:
    clock = Clock()
    buckets = Buckets(Rate(2, 1), clock)
    buckets.take(1)
    clock.seconds += 1_000_000
    assert [buckets.take(1) for _ in range(3)] == [OK, OK, NOTICE]


def test_many_people_do_not_fill_the_memory() -> None:
    buckets = Buckets(Rate(1, 10), Clock())
    for person in range(MOST_BUCKETS + 1000):
        buckets.take(person)
    assert buckets.take(MOST_BUCKETS + 999) is NOTICE
    assert buckets.take(0) is OK


@given(st.lists(st.floats(0, 100), max_size=200))
def test_no_more_passes_than_burst_and_time_allow(pauses: list[float]) -> None:
    clock = Clock()
    buckets = Buckets(Rate(5, 7), clock)
    passed = 0
    for pause in pauses:
        clock.seconds += pause
        passed += buckets.take(1) is OK
    assert passed <= 5 + sum(pauses) / 7 + 1e-6


def test_a_group_has_its_own_limit_beside_the_persons() -> None:
    limits = Limits(person=Rate(2, 10), chat=Rate(3, 10), clock=Clock())
    assert [limits.question(person, -5) for person in (1, 1, 1, 2, 3, 4)] == [OK, OK, NOTICE, OK, NOTICE, SILENCE]
    assert limits.question(5) is OK


def test_a_notice_is_not_given_again_and_again() -> None:
    clock = Clock()
    limits = Limits(clock=clock)
    assert [limits.notice(1), limits.notice(1), limits.notice(2)] == [True, False, True]
    clock.seconds += 60
    assert limits.notice(1)
