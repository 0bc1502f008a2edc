"""Inline mode of the real process: pages, starters, no match, ids."""

import pytest

from bot.local_api.client_types import InlineAnswer, PlayedUser
from knowledge.knowledge import Knowledge
from tests.e2e.conftest import Tanya
from tests.handlers.facts import HEIGHT, LANGUAGES, TOPICS

pytestmark = pytest.mark.asyncio(loop_scope="session")

PAGE = 10
ROOMS = "room"
NOTHING = "zzqx"


async def pages(tanya: Tanya, user: PlayedUser, query: str) -> list[InlineAnswer]:
    """Scroll through all results as a client does."""
    found = [await tanya.client.inline(user, query)]
    while found[-1].next_offset:
        assert len(found) < 10
        found.append(await tanya.client.inline(user, query, offset=found[-1].next_offset))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_question_finds_its_fact_first_and_choosing_it_posts_the_answer(tanya: Tanya, language: str) -> None:
    user = await tanya.person(language)
    found = await tanya.client.inline(user, HEIGHT[language])
    best = found.results[0]
    assert best.id == f"{language}:tower-height"
    assert "41" in best.description
    assert "Harbour &amp; Sons" in best.message_text
    assert found.cache_time in {3, 60}
    assert found.is_personal
    group = await tanya.client.add_chat(members=[user])
    assert "41" in (await tanya.client.choose(user, found, best.id, chat_id=group.id)).text


async def test_results_come_in_pages_of_ten_without_loss_or_repetition(tanya: Tanya) -> None:
    expected = Knowledge.read(tanya.process.facts).search(ROOMS)
    assert len(expected) > PAGE
    found = await pages(tanya, await tanya.person(), ROOMS)
    assert [len(page.results) for page in found[:-1]] == [PAGE] * (len(found) - 1)
    assert 0 < len(found[-1].results) <= PAGE
    assert [result.id for page in found for result in page.results] == [f"en:{name}" for name in expected]


async def test_ids_are_the_same_for_everybody_every_time(tanya: Tanya) -> None:
    first, second = [
        [result.id for page in await pages(tanya, await tanya.person(), ROOMS) for result in page.results]
        for _ in range(2)
    ]
    assert first == second
    assert len(set(first)) == len(first)
    assert all(len(name.encode()) <= 64 for name in first)


@pytest.mark.parametrize("query", ["", "   "])
async def test_an_empty_query_offers_a_fact_of_each_topic(tanya: Tanya, query: str) -> None:
    found = await tanya.client.inline(await tanya.person("ru"), query)
    assert [result.id for result in found.results] == ["ru:tower-height", "ru:room-rope", "ru:ticket"]
    assert len(found.results) == len(TOPICS)
    assert found.button is None


async def test_no_match_offers_the_private_chat(tanya: Tanya) -> None:
    user = await tanya.person()
    found = await tanya.client.inline(user, NOTHING)
    assert not found.results
    assert (found.button or {})["text"] == "Nothing found. Ask me in a private chat"
    await tanya.client.settle()
    started = await tanya.client.press_inline_button(user, found)
    replies = await tanya.client.wait_messages(user.id, after=started.sequence, count=2)
    assert [NOTHING in reply.text for reply in replies] == [True, False]


async def test_what_is_chosen_is_logged(tanya: Tanya) -> None:
    user = await tanya.person("ru")
    before = len(tanya.rows())
    found = await tanya.client.inline(user, HEIGHT["ru"])
    await tanya.client.choose(user, found, found.results[0].id)
    await tanya.client.settle()
    chosen = [row for row in tanya.rows()[before:] if row["chat_kind"] == "inline-chosen"]
    assert [(row["fact"], row["language"], row["question"]) for row in chosen] == [("tower-height", "ru", HEIGHT["ru"])]


@pytest.mark.parametrize("offset", ["1000", "-5", "abc", "٣", "9" * 60])
async def test_a_forged_offset_is_survived(tanya: Tanya, offset: str) -> None:
    found = await tanya.client.inline(await tanya.person(), ROOMS, offset=offset)
    assert len(found.results) <= PAGE


async def test_a_query_is_logged_once_however_many_pages_are_looked_at(tanya: Tanya) -> None:
    before = len(tanya.rows())
    user = await tanya.person()
    await pages(tanya, user, ROOMS)
    await tanya.client.inline(user, "")
    await tanya.client.settle()
    [row] = tanya.rows()[before:]
    assert (row["chat_kind"], row["question"], row["language"]) == ("inline", ROOMS, "en")
