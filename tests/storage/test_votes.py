"""Opinions of answers."""

from datetime import datetime, timedelta

from bot.storage.stores import Stores
from handlers.records import Tally, Vote
from tests.storage.helpers import NOON, USER


def vote(
    answer: str = "42:7", user: int = USER, fact: str = "channel", *, good: bool = True, at: datetime = NOON
) -> Vote:
    return Vote(answer, user, fact, good, at)


async def test_one_vote_a_user_and_answer_which_can_change(stores: Stores) -> None:
    assert await stores.votes.vote(vote()) == Tally(1, 0)
    assert await stores.votes.vote(vote()) == Tally(1, 0)
    assert await stores.votes.vote(vote(user=USER + 1)) == Tally(2, 0)
    assert await stores.votes.vote(vote(good=False)) == Tally(1, 1)
    assert await stores.votes.vote(vote(answer="42:8")) == Tally(1, 0)


async def test_votes_are_counted_by_fact(stores: Stores) -> None:
    for number, good in enumerate([True, False, False]):
        await stores.votes.vote(vote(f"42:{number}", good=good))
    await stores.votes.vote(vote("42:9", fact="csto", at=NOON + timedelta(days=2)))
    assert await stores.votes.of_fact("channel") == Tally(1, 2)
    assert await stores.votes.of_fact("nothing") == Tally()
    assert list((await stores.votes.since(None)).items()) == [("channel", Tally(1, 2)), ("csto", Tally(1, 0))]
    assert await stores.votes.since(NOON + timedelta(days=1)) == {"csto": Tally(1, 0)}


async def test_a_users_vote_on_an_answer_is_known_until_it_is_forgotten(stores: Stores) -> None:
    await stores.votes.vote(vote())
    await stores.votes.vote(vote(user=USER + 1, good=False))
    assert await stores.votes.given("42:7", USER) is True
    assert await stores.votes.given("42:7", USER + 1) is False
    assert await stores.votes.given("42:8", USER) is None
    await stores.people.forget(USER)
    assert await stores.votes.given("42:7", USER) is None
