"""What admins taught, set aside, did and switched."""

import logging
from datetime import timedelta

import pytest

from bot.storage.errors import StorageError
from bot.storage.stores import Stores
from handlers.records import AdminAction, SetAside, UnansweredQuestion
from tests.storage.helpers import KEY, NOON, USER, locked


def question(text: str, language: str = "en") -> UnansweredQuestion:
    return UnansweredQuestion(1, text, language, 3, NOON)


async def test_a_lesson_outlives_a_restart_and_can_be_taken_back(url: str) -> None:
    async with Stores.open(url, KEY) as stores:
        [first] = await stores.lessons.teach([question("Wot is Channel?")], "operation-channel", NOON)
    async with Stores.open(url, KEY) as stores:
        assert list(await stores.lessons.taught()) == [first]
        assert (first.fact, first.language, first.question) == ("operation-channel", "en", "Wot is Channel?")
        assert list(await stores.lessons.unteach([first.id])) == [first]
        assert list(await stores.lessons.unteach([first.id])) == []
        assert list(await stores.lessons.taught()) == []


async def test_the_same_question_is_taught_once_and_the_later_fact_counts(stores: Stores) -> None:
    await stores.lessons.teach([question("Wot is Channel?")], "csto", NOON)
    await stores.lessons.teach([question("Other")], "csto", NOON)
    await stores.lessons.teach([question("WOT IS CHANNEL")], "operation-channel", NOON + timedelta(hours=1))
    taught = await stores.lessons.taught()
    assert [(one.question, one.fact) for one in taught] == [("Other", "csto"), ("WOT IS CHANNEL", "operation-channel")]


async def test_questions_are_taught_and_taken_back_together_in_their_order(stores: Stores) -> None:
    lessons = await stores.lessons.teach([question("b"), question("a"), question("c")], "csto", NOON)
    assert [one.question for one in lessons] == ["b", "a", "c"]
    gone = await stores.lessons.unteach([lessons[0].id, lessons[2].id, 99])
    assert [one.question for one in gone] == ["b", "c"]
    assert list(await stores.lessons.taught()) == [lessons[1]]


async def test_of_questions_that_the_database_refuses_none_is_taught(stores: Stores) -> None:
    with pytest.raises(StorageError):
        await stores.lessons.teach([question("a"), question("half a pair \ud83d")], "csto", NOON)
    assert list(await stores.lessons.taught()) == []


async def test_what_was_dismissed_is_forgotten_in_time_and_what_is_ignored_is_not(stores: Stores) -> None:
    ignored = SetAside("ignored", similar=True, at=NOON)
    late = SetAside("late", similar=False, at=NOON + timedelta(days=2))
    await stores.lessons.set_aside([ignored, SetAside("early", similar=False, at=NOON), late])
    await stores.purge(NOON + timedelta(days=1))
    assert list(await stores.lessons.all_set_aside()) == [ignored, late]


async def test_set_aside_keeps_the_latest_word_on_a_question(stores: Stores) -> None:
    later = NOON + timedelta(hours=1)
    await stores.lessons.set_aside([SetAside("How are you", similar=False, at=NOON)])
    await stores.lessons.set_aside([SetAside("how are you?", similar=True, at=later), SetAside("Hm", False, NOON)])
    assert list(await stores.lessons.all_set_aside()) == [
        SetAside("Hm", False, NOON), SetAside("how are you?", similar=True, at=later),
    ]  # fmt: skip


async def test_an_admins_action_is_stored_and_logged_without_an_id(
    stores: Stores, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await stores.admin_log.note(AdminAction(NOON, USER, "assign", "operation-channel"))
    (noted,) = await stores.admin_log.actions()
    assert (noted.done_at, noted.action, noted.detail) == (NOON, "assign", "operation-channel")
    assert noted.admin_hash == stores.hasher.user(USER)
    assert "assign operation-channel" in caplog.text
    assert str(USER) not in caplog.text


@pytest.mark.usefixtures("impatient")
async def test_an_action_is_logged_also_while_the_database_is_locked(
    stores: Stores, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with locked(url):
        await stores.admin_log.note(AdminAction(NOON, USER, "reload"))
    assert "reload" in caplog.text
    assert "not stored" in caplog.text


async def test_maintenance_outlives_a_restart(url: str) -> None:
    async with Stores.open(url, KEY) as stores:
        before = stores.maintenance.on
        await stores.maintenance.switch(on=True)
        assert (before, stores.maintenance.on) == (False, True)
    async with Stores.open(url, KEY) as stores:
        assert stores.maintenance.on
        await stores.maintenance.switch(on=False)
    async with Stores.open(url, KEY) as stores:
        assert not stores.maintenance.on


@pytest.mark.usefixtures("impatient")
async def test_a_switch_that_cannot_be_stored_does_not_switch(stores: Stores, url: str) -> None:
    async with locked(url):
        with pytest.raises(StorageError):
            await stores.maintenance.switch(on=True)
    assert not stores.maintenance.on


async def test_a_chat_is_quiet_for_a_while(stores: Stores) -> None:
    later = NOON + timedelta(hours=1)
    await stores.quiet_chats.quiet("c:42", NOON)
    await stores.quiet_chats.quiet("c:42", later)
    assert await stores.quiet_chats.is_quiet("c:42", later - timedelta(seconds=1))
    assert not await stores.quiet_chats.is_quiet("c:42", later)
    assert not await stores.quiet_chats.is_quiet("c:43", NOON)
