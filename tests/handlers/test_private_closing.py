"""Maintenance: everybody but the admins gets one polite line in private chats, and an alert at buttons."""

from pathlib import Path

import pytest

from bot.local_api.client_types import Message, PlayedUser
from bot.storage.stores import Stores
from tests.handlers.bots import ADMIN, Running, running_bot, settings_for
from tests.handlers.facts import HEIGHT
from tests.handlers.updates import message_json

pytestmark = pytest.mark.asyncio(loop_scope="session")

CLOSED = {"id": "Saya sedang dalam perawatan", "en": "I am being worked on", "ru": "Сейчас идут технические работы"}


@pytest.fixture
async def closed(tmp_path: Path, facts: Path) -> Path:
    """Give a folder whose database says that the bot is closed, as a restarted bot finds it."""
    async with Stores.open(settings_for(tmp_path, facts).database, b"any key") as stores:
        await stores.maintenance.switch(on=True)
    return tmp_path


async def after(running: Running, user: PlayedUser, message: Message) -> list[str]:
    await running.client.settle()
    replies = await running.client.wait_messages(user.id, after=message.sequence, timeout=0)
    return [reply.text for reply in replies if reply.from_bot]


@pytest.mark.parametrize("language", CLOSED)
async def test_a_person_is_told_once_and_nothing_is_logged(closed: Path, facts: Path, language: str) -> None:
    async with running_bot(closed, facts) as running:
        user = await running.client.add_user("Eva", language_code=language)
        [line] = await after(running, user, said := await running.client.say(user, HEIGHT[language]))
        assert line.startswith(CLOSED[language])
        for text in (HEIGHT[language], "/start", "/ask x", "/nonsense"):
            assert not await after(running, user, await running.client.say(user, text))
        assert not await after(running, user, await running.client.edit(user, said, "/help me"))
        assert not await after(running, user, await running.client.edit(user, said, "lamp"))
        assert not running.rows()


@pytest.mark.parametrize("data", ["f:en:lamp", "t:en:light", "v:+:lamp", "l:ru", "forget:yes", "x"])
async def test_a_pressed_button_gets_an_alert_and_shows_nothing(closed: Path, facts: Path, data: str) -> None:
    async with running_bot(closed, facts) as running:
        user = await running.client.add_user("Eva", language_code="en")
        said = await running.client.say(user, "/topics")
        await running.client.settle()
        [line] = await running.client.wait_messages(user.id, after=said.sequence)
        for _ in range(2):
            answer = await running.client.press(user, line, data=data, stale=True)
            assert answer.text.startswith(CLOSED["en"])
            assert answer.show_alert
        assert not await after(running, user, line)


async def test_admins_go_on_and_service_messages_get_nothing(closed: Path, facts: Path) -> None:
    async with running_bot(closed, facts) as running:
        admin = await running.client.add_user("Ada", language_code="en", user_id=ADMIN)
        answer = await running.ask(admin, HEIGHT["en"])
        assert "41 metres" in answer.text
        assert (await running.client.press(admin, answer, text="👍")).text == "Thank you!"


async def test_a_service_message_gets_nothing(closed: Path, facts: Path) -> None:
    async with running_bot(closed, facts) as running:
        user = await running.client.add_user("Eva", language_code="en")
        pinned = {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": user.id, "type": "private"}}}
        before = len(await running.client.calls("sendMessage"))
        await running.client.push({"message": message_json(user, pinned)})
        await running.client.settle()
        assert len(await running.client.calls("sendMessage")) == before
