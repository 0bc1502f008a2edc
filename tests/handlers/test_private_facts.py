"""What /about says of the facts, long facts below a topic, and sharing."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.local_api.client_types import Message, PlayedUser, as_object, as_objects
from tests.handlers.bots import ADMIN, Running, running_bot
from tests.handlers.facts import HEIGHT, few_facts, write_facts

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize(
    ("language", "source"),
    [
        ("en", "• “Guide”, Harbour & Sons, May 3, 2024"),
        ("id", "• “Guide”, Harbour & Sons, 3 Mei 2024"),
        ("ru", "• “Guide”, Harbour & Sons, 3 мая 2024"),
    ],
)
async def test_about_gives_the_day_of_a_source_that_has_one(tmp_path: Path, language: str, source: str) -> None:
    files = few_facts()
    files["manifest.yaml"]["sources"]["guide"]["published"] = "2024-05-03"
    files["manifest.yaml"]["sources"]["undated"] = {"title": "<b>Other</b>", "language": "en"}
    async with running_bot(tmp_path, write_facts(tmp_path / "facts", files)) as running:
        user = await running.client.add_user("Eva", language_code=language)
        lines = (await running.ask(user, "/about")).text.splitlines()
        assert any(line.startswith(source) for line in lines)
        assert "• “<b>Other</b>”" in lines


async def test_about_tells_when_the_facts_were_loaded_a_reload_too(tmp_path: Path) -> None:
    folder = write_facts(tmp_path / "facts", few_facts())
    async with running_bot(tmp_path, folder) as running:
        admin = await running.client.add_user("Ada", language_code="en", user_id=ADMIN)
        line = (await running.ask(admin, "/about")).text.splitlines()[-1]
        today = datetime.now(UTC)
        days = {f"{day:%b} {day.day}, {day.year}" for day in (today, today - timedelta(days=1))}
        assert any(line.startswith(f"Facts last loaded: {day}") for day in days), line
        files = few_facts()
        files["visits.yaml"]["facts"].pop()
        await asyncio.sleep(1)
        write_facts(folder, files)
        await running.client.say(admin, "/reload")
        await running.client.settle(30)
        about = (await running.ask(admin, "/about")).text
        assert "3 facts" in about
        assert about.splitlines()[-1] != line


async def test_a_fact_too_long_for_its_topics_message_comes_in_messages_of_its_own(tmp_path: Path) -> None:
    files = few_facts()
    files["light.yaml"]["facts"][0]["answer"]["en"] = "The tower is tall. " * 400
    async with running_bot(tmp_path, write_facts(tmp_path / "facts", files)) as running:
        user = await running.client.add_user("Eva", language_code="en")
        topics = await running.ask(user, "/topics")
        await running.client.press(user, topics, text="The light")
        await running.client.press(user, topics, data="h:en:tower-height", stale=True)
        await running.client.settle()
        topic, *parts = await running.client.wait_messages(user.id, after=topics.sequence)
        assert (topic.id, topic.text) == (topics.id, "The light")
        assert len(parts) == 2
        assert [button.text for button in parts[-1].buttons] == ["The lamp", "👍", "👎", "↗ Share"]


async def test_an_edit_with_a_long_answer_shows_all_of_it(tmp_path: Path) -> None:
    files = few_facts()
    files["light.yaml"]["facts"][0]["answer"]["en"] = "The tower is tall. " * 400
    async with running_bot(tmp_path, write_facts(tmp_path / "facts", files)) as running:
        user = await running.client.add_user("Eva", language_code="en")
        said = await running.client.say(user, "How often does the lamp turn?")
        await running.client.settle()
        [answer] = await running.client.wait_messages(user.id, after=said.sequence)
        edited = await running.client.edit(user, said, HEIGHT["en"])
        await running.client.settle()
        first, second = await running.client.wait_messages(user.id, after=edited.sequence, count=2)
        assert first.id == answer.id
        assert not first.buttons
        assert first.text.count("tall.") + second.text.count("tall.") == 400
        assert [button.text for button in second.buttons][-1] == "↗ Share"


def shared_query(message: Message) -> str:
    """Give what the button for sharing types into another chat."""
    rows = as_object(message.json["reply_markup"])["inline_keyboard"]
    assert isinstance(rows, list)
    buttons = [button for row in rows for button in as_objects(row)]
    return str(next(button["switch_inline_query"] for button in buttons if "switch_inline_query" in button))


@pytest.mark.parametrize("language", HEIGHT)
async def test_what_the_share_button_types_offers_the_fact_first(
    shared: Running, ani: PlayedUser, language: str
) -> None:
    user = await shared.client.change_user(ani, language_code=language)
    answer = await shared.ask(user, HEIGHT[language])
    found = await shared.client.inline(user, shared_query(answer))
    assert found.results[0].id == f"{language}:tower-height"
