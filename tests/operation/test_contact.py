"""The last contact with Telegram, by a clock of the test's own."""

import asyncio

import pytest
from telegram.error import NetworkError

from bot.operation.contact import Contact, keep_contact
from bot.operation.readiness import SILENT_SECONDS, Readiness


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Give the time."""
        return self.now


async def test_a_silence_that_is_too_long_is_not_ready() -> None:
    clock = Clock()
    contact = Contact(clock)
    readiness = Readiness(contact)
    assert not (await readiness.parts())["telegram"].ok
    contact.note()
    clock.now += SILENT_SECONDS
    assert (await readiness.parts())["telegram"].ok
    clock.now += 1
    part = (await readiness.parts())["telegram"]
    assert not part.ok
    assert part.says == f"last contact {SILENT_SECONDS + 1:.0f} s ago"
    contact.note()
    assert (await readiness.parts())["telegram"].ok


def test_silence_counts_from_the_start_where_there_was_no_contact() -> None:
    clock = Clock()
    contact = Contact(clock)
    clock.now += 5
    assert contact.silence == 5
    assert not contact.made


async def test_what_is_not_open_yet_is_not_ready() -> None:
    parts = await Readiness(Contact()).parts()
    assert not any(part.ok for part in parts.values())


@pytest.mark.parametrize("fails", [False, True])
async def test_telegram_is_called_in_silence_and_not_otherwise(*, fails: bool) -> None:
    contact = Contact()
    calls = 0
    enough = asyncio.Event()

    async def call() -> None:
        nonlocal calls
        calls += 1
        if calls == 2:
            enough.set()
        if fails:
            raise NetworkError("no")
        contact.note()

    async with keep_contact(contact, call, seconds=0.1), asyncio.timeout(10):
        await enough.wait()
    stopped_at = calls
    await asyncio.sleep(0.3)
    assert calls == stopped_at
