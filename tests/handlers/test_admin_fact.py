"""/fact tells what is known of a fact; an unknown id gets the nearest ones."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.app import open_stores
from bot.local_api.client_types import PlayedUser
from handlers.records import Vote
from tests.handlers.bots import ADMIN, Running, next_reply, running_bot
from tests.handlers.facts import HEIGHT, few_facts, write_facts
from tests.handlers.test_admin_stats import NOW

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def filled(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    """Run a bot of whose facts one was asked for and voted on, and one is very long."""
    folder = tmp_path_factory.mktemp("fact")
    files = few_facts()
    files["light.yaml"]["facts"][1]["answer"]["en"] = "A <long> & winding sentence. " * 125
    async with running_bot(folder, write_facts(folder / "facts", files)) as running:
        ani = await running.client.add_user("Ani", language_code="en", user_id=42)
        for text in (HEIGHT["en"], HEIGHT["en"].upper(), "tower height <b>&"):
            await running.ask(ani, text)
        async with open_stores(running.settings) as stores:
            await stores.votes.vote(Vote("1:1", 1, "tower-height", True, NOW))
            await stores.votes.vote(Vote("1:1", 2, "tower-height", False, NOW))
            await stores.votes.vote(Vote("1:1", 3, "lamp", False, NOW))
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def boss(filled: Running) -> PlayedUser:
    """Bring in the admin."""
    return await filled.client.add_user("Ada", language_code="en", user_id=ADMIN)


@pytest.mark.parametrize("name", ["tower-height", "TOWER-height"])
async def test_a_fact_is_told_with_what_people_made_of_it(filled: Running, boss: PlayedUser, name: str) -> None:
    (message,) = await filled.replies_to(boss, f"/fact {name}")
    assert message.text.splitlines() == [
        "Height of the tower",
        "",
        "The tower is 41 metres tall.",
        "",
        "Source: Harbour & Sons, paragraph 3",
        "",
        "Id: tower-height",
        "Votes: 👍 1, 👎 1",
        "Example questions: id 4, en 4, ru 4",
        "Near misses: id 1, en 1, ru 1",
        "Asked most often:",
        "2× How tall is the lighthouse tower?",
        "1× tower height <b>&",
    ]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("id", ["Menara itu setinggi 41 meter.", "Penilaian: 👍 1", "Contoh pertanyaan: id 4", "Paling sering"]),
        ("ru", ["Высота башни 41 метр.", "Оценки: 👍 1", "Примеры вопросов: id 4", "Чаще всего"]),
    ],
)
async def test_a_fact_is_told_in_the_admins_language(
    filled: Running, boss: PlayedUser, language: str, words: list[str]
) -> None:
    await filled.client.change_user(boss, language_code=language)
    try:
        (message,) = await filled.replies_to(boss, "/fact tower-height")
    finally:
        await filled.client.change_user(boss, language_code="en")
    for some in words:
        assert some in message.text


async def test_a_fact_that_nobody_asked_for_says_so_and_html_is_shown_as_it_is(
    filled: Running, boss: PlayedUser
) -> None:
    (message,) = await filled.replies_to(boss, "/fact ticket")
    assert 'A ticket is <b>five</b> coins; children <6 & guides enter "free".' in message.text
    assert "Near misses: id 0, en 0, ru 0" in message.text
    assert "Nobody has asked for it yet." in message.text


async def test_a_very_long_fact_comes_whole_in_several_messages(filled: Running, boss: PlayedUser) -> None:
    messages = await filled.replies_to(boss, "/fact lamp")
    assert len(messages) > 1
    assert all(len(message.text) <= 4096 for message in messages)
    together = "".join(message.text for message in messages)
    assert together.count("<long>") == 125
    assert "Votes: 👍 0, 👎 1" in messages[-1].text


async def test_an_unknown_id_gets_the_nearest_as_buttons_that_tell(filled: Running, boss: PlayedUser) -> None:
    (message,) = await filled.replies_to(boss, "/fact towr-hight <b>")
    assert message.text == "There is no fact towr-hight <b>. The nearest ids:"
    assert message.buttons[0].text == "tower-height"
    assert not (await filled.client.press(boss, message, text="tower-height")).text
    told = await next_reply(filled.client, boss, message)
    assert "Id: tower-height" in told.text


async def test_a_button_of_a_fact_that_is_gone_is_out_of_date(filled: Running, boss: PlayedUser) -> None:
    (message,) = await filled.replies_to(boss, "/fact x")
    answer = await filled.client.press(boss, message, data="a:gone", stale=True)
    assert "out of date" in answer.text


async def test_an_absurd_id_gets_an_answer_all_the_same(filled: Running, boss: PlayedUser) -> None:
    (message,) = await filled.replies_to(boss, "/fact " + "🗼&" * 1000)
    assert message.text.startswith("There is no fact 🗼&")


async def test_no_id_tells_how(filled: Running, boss: PlayedUser) -> None:
    (message,) = await filled.replies_to(boss, "/fact")
    assert message.text.startswith("Write a fact's id behind it: /fact ")


async def test_looking_at_a_fact_is_noted_by_command_and_button(filled: Running, boss: PlayedUser) -> None:
    async def looked() -> list[str]:
        async with open_stores(filled.settings) as stores:
            return [one.detail for one in await stores.admin_log.actions() if one.action == "fact"]

    before = await looked()
    await filled.replies_to(boss, "/fact ticket")
    (message,) = await filled.replies_to(boss, "/fact tiket")
    await filled.client.press(boss, message, text="ticket")
    await filled.client.settle()
    assert (await looked())[len(before) :] == ["ticket", "ticket"]
