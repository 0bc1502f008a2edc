"""Links that open the private chat with a question that was asked elsewhere; and /ask below a message."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.local_api.client_types import Message, PlayedUser
from tests.handlers.bots import Running, running_bot
from tests.handlers.facts import HEIGHT
from tests.storage.helpers import locked_by_another

pytestmark = pytest.mark.asyncio(loop_scope="session")

YOU_ASKED = {"id": "Anda bertanya:", "en": "You asked:", "ru": "Вы спросили:"}
GREETING = "Hello! I am Tanya."


async def asked_inline(shared: Running, user: PlayedUser, question: str) -> int:
    """Ask inline; give the update_id."""
    await shared.client.inline(user, question)
    await shared.client.settle()
    row = shared.rows()[-1]
    assert (row["question"], row["chat_kind"]) == (question, "inline")
    return int(row["update_id"])


async def said(shared: Running, user: PlayedUser, words: str) -> list[Message]:
    """Say a text; give all that the bot says to it."""
    message = await shared.client.say(user, words)
    await shared.client.settle()
    return await shared.client.wait_messages(user.id, after=message.sequence, timeout=0)


@pytest.mark.parametrize("language", YOU_ASKED)
async def test_a_link_takes_up_what_the_same_person_asked_inline(
    shared: Running, ani: PlayedUser, language: str
) -> None:
    user = await shared.client.change_user(ani, language_code=language)
    number = await asked_inline(shared, user, HEIGHT[language])
    question, answer = await said(shared, user, f"/start ask-{number}")
    assert question.text == f"{YOU_ASKED[language]} {HEIGHT[language]}"
    assert "41" in answer.text
    row = shared.rows()[-1]
    assert (row["question"], row["chat_kind"], row["fact"]) == (HEIGHT[language], "private", "tower-height")
    assert row["reply_id"] == answer.id


async def test_what_was_asked_is_shown_as_it_stands(shared: Running, ani: PlayedUser) -> None:
    number = await asked_inline(shared, ani, "<b>zzqx</b> & {question} </i>")
    question, _ = await said(shared, ani, f"/start ask-{number}")
    assert question.text == "You asked: <b>zzqx</b> & {question} </i>"


async def test_anybody_elses_link_gets_the_greeting(shared: Running, ani: PlayedUser) -> None:
    bea = await shared.client.add_user("Bea", language_code="en")
    number = await asked_inline(shared, ani, HEIGHT["en"])
    [reply] = await said(shared, bea, f"/start ask-{number}")
    assert reply.text.startswith(GREETING)


async def test_a_forgotten_question_gets_the_greeting(shared: Running, ani: PlayedUser) -> None:
    number = await asked_inline(shared, ani, HEIGHT["en"])
    [asks] = await said(shared, ani, "/forget")
    await shared.client.press(ani, asks, text="Yes, delete")
    await shared.client.settle()
    assert number not in {row["update_id"] for row in shared.rows()}
    [reply] = await said(shared, ani, f"/start ask-{number}")
    assert reply.text.startswith(GREETING)


async def test_while_the_log_cannot_be_read_the_link_gets_the_greeting(tmp_path: Path, facts: Path) -> None:
    async with running_bot(tmp_path, facts) as running:
        user = await running.client.add_user("Eva", language_code="en")
        await running.ask(user, "/help")
        number = await asked_inline(running, user, HEIGHT["en"])
        engine = create_engine(f"sqlite:///{tmp_path}/tanya.sqlite")
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE questions RENAME TO elsewhere"))
        engine.dispose()
        [reply] = await said(running, user, f"/start ask-{number}")
        assert reply.text.startswith(GREETING)


async def test_a_command_below_a_message_asks_its_text(shared: Running, ani: PlayedUser) -> None:
    message = await shared.client.say(ani, HEIGHT["en"])
    await shared.client.settle()
    asks = await shared.client.say(ani, "/ask", reply_to=message)
    await shared.client.settle()
    [answer] = await shared.client.wait_messages(ani.id, after=asks.sequence, timeout=0)
    assert "41 metres" in answer.text
    assert shared.rows()[-1]["question"] == HEIGHT["en"]


async def test_a_question_after_the_command_comes_before_the_message_replied_to(
    shared: Running, ani: PlayedUser
) -> None:
    message = await shared.client.say(ani, HEIGHT["en"])
    await shared.client.settle()
    asks = await shared.client.say(ani, "/ask How often does the lamp turn?", reply_to=message)
    await shared.client.settle()
    [answer] = await shared.client.wait_messages(ani.id, after=asks.sequence, timeout=0)
    assert "ten seconds" in answer.text


@pytest.mark.parametrize(
    ("language", "sorry", "again"),
    [
        ("en", "I cannot delete anything just now", "I deleted 1 question"),
        ("id", "belum bisa menghapusnya", "menghapus 1 pertanyaan"),
        ("ru", "ничего не получается удалить", "Удалён 1 ваш вопрос"),
    ],
)
async def test_forgetting_while_the_database_is_in_trouble_says_so_and_can_be_tried_again(
    tmp_path: Path, facts: Path, monkeypatch: pytest.MonkeyPatch, language: str, sorry: str, again: str
) -> None:
    monkeypatch.setattr("bot.storage.database.BUSY_SECONDS", 0.3)
    async with running_bot(tmp_path, facts) as running:
        user = await running.client.add_user("Eva", language_code=language)
        await running.ask(user, HEIGHT[language])
        asks = await running.ask(user, "/forget")
        async with locked_by_another(tmp_path / "tanya.sqlite"):
            answer = await running.client.press(user, asks, data="forget:yes")
            assert sorry in answer.text
            assert answer.show_alert
        await running.client.press(user, asks, data="forget:yes")
        await running.client.settle()
        [done] = await running.client.wait_messages(user.id, after=asks.sequence)
        assert again in done.text
        assert not running.rows()


async def test_choosing_a_language_while_the_database_is_in_trouble_says_so(
    tmp_path: Path, facts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.database.BUSY_SECONDS", 0.3)
    async with running_bot(tmp_path, facts) as running:
        user = await running.client.add_user("Eva", language_code="en")
        asks = await running.ask(user, "/language")
        async with locked_by_another(tmp_path / "tanya.sqlite"):
            answer = await running.client.press(user, asks, data="l:ru")
        assert (answer.text, answer.show_alert) == ("I cannot note that just now. Please try again later.", True)


@pytest.mark.parametrize("data", ["l:xx", "l:", "l:AUTO", "l:en:x", "forget:", "forget:maybe", "forget:yes:x"])
async def test_forged_choices_are_out_of_date_and_change_nothing(shared: Running, ani: PlayedUser, data: str) -> None:
    await shared.ask(ani, HEIGHT["en"])
    before = len(shared.rows())
    message = await shared.ask(ani, "/language")
    answer = await shared.client.press(ani, message, data=data, stale=True)
    assert answer.text == "This button is out of date. Please ask again."
    assert len(shared.rows()) == before
