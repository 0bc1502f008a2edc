"""What an admin teaches is answered at once, after a restart and a reload, and no longer once it is taken back."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import create_engine, text

from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import PlayedUser
from bot.local_api.server import LocalApiServer
from tests.conftest import TOKEN
from tests.handlers.admins import PlayedAdmin, admin_of
from tests.handlers.bots import ADMIN, Running, ask, database_file, running_bot, serving, settings_for
from tests.handlers.facts import few_facts, write_facts
from tests.handlers.test_buttons import press_json

ANSWER = "The lamp turns once in ten seconds."
CAKE = ("banana cake recipe", "a recipe for banana cake")
SHIP = "violet submarines underground"
OUT_OF_DATE = "This button is out of date. Please ask again."


@pytest_asyncio.fixture
async def running(tmp_path: Path) -> AsyncIterator[Running]:
    """Run a bot with an empty log and facts that may be changed."""
    async with running_bot(tmp_path, write_facts(tmp_path / "facts", few_facts())) as running:
        yield running


@pytest_asyncio.fixture
async def admin(running: Running) -> PlayedAdmin:
    """Bring in the admin."""
    return await admin_of(running)


@pytest_asyncio.fixture
async def ani(running: Running) -> PlayedUser:
    """Bring in a person who asks."""
    return await running.client.add_user("Ani", language_code="en")


async def teach_lamp(running: Running, admin: PlayedAdmin, user: PlayedUser, *texts: str) -> None:
    """Have somebody ask in vain, and the admin assign the first group to the fact of the lamp."""
    for wording in texts:
        await running.ask(user, wording)
    await admin.say("/unanswered")
    await admin.press("1")
    await assign(admin, "The light", "The lamp")


async def assign(admin: PlayedAdmin, topic: str, fact: str) -> None:
    """Choose a fact by its topic."""
    await admin.press("Other fact…")
    await admin.press(topic)
    await admin.press(fact)


def deeds(running: Running) -> list[tuple[str, str]]:
    """Give the admins' actions, without reloads."""
    engine = create_engine(f"sqlite:///{database_file(running.settings.database)}")
    try:
        with engine.connect() as connection:
            found = connection.execute(text("SELECT action, detail FROM admin_actions ORDER BY id")).all()
    finally:
        engine.dispose()
    return [(action, detail) for action, detail in found if action != "reload"]


async def test_from_asked_in_vain_to_an_answer_and_back(running: Running, admin: PlayedAdmin, ani: PlayedUser) -> None:
    before = (await running.ask(ani, CAKE[0])).text
    assert ANSWER not in before
    await teach_lamp(running, admin, ani, CAKE[1])
    assert admin.screen.text.startswith("From now on this is answered with The lamp:")
    assert all(wording in admin.screen.text for wording in CAKE)
    assert admin.labels == ["↩ Undo", "Next question »", "« Back"]
    for wording in (*CAKE, "Banana CAKE, recipe?"):
        assert ANSWER in (await running.ask(ani, wording)).text
    assert (await admin.say("/unanswered")).text == "Nothing was asked in vain."
    # A reload keeps it.
    await admin.say("/reload")
    assert ANSWER in (await running.ask(ani, CAKE[1])).text
    await admin.say("/taught")
    assert f"1. [en] {CAKE[0]}\n→ The lamp · " in admin.screen.text
    assert (await admin.press("↩ 1")).text == "Taken back."
    assert CAKE[0] not in admin.screen.text
    assert admin.labels == ["↩ 1"]
    await admin.press("↩ 1")
    assert admin.screen.text.startswith("Nothing has been taught yet.")
    assert (await running.ask(ani, CAKE[0])).text == before
    assert CAKE[0] in (await admin.say("/unanswered")).text
    assert deeds(running) == [("assign", "lamp"), ("undo", "lamp"), ("undo", "lamp")]


async def test_a_lesson_outlives_a_restart(tmp_path: Path, facts: Path) -> None:
    settings = settings_for(tmp_path, facts, admins=[ADMIN])
    async with LocalApiServer(TOKEN) as server, LocalApiClient(server.url) as client:
        ani = await client.add_user("Ani", language_code="en")
        admin = PlayedAdmin(client, await client.add_user("Ada", language_code="en", user_id=ADMIN))
        async with serving(server, settings):
            await ask(client, ani, CAKE[0])
            await admin.say("/unanswered")
            await admin.press("1")
            await assign(admin, "The light", "The lamp")
        async with serving(server, settings):
            assert ANSWER in (await ask(client, ani, CAKE[0])).text
            # The screen of before the restart still works.
            await admin.press("↩ Undo")
            assert ANSWER not in (await ask(client, ani, CAKE[0])).text
        async with serving(server, settings):
            assert ANSWER not in (await ask(client, ani, CAKE[0])).text


async def test_undo_below_the_lesson_takes_the_whole_group_back_and_shows_it_again(
    running: Running, admin: PlayedAdmin, ani: PlayedUser
) -> None:
    await teach_lamp(running, admin, ani, *CAKE)
    taught = admin.screen
    await admin.press("↩ Undo")
    assert admin.screen.id == taught.id
    assert admin.screen.text.startswith("Asked in vain 2 times")
    for wording in CAKE:
        assert ANSWER not in (await running.ask(ani, wording)).text
    answer = await admin.press(data=next(one.data for one in taught.buttons if "Undo" in one.text))
    assert (answer.text, answer.show_alert) == (OUT_OF_DATE, True)
    assert "Asked in vain, most often first" in admin.screen.text


async def test_the_facts_nearest_to_a_group_are_offered_at_once(
    running: Running, admin: PlayedAdmin, ani: PlayedUser
) -> None:
    await running.ask(ani, "When was the lighthouse tower built?")
    await admin.say("/unanswered")
    await admin.press("1")
    assert admin.labels[0] == "Height of the tower"
    await admin.press("Height of the tower")
    assert "41 metres" in (await running.ask(ani, "When was the lighthouse tower built?")).text


async def test_after_a_lesson_the_next_question_is_one_press_away(
    running: Running, admin: PlayedAdmin, ani: PlayedUser
) -> None:
    await running.ask(ani, SHIP)
    await teach_lamp(running, admin, ani, *CAKE)
    await admin.press("Next question »")
    assert SHIP in admin.screen.text
    assert "Which fact answers this?" in admin.screen.text
    await assign(admin, "Visits", "Tickets & discounts")
    await admin.press("Next question »")
    assert admin.screen.text == "Nothing was asked in vain."


async def test_the_way_to_another_fact_leads_back_step_by_step(
    running: Running, admin: PlayedAdmin, ani: PlayedUser
) -> None:
    await running.ask(ani, SHIP)
    await admin.say("/unanswered")
    await admin.press("1")
    group = admin.screen.text
    await admin.press("Other fact…")
    topics = admin.screen.text
    await admin.press("The light")
    await admin.press("« Back")
    assert admin.screen.text == topics
    await admin.press("« Back")
    assert admin.screen.text == group


async def test_a_question_that_was_taught_meanwhile_is_not_taught_twice(
    running: Running, admin: PlayedAdmin, ani: PlayedUser
) -> None:
    await running.ask(ani, SHIP)
    await admin.say("/unanswered")
    await admin.press("1")
    data = next(one.data for one in admin.screen.buttons if one.text == "Dismiss").replace("u:d:", "u:a:")
    await assign(admin, "The light", "The lamp")
    answer = await admin.press(data=f"{data}:ticket")
    assert (answer.text, answer.show_alert) == (OUT_OF_DATE, True)
    assert ANSWER in (await running.ask(ani, SHIP)).text
    assert deeds(running) == [("assign", "lamp")]


async def test_a_question_that_new_examples_answer_is_no_longer_listed(
    running: Running, admin: PlayedAdmin, ani: PlayedUser
) -> None:
    await running.ask(ani, SHIP)
    files = few_facts()
    files["light.yaml"]["facts"][1]["questions"]["en"].append(SHIP)
    write_facts(running.settings.facts, files)
    assert SHIP in (await admin.say("/unanswered")).text
    await admin.say("/reload")
    assert (await admin.say("/unanswered")).text == "Nothing was asked in vain."


async def test_a_lesson_whose_fact_is_gone_is_marked_and_its_question_waits_again(
    running: Running, admin: PlayedAdmin, ani: PlayedUser
) -> None:
    await teach_lamp(running, admin, ani, SHIP)
    files = few_facts()
    files["light.yaml"]["facts"] = files["light.yaml"]["facts"][:1]
    files["light.yaml"]["facts"][0]["related"] = []
    write_facts(running.settings.facts, files)
    await admin.say("/reload")
    assert "⚠ the fact lamp is gone" in (await admin.say("/taught")).text
    assert ANSWER not in (await running.ask(ani, SHIP)).text
    assert SHIP in (await admin.say("/unanswered")).text
    await admin.press("1")
    await assign(admin, "The light", "Height of the tower")
    assert "41 metres" in (await running.ask(ani, SHIP)).text
    assert "is gone" not in (await admin.say("/taught")).text


async def test_lessons_are_paged_newest_first(running: Running, admin: PlayedAdmin, ani: PlayedUser) -> None:
    wordings = ["banana cake", "violet ships", "purple elephants", "quantum gravity", "guitar chords", "stock markets"]
    for wording in wordings:
        await teach_lamp(running, admin, ani, wording)
    screen = await admin.say("/taught")
    assert screen.text.startswith("Taught, newest first\nPage 1 of 2\n\n1. [en] stock markets")
    assert admin.labels == ["↩ 1", "↩ 2", "↩ 3", "↩ 4", "↩ 5", "›"]
    await admin.press("›")
    assert admin.screen.id == screen.id
    assert "6. [en] banana cake" in admin.screen.text
    await admin.press("↩ 6")
    assert "5. [en] violet ships" in admin.screen.text
    assert "Page" not in admin.screen.text


@pytest.mark.parametrize("data", ["x", "x:u:", "x:u:99", "x:g:99", "x:z:1", "x:p:<b>", "x:u:" + "9" * 30])
async def test_forged_data_takes_nothing_back(running: Running, admin: PlayedAdmin, ani: PlayedUser, data: str) -> None:
    await teach_lamp(running, admin, ani, SHIP)
    await admin.say("/taught")
    assert (await admin.press(data=data)).text == OUT_OF_DATE
    assert ANSWER in (await running.ask(ani, SHIP)).text


async def test_to_anybody_else_neither_the_command_nor_its_buttons_exist(
    running: Running, admin: PlayedAdmin, ani: PlayedUser
) -> None:
    await teach_lamp(running, admin, ani, SHIP)
    await admin.say("/taught")
    unknown = await running.ask(ani, "/nonsense")
    assert (await running.ask(ani, "/taught")).text == unknown.text
    for data in ("x:u:1", "x:g:1", "x:p:0"):
        answer = await running.client.press(ani, unknown, data=data, stale=True)
        assert (answer.text, answer.show_alert) == (OUT_OF_DATE, True)
    assert ANSWER in (await running.ask(ani, SHIP)).text


async def test_a_press_in_a_group_does_nothing(running: Running, admin: PlayedAdmin, ani: PlayedUser) -> None:
    await teach_lamp(running, admin, ani, SHIP)
    query, pressed = press_json(running, admin.user, "x:u:1")
    chat = {"id": -100123, "type": "supergroup", "title": "G"}
    pressed["message"] = {"message_id": 5, "date": 1, "chat": chat, "text": "t"}
    await running.client.push({"callback_query": pressed})
    await running.client.settle()
    assert query.answer is not None
    assert query.answer["text"] == OUT_OF_DATE
    assert ANSWER in (await running.ask(ani, SHIP)).text


async def test_html_in_a_taught_question_is_shown_as_it_was_written(
    running: Running, admin: PlayedAdmin, ani: PlayedUser
) -> None:
    wording = "<b>qqq</b> &amp; zzz"
    await teach_lamp(running, admin, ani, wording)
    assert wording in admin.screen.text
    assert wording in (await admin.say("/taught")).text
    assert ANSWER in (await running.ask(ani, wording)).text


@pytest.mark.parametrize(
    ("language", "head", "undo"),
    [
        ("id", "Mulai sekarang ini dijawab dengan Lampu:", "↩ Batalkan"),
        ("ru", "Теперь на это отвечает Лампа:", "↩ Отменить"),
    ],
)
async def test_a_lesson_is_confirmed_in_the_admins_language(
    running: Running, ani: PlayedUser, language: str, head: str, undo: str
) -> None:
    await running.ask(ani, SHIP)
    admin = await admin_of(running, language)
    await admin.say("/unanswered")
    await admin.press("1")
    row = admin.screen.buttons[-1]
    assert row.data == "u:p:0"
    open_group = next(one.data for one in admin.screens[0].buttons)
    await admin.press(data=open_group.replace("u:o:", "u:a:") + ":lamp")
    assert admin.screen.text.startswith(head)
    assert undo in admin.labels
    assert ("Lampu" if language == "id" else "Лампа") in (await admin.say("/taught")).text
