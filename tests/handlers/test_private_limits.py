"""Too many questions at once get one polite line, then silence; commands and buttons go on."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.local_api.client_types import PlayedUser
from handlers.limits import Limits, Rate
from tests.handlers.bots import MUCH, Running, running_bot
from tests.handlers.facts import HEIGHT

pytestmark = pytest.mark.asyncio(loop_scope="session")

LINES = {"id": "Banyak sekali pertanyaan", "en": "That was a lot of questions", "ru": "Очень много вопросов"}


def limits(now: Callable[[], float]) -> Limits:
    """Give limits of two questions, one more every ten seconds of a clock of the test's own."""
    return Limits(Rate(2, 10), MUCH, MUCH, now)


async def texts(running: Running, user: PlayedUser, text: str) -> list[str]:
    said = await running.client.say(user, text)
    await running.client.settle()
    replies = await running.client.wait_messages(user.id, after=said.sequence, timeout=0)
    return [reply.text for reply in replies]


@pytest.mark.parametrize("language", LINES)
async def test_the_first_one_too_many_gets_a_line_the_next_nothing_and_none_is_logged(
    tmp_path: Path, facts: Path, language: str
) -> None:
    seconds = [0.0]
    async with running_bot(tmp_path, facts, limits=limits(lambda: seconds[0])) as running:
        user = await running.client.add_user("Eva", language_code=language)
        other = await running.client.add_user("Ida", language_code=language)
        for text in (HEIGHT[language], f"/ask {HEIGHT[language]}"):
            [answer] = await texts(running, user, text)
            assert "41" in answer
        [line] = await texts(running, user, HEIGHT[language])
        assert line.startswith(LINES[language])
        assert not await texts(running, user, f"/ask {HEIGHT[language]}")
        assert len(running.rows()) == 2
        assert len(await texts(running, user, "/topics")) == 1, "commands go on"
        assert "41" in (await texts(running, other, HEIGHT[language]))[0], "others go on"
        seconds[0] = 10
        assert "41" in (await texts(running, user, HEIGHT[language]))[0]


async def test_edits_and_links_are_questions_too_and_buttons_are_none(tmp_path: Path, facts: Path) -> None:
    async with running_bot(tmp_path, facts, limits=limits(lambda: 0.0)) as running:
        client = running.client
        user = await client.add_user("Eva", language_code="en")
        await texts(running, user, "/help")
        await client.inline(user, HEIGHT["en"])
        await client.settle()
        [row] = running.rows()
        shown, _ = await texts(running, user, f"/start ask-{row['update_id']}")
        assert shown.startswith("You asked:")
        said = await client.say(user, HEIGHT["en"])
        await client.settle()
        [answer] = await client.wait_messages(user.id, after=said.sequence, timeout=0)
        edited = await client.edit(user, said, "How often does the lamp turn?")
        await client.settle()
        [line] = await client.wait_messages(user.id, after=edited.sequence, timeout=0)
        assert line.text.startswith(LINES["en"])
        assert not await texts(running, user, f"/start ask-{row['update_id']}")
        assert len(running.rows()) == 3
        await client.press(user, answer, text="The lamp")
        await client.settle()
        [fact] = await client.wait_messages(user.id, after=line.sequence + 1, timeout=0)
        assert "ten seconds" in fact.text
