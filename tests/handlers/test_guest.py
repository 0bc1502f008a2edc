"""Guest mode through the real bot: somebody names it in a group where it is no member."""

from pathlib import Path

import pytest
import pytest_asyncio

from bot.local_api.client_types import Message, PlayedChat, PlayedUser
from handlers.limits import Limits, Rate
from knowledge.knowledge import Knowledge
from tests.handlers.bots import ADMIN, MUCH, Running, running_bot
from tests.handlers.facts import HEIGHT, OFF_TOPIC, few_facts, unclear_wording, write_facts
from tests.handlers.updates import Json, message_json

pytestmark = pytest.mark.asyncio(loop_scope="session")

NAME = "@tanya_local_bot"


@pytest_asyncio.fixture(loop_scope="session")
async def group(shared: Running, ani: PlayedUser) -> PlayedChat:
    """Give a group with Ani, without the bot."""
    return await shared.client.add_chat("Tea <&>", members=[ani], bot="left")


def link_of(answer: Message) -> str:
    [button] = answer.buttons
    return button.url


@pytest.mark.parametrize("language", HEIGHT)
@pytest.mark.parametrize("words", ["{name} {question}", "{name}, {question}", "🗼🗼 {question} {name}"])
async def test_a_sure_answer_is_posted(
    shared: Running, ani: PlayedUser, group: PlayedChat, language: str, words: str
) -> None:
    before = len(shared.rows())
    asked = words.format(name=NAME, question=HEIGHT[language])
    answer = await shared.client.guest(ani, asked, group.id)
    assert "41" in answer.text
    assert "Harbour & Sons" in answer.text
    assert [button.text for button in answer.buttons][:2] == ["👍", "👎"]
    await shared.client.settle()
    [row] = shared.rows()[before:]
    assert (row["chat_kind"], row["fact"], row["language"]) == ("guest", "tower-height", language)
    assert HEIGHT[language] in row["question"]
    assert NAME not in row["question"]


async def test_the_answer_can_be_voted_on(shared: Running, ani: PlayedUser, group: PlayedChat) -> None:
    answer = await shared.client.guest(ani, f"{NAME} {HEIGHT['en']}", group.id)
    assert (await shared.client.press(ani, answer, text="👍")).text == "Thank you!"
    changed = (await shared.client.wait_messages(group.id, after=answer.sequence))[-1]
    assert [button.text for button in changed.buttons] == ["👍 1", "👎", "↗ Share"]


async def test_what_is_unknown_gets_a_line_that_leads_into_the_private_chat(
    shared: Running, ani: PlayedUser, group: PlayedChat
) -> None:
    answer = await shared.client.guest(ani, f"{NAME} {OFF_TOPIC['en']}", group.id)
    assert answer.text == "I don't know: the facts I have don't cover that."
    assert "start=ask-" in link_of(answer)
    started = await shared.client.start(ani, link_of(answer).partition("start=")[2])
    await shared.client.settle()
    replies = await shared.client.wait_messages(ani.id, after=started.sequence, count=2)
    assert replies[0].text == f"You asked: {OFF_TOPIC['en']}"


async def test_what_is_unsure_gets_a_line_that_leads_into_the_private_chat(
    shared: Running, ani: PlayedUser, group: PlayedChat, facts: Path
) -> None:
    unclear = unclear_wording(Knowledge.read(facts), "en")
    answer = await shared.client.guest(ani, f"{NAME} {unclear}", group.id)
    assert answer.text.startswith("I am not sure what you mean.")
    assert link_of(answer).startswith("https://t.me/tanya_local_bot?start=ask-")


async def test_the_link_is_of_no_use_to_another(shared: Running, ani: PlayedUser, group: PlayedChat) -> None:
    answer = await shared.client.guest(ani, f"{NAME} {OFF_TOPIC['en']}", group.id)
    eve = await shared.client.add_user("Eve", language_code="en")
    started = await shared.client.start(eve, link_of(answer).partition("start=")[2])
    await shared.client.settle()
    [reply] = await shared.client.wait_messages(eve.id, after=started.sequence)
    assert OFF_TOPIC["en"] not in reply.text
    assert reply.text.startswith("Hello!")


async def test_the_name_alone_asks_what_was_replied_to(shared: Running, ani: PlayedUser, group: PlayedChat) -> None:
    said = await shared.client.say(ani, HEIGHT["en"], chat_id=group.id)
    assert "41 metres" in (await shared.client.guest(ani, f"{NAME}?", group.id, reply_to=said)).text
    other = await shared.client.guest(ani, f"{NAME} How often does the lamp turn?", group.id, reply_to=said)
    assert "ten seconds" in other.text


async def test_a_reply_to_its_answer_asks_again(shared: Running, ani: PlayedUser, group: PlayedChat) -> None:
    first = await shared.client.guest(ani, f"{NAME} {HEIGHT['en']}", group.id)
    second = await shared.client.guest(ani, "How often does the lamp turn?", group.id, reply_to=first)
    assert "ten seconds" in second.text
    # The bot's own words are no question.
    third = await shared.client.guest(ani, NAME, group.id, reply_to=first)
    assert third.text.startswith("Write your question after my name:")


async def test_a_thumb_below_its_answer_asks_nothing(shared: Running, ani: PlayedUser, group: PlayedChat) -> None:
    first = await shared.client.guest(ani, f"{NAME} {HEIGHT['en']}", group.id)
    with pytest.raises(TimeoutError):
        await shared.client.guest(ani, "👍", group.id, reply_to=first, timeout=0.3)


async def test_the_name_without_anything_gets_one_line(shared: Running, ani: PlayedUser, group: PlayedChat) -> None:
    before = len(shared.rows())
    answer = await shared.client.guest(ani, f"{NAME} …", group.id)
    assert answer.text == f"Write your question after my name: {NAME} {HEIGHT['en']}"
    assert not answer.buttons
    await shared.client.settle()
    assert len(shared.rows()) == before


async def test_small_talk_gets_a_short_word_back(shared: Running, ani: PlayedUser, group: PlayedChat) -> None:
    before = len(shared.rows())
    answer = await shared.client.guest(ani, f"{NAME} thank you!", group.id)
    assert answer.text.startswith("You are welcome!")
    assert not answer.buttons
    await shared.client.settle()
    assert len(shared.rows()) == before


async def test_other_bots_and_what_has_no_words_get_nothing(shared: Running, ani: PlayedUser) -> None:
    before = len(shared.rows())
    other = {"id": 43, "is_bot": True, "first_name": "Other", "username": "other_bot"}
    calls = await shared.client.calls()
    question = message_json(ani, {"text": HEIGHT["en"], "guest_query_id": "1"})
    spoilt: list[Json] = [{"from": other}, {"via_bot": other}, {"text": ""}, {"guest_query_id": ""}]
    for number, changes in enumerate(spoilt):
        chat = {"id": -100_500 - number, "type": "supergroup", "title": "G"}
        await shared.client.push({"guest_message": question | {"chat": chat} | changes})
    await shared.client.settle()
    assert not [c.method for c in await shared.client.calls(after=calls[-1].number) if "Guest" in c.method]
    assert len(shared.rows()) == before


async def test_an_anonymous_administrator_is_answered(shared: Running, ani: PlayedUser) -> None:
    chat = {"id": -100_600, "type": "supergroup", "title": "G"}
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    calls = await shared.client.calls()
    content = {"text": HEIGHT["en"], "guest_query_id": "1", "from": anonymous, "chat": chat, "sender_chat": chat}
    await shared.client.push({"guest_message": message_json(ani, {}) | content})
    await shared.client.settle()
    [call] = [c for c in await shared.client.calls(after=calls[-1].number) if c.method == "answerGuestQuery"]
    assert "41" in str(call.parameters["result"])


async def test_who_asks_too_much_gets_nothing(tmp_path: Path, facts: Path) -> None:
    limits = Limits(person=Rate(burst=2, seconds=3600), chat=MUCH, typing=MUCH)
    async with running_bot(tmp_path, facts, limits=limits) as bot:
        ani, budi = [await bot.client.add_user(name, language_code="en") for name in ("Ani", "Budi")]
        group = await bot.client.add_chat(members=[ani, budi], bot="left")
        for _ in range(2):
            assert "41" in (await bot.client.guest(ani, f"{NAME} {HEIGHT['en']}", group.id)).text
        for _ in range(2):
            with pytest.raises(TimeoutError):
                await bot.client.guest(ani, f"{NAME} {HEIGHT['en']}", group.id, timeout=0.3)
        assert "41" in (await bot.client.guest(budi, f"{NAME} {HEIGHT['en']}", group.id)).text


async def test_during_maintenance_it_says_so_once_in_a_while(tmp_path: Path, facts: Path) -> None:
    async with running_bot(tmp_path, facts) as bot:
        ani = await bot.client.add_user("Ani", language_code="en")
        admin = await bot.client.add_user("Ada", language_code="en", user_id=ADMIN)
        group = await bot.client.add_chat(members=[ani, admin], bot="left")
        await bot.ask(admin, "/maintenance on")
        answer = await bot.client.guest(ani, f"{NAME} {HEIGHT['en']}", group.id)
        assert answer.text.startswith("I am being worked on")
        with pytest.raises(TimeoutError):
            await bot.client.guest(ani, f"{NAME} {HEIGHT['en']}", group.id, timeout=0.3)
        assert "41" in (await bot.client.guest(admin, f"{NAME} {HEIGHT['en']}", group.id)).text
        await bot.client.settle()
        assert len(bot.rows()) == 1


async def test_a_long_answer_is_cut_and_leads_to_the_rest(tmp_path: Path) -> None:
    files = few_facts()
    files["light.yaml"]["facts"][0]["answer"]["en"] = "It is tall & white. " * 400
    async with running_bot(tmp_path, write_facts(tmp_path / "facts", files)) as bot:
        ani = await bot.client.add_user("Ani", language_code="en")
        group = await bot.client.add_chat(members=[ani], bot="left")
        answer = await bot.client.guest(ani, f"{NAME} {HEIGHT['en']}", group.id)
        assert len(answer.text) <= 4096
        assert answer.buttons[0].url == "https://t.me/tanya_local_bot?start=fact-tower-height"
