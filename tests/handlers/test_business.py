"""Business chats through the real bot: customers get sure answers, people's talk is left alone."""

from pathlib import Path

import pytest
import pytest_asyncio

from handlers.limits import Limits, Rate
from knowledge.knowledge import Knowledge
from tests.handlers.bots import ADMIN, MUCH, Running, running_bot
from tests.handlers.facts import HEIGHT, OFF_TOPIC, few_facts, unclear_wording, write_facts
from tests.handlers.shops import Shop, open_shop
from tests.handlers.updates import MESSAGES, Json, message_json

pytestmark = pytest.mark.asyncio(loop_scope="session")

LAMP = "How often does the lamp turn?"


@pytest_asyncio.fixture(loop_scope="session")
async def shop(shared: Running) -> Shop:
    """Open a shop of the test's own."""
    return await open_shop(shared)


@pytest.mark.parametrize("language", HEIGHT)
async def test_a_sure_answer_is_given_in_the_owner_s_name(shared: Running, language: str) -> None:
    shop = await open_shop(shared, language=language)
    before = len(shop.rows())
    [answer] = await shop.ask(HEIGHT[language])
    assert "41" in answer.text
    assert "Harbour & Sons" in answer.text
    assert answer.sender_id == shop.owner.id
    assert not answer.buttons
    [row] = shop.rows()[before:]
    assert (row["question"], row["outcome"], row["language"]) == (HEIGHT[language], "answer", language)
    assert row["reply_id"] == answer.id


@pytest.mark.parametrize(
    "text",
    [OFF_TOPIC["en"], "/start", "/ask How tall is the lighthouse tower?", "hello", "thank you!", "who are you?", "🗼"],
)  # fmt: skip
async def test_all_else_is_left_to_the_person_and_not_logged(shop: Shop, text: str) -> None:
    before = len(shop.bot.rows())
    assert not await shop.ask(text)
    assert len(shop.bot.rows()) == before


async def test_what_is_unsure_is_left_to_the_person(shop: Shop, facts: Path) -> None:
    before = len(shop.bot.rows())
    assert not await shop.ask(unclear_wording(Knowledge.read(facts), "en"))
    assert len(shop.bot.rows()) == before


async def test_what_is_no_text_is_left_to_the_person(shop: Shop) -> None:
    contents: list[Json] = [MESSAGES["photo with a question as caption"], MESSAGES["location"], MESSAGES["voice"]]
    for content in contents:
        sent = await shop.send(content)
        assert not await shop.answers(after=sent)


@pytest.mark.parametrize("rights", [[], ["can_read_messages"]])
async def test_without_the_right_to_reply_it_is_silent(shared: Running, rights: list[str]) -> None:
    shop = await open_shop(shared, rights)
    assert not await shop.ask(HEIGHT["en"])
    await shared.client.connect_business(shop.owner)
    await shared.client.settle()
    assert await shop.ask(HEIGHT["en"])
    await shared.client.connect_business(shop.owner, rights)
    await shared.client.settle()
    assert not await shop.ask(HEIGHT["en"])


async def test_after_the_end_of_a_connection_it_is_silent(shop: Shop) -> None:
    assert await shop.ask(HEIGHT["en"])
    await shop.bot.client.disconnect_business(shop.owner)
    await shop.bot.client.settle()
    calls = await shop.bot.client.calls()
    late = message_json(shop.customer, {"text": LAMP, "business_connection_id": shop.connection.id})
    await shop.bot.client.push({"business_message": late})
    await shop.bot.client.settle()
    assert not [call for call in await shop.bot.client.calls(after=calls[-1].number) if call.method == "sendMessage"]


async def test_after_the_owner_s_words_it_keeps_quiet_in_that_chat(shop: Shop) -> None:
    other = await shop.another_customer()
    assert await shop.ask(HEIGHT["en"])
    await shop.say("I am here now", sender=shop.owner)
    assert not await shop.ask(LAMP)
    assert await other.ask(LAMP)


async def test_its_own_answers_do_not_make_it_quiet(shop: Shop) -> None:
    assert await shop.ask(HEIGHT["en"])
    assert await shop.ask(LAMP)


@pytest.mark.parametrize(
    ("changes", "quiet"),
    [
        ({}, True),
        ({"text": None, "photo": [{"file_id": "F", "file_unique_id": "U", "width": 1, "height": 1}]}, True),
        # Away messages and greetings are sent by Telegram.
        ({"is_from_offline": True}, False),
        ({"sender_business_bot": {"id": 44, "is_bot": True, "first_name": "Another"}}, False),
    ],
)
async def test_what_counts_as_the_owner_s_words(shop: Shop, changes: Json, quiet: bool) -> None:
    await shop.say("hm")
    chat = {"id": shop.customer.id, "type": "private", "first_name": "B"}
    said = message_json(shop.owner, {"text": "x", "business_connection_id": shop.connection.id}) | {"chat": chat}
    changed = {name: value for name, value in (said | changes).items() if value is not None}
    await shop.bot.client.push({"business_message": changed})
    await shop.bot.client.settle()
    assert bool(await shop.ask(LAMP)) is not quiet


@pytest.mark.parametrize("hours", [0.9, 1.1])
async def test_the_quiet_lasts_an_hour_from_the_owner_s_words(shop: Shop, hours: float) -> None:
    await shop.say("hm")
    chat = {"id": shop.customer.id, "type": "private", "first_name": "B"}
    said = message_json(shop.owner, {"text": "x", "business_connection_id": shop.connection.id}) | {"chat": chat}
    await shop.bot.client.push({"business_message": said | {"date": int(said["date"] - hours * 3600)}})
    await shop.bot.client.settle()
    assert bool(await shop.ask(LAMP)) is (hours > 1)


async def test_a_question_that_waited_long_is_left_to_the_person(shop: Shop) -> None:
    await shop.say("hm")
    calls = await shop.bot.client.calls()
    content = {"text": LAMP, "business_connection_id": shop.connection.id}
    for minutes in (11, 9):
        asked = message_json(shop.customer, content)
        await shop.bot.client.push({"business_message": asked | {"date": asked["date"] - minutes * 60}})
    await shop.bot.client.settle()
    sent = [call for call in await shop.bot.client.calls(after=calls[-1].number) if call.method == "sendMessage"]
    assert len(sent) == 1


async def test_other_bots_get_no_answer(shop: Shop) -> None:
    await shop.say("hm")
    calls = await shop.bot.client.calls()
    other = {"id": 43, "is_bot": True, "first_name": "Other", "username": "other_bot"}
    content: Json = {"text": LAMP, "business_connection_id": shop.connection.id}
    chat = {"id": 43, "type": "private", "first_name": "Other"}
    await shop.bot.client.push(
        {"business_message": message_json(shop.customer, content) | {"from": other, "chat": chat}}
    )
    await shop.bot.client.push({"business_message": message_json(shop.customer, content | {"via_bot": other})})
    # The owner's notes to themselves.
    await shop.bot.client.push({"business_message": message_json(shop.owner, content)})
    await shop.bot.client.settle()
    assert not [call for call in await shop.bot.client.calls(after=calls[-1].number) if call.method == "sendMessage"]


async def test_an_edited_question_changes_its_answer(shop: Shop) -> None:
    asked = await shop.say(HEIGHT["en"])
    [answer] = await shop.answers(after=asked)
    edited = await shop.edit(asked, LAMP)
    [changed] = await shop.answers(after=edited)
    assert (changed.id, changed.edited) == (answer.id, True)
    assert "ten seconds" in changed.text
    # Not sure any more: the answer stays.
    edited = await shop.edit(asked, OFF_TOPIC["en"])
    assert not await shop.answers(after=edited)
    # The same again, such as when a link's preview arrives.
    await shop.edit(asked, HEIGHT["en"])
    before = len(shop.rows())
    edited = await shop.edit(asked, HEIGHT["en"])
    assert not await shop.answers(after=edited)
    assert len(shop.rows()) == before


async def test_an_edit_of_what_was_not_answered_is_left_to_the_person(shop: Shop) -> None:
    asked = await shop.say(OFF_TOPIC["en"])
    edited = await shop.edit(asked, HEIGHT["en"])
    assert not await shop.answers(after=edited)


async def test_a_deleted_question_is_forgotten_and_its_answer_deleted(shop: Shop) -> None:
    kept, gone = await shop.say(HEIGHT["en"]), await shop.say(LAMP)
    [answer] = await shop.answers(after=gone)
    await shop.delete(gone)
    [deleted] = await shop.answers(after=answer)
    assert (deleted.id, deleted.deleted) == (answer.id, True)
    texts = [row["question"] for row in shop.rows()[-2:]]
    assert texts == [HEIGHT["en"], None]
    assert shop.rows()[-1]["user_hash"] is None
    assert not (await shop.answers(after=kept))[0].deleted


async def test_without_the_right_to_delete_the_answer_stays(shared: Running) -> None:
    shop = await open_shop(shared, ["can_reply"])
    asked = await shop.say(HEIGHT["en"])
    [answer] = await shop.answers(after=asked)
    await shop.delete(asked)
    assert not await shop.answers(after=answer)
    assert shop.rows()[-1]["question"] is None


async def test_question_and_answer_deleted_together_are_no_trouble(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    asked = await shop.say(HEIGHT["en"])
    [answer] = await shop.answers(after=asked)
    await shop.delete(asked, answer)
    assert shop.rows()[-1]["question"] is None
    assert not [record for record in caplog.records if record.levelname in {"WARNING", "ERROR"}]


async def test_an_unknown_connection_is_looked_up_and_a_known_one_is_not(tmp_path: Path, facts: Path) -> None:
    async with running_bot(tmp_path / "a", facts) as bot:
        shop = await open_shop(bot)
        assert await shop.ask(HEIGHT["en"])
        assert "getBusinessConnection" not in [call.method for call in await bot.client.calls()]
        forged = message_json(shop.customer, {"text": LAMP, "business_connection_id": "nobody-knows-it"})
        await bot.client.push({"business_message": forged})
        await bot.client.settle()
        calls = [call.method for call in await bot.client.calls()]
        assert calls.count("getBusinessConnection") == 1
        assert calls.count("sendMessage") == 1


async def test_limits_apply_silently(tmp_path: Path, facts: Path) -> None:
    limits = Limits(person=Rate(burst=2, seconds=3600), chat=MUCH, typing=MUCH)
    async with running_bot(tmp_path, facts, limits=limits) as bot:
        shop = await open_shop(bot)
        assert [len(await shop.ask(HEIGHT["en"])) for _ in range(4)] == [1, 1, 0, 0]
        assert await (await shop.another_customer()).ask(HEIGHT["en"])


async def test_during_maintenance_it_is_silent(tmp_path: Path, facts: Path) -> None:
    async with running_bot(tmp_path, facts) as bot:
        shop = await open_shop(bot)
        admin = await bot.client.add_user("Ada", language_code="en", user_id=ADMIN)
        await bot.ask(admin, "/maintenance on")
        assert not await shop.ask(HEIGHT["en"])
        await bot.ask(admin, "/maintenance off")
        assert await shop.ask(HEIGHT["en"])


async def test_an_answer_of_several_messages_is_left_to_the_person(tmp_path: Path) -> None:
    files = few_facts()
    files["light.yaml"]["facts"][0]["answer"]["en"] = "It is tall & white. " * 400
    async with running_bot(tmp_path, write_facts(tmp_path / "facts", files)) as bot:
        shop = await open_shop(bot)
        assert not await shop.ask(HEIGHT["en"])
        assert await shop.ask(LAMP)
