"""Languages that people chose, and how people are forgotten."""

from datetime import timedelta

import pytest

from bot.storage.errors import StorageError
from bot.storage.stores import Stores
from handlers.records import Spot, Vote
from knowledge.verdict import Outcome
from tests.storage.helpers import KEY, NOON, USER, asked, locked, rows


async def test_a_choice_of_language_outlives_a_restart_and_can_be_taken_back(url: str) -> None:
    async with Stores.open(url, KEY) as stores:
        assert await stores.people.language(USER) is None
        await stores.people.choose_language(USER, "ru")
        await stores.people.choose_language(USER, "id")
    async with Stores.open(url, KEY) as stores:
        assert await stores.people.language(USER) == "id"
        assert await stores.people.language(USER + 1) is None
        await stores.people.choose_language(USER, None)
        assert await stores.people.language(USER) is None
    assert await rows(url, "people") == []


async def test_forgetting_deletes_a_persons_rows_and_no_other(stores: Stores, url: str) -> None:
    for update_id, user in enumerate([USER, USER, USER + 1]):
        await stores.log.record(asked(update_id, user=user))
        await stores.people.choose_language(user, "ru")
        await stores.votes.vote(Vote("42:1", user, "channel", good=True, at=NOON))
    assert await stores.people.forget(USER) == 2
    assert await stores.people.forget(USER) == 0
    assert [row["update_id"] for row in await rows(url, "questions")] == [2]
    assert await stores.people.language(USER) is None
    assert await stores.people.language(USER + 1) == "ru"
    # The opinion still counts, but is nobody's.
    assert (await stores.votes.of_fact("channel")).good == 2
    assert sorted(row["user_hash"] is None for row in await rows(url, "votes")) == [False, True]


@pytest.mark.usefixtures("impatient")
async def test_forgetting_takes_rows_along_that_are_not_stored_yet(stores: Stores, url: str) -> None:
    await stores.log.record(asked(1))
    async with locked(url):
        await stores.log.record(asked(2))
        await stores.log.record(asked(3, user=USER + 1))
        with pytest.raises(StorageError):
            await stores.people.forget(USER)
    assert await stores.people.forget(USER) == 2
    assert stores.log.unsaved == {3}
    await stores.log.flush()
    assert [row["update_id"] for row in await rows(url, "questions")] == [3]


async def test_no_id_of_a_user_or_chat_is_in_the_database(stores: Stores, url: str) -> None:
    await stores.people.choose_language(USER, "ru")
    await stores.votes.vote(Vote(f"{USER}:5", USER, "channel", good=False, at=NOON))
    await stores.log.record(asked(1, spot=Spot(str(USER), 5)))
    await stores.quiet_chats.quiet(f"connection:{USER}", NOON)
    for table in ("people", "votes", "questions", "quiet_chats"):
        assert str(USER) not in str(await rows(url, table)), table


async def test_the_answer_to_a_question_is_found_by_the_questions_message(stores: Stores) -> None:
    await stores.log.record(asked(1, spot=Spot("42", 5), reply_id=6))
    await stores.log.record(asked(2, spot=Spot("42", 5), reply_id=9))
    await stores.log.record(asked(3, spot=Spot("43", 5), reply_id=7))
    assert await stores.log.reply_to(Spot("42", 5)) == 9
    assert await stores.log.reply_to(Spot("43", 5)) == 7
    assert await stores.log.reply_to(Spot("42", 6)) is None


@pytest.mark.usefixtures("impatient")
async def test_the_answer_is_found_also_before_its_row_is_stored(stores: Stores, url: str) -> None:
    async with locked(url):
        await stores.log.record(asked(1, spot=Spot("42", 5), reply_id=6))
        assert await stores.log.reply_to(Spot("42", 5)) == 6
        assert await stores.log.text_of(1, USER) == "What is Channel?"


async def test_a_question_is_given_back_to_its_asker_only(stores: Stores) -> None:
    await stores.log.record(asked(1, text="Mine"))
    assert await stores.log.text_of(1, USER) == "Mine"
    assert await stores.log.text_of(1, USER + 1) is None
    assert await stores.log.text_of(2, USER) is None


async def test_a_withdrawn_question_is_forgotten_and_its_answers_named(stores: Stores, url: str) -> None:
    for update_id, message in enumerate([5, 6, 7]):
        await stores.log.record(asked(update_id, spot=Spot("c:42", message), reply_id=message + 100))
    await stores.log.record(asked(9, spot=Spot("d:42", 5), reply_id=1))
    assert sorted(await stores.log.withdraw("c:42", [5, 6, 99])) == [105, 106]
    assert await stores.log.withdraw("c:42", [5]) == []
    kept = {row["update_id"]: row["question"] for row in await rows(url, "questions")}
    assert kept == {0: None, 1: None, 2: "What is Channel?", 9: "What is Channel?"}


async def test_old_rows_lose_their_people_and_keep_their_figures(stores: Stores, url: str) -> None:
    await stores.log.record(asked(1, outcome=Outcome.UNKNOWN, spot=Spot("42", 5), reply_id=6))
    await stores.votes.vote(Vote("42:6", USER, "channel", good=True, at=NOON))
    await stores.quiet_chats.quiet("c:42", NOON)
    assert await stores.purge(NOON + timedelta(hours=1)) == 1
    assert await stores.log.reply_to(Spot("42", 5)) is None
    assert (await stores.votes.of_fact("channel")).good == 1
    assert (await rows(url, "votes"))[0]["user_hash"] is None
    assert await rows(url, "quiet_chats") == []


@pytest.mark.usefixtures("impatient")
async def test_the_latest_question_at_a_message_is_known_waiting_for_the_database_or_not(
    stores: Stores, url: str
) -> None:
    await stores.log.record(asked(1, text="first", spot=Spot("42", 5)))
    await stores.log.record(asked(2, text="other", spot=Spot("42", 6)))
    await stores.log.record(asked(3, text="edited", spot=Spot("42", 5)))
    assert await stores.log.text_at(Spot("42", 5)) == "edited"
    assert await stores.log.text_at(Spot("43", 5)) is None
    async with locked(url):
        await stores.log.record(asked(4, text="waiting", spot=Spot("42", 5)))
        await stores.log.record(asked(5, text="edited while waiting", spot=Spot("42", 5)))
        assert await stores.log.text_at(Spot("42", 5)) == "edited while waiting"
    await stores.people.forget(USER)
    assert await stores.log.text_at(Spot("42", 5)) is None
