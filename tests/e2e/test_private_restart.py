"""What a person chose, voted and had forgotten outlives a restart of the process, in three languages."""

import pytest

from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import Message, PlayedUser
from tests.e2e.process import BotProcess, running
from tests.handlers.bots import ask, next_reply, rows
from tests.handlers.facts import HEIGHT, OFF_TOPIC

# Somebody of the first language chooses the second.
OTHER = {"id": "ru", "en": "id", "ru": "en"}
CONFIRMED = {"id": "Mulai sekarang", "en": "From now on", "ru": "Теперь я говорю"}
HELP = {"id": "Cara bertanya", "en": "Ways to ask", "ru": "Как спросить"}
NOTED = {"id": "sudah saya catat", "en": "noted that already", "ru": "уже записала"}
FORGOTTEN = {"id": "menghapus 2 pertanyaan", "en": "deleted 2 questions", "ru": "Удалено 2 ваших вопроса"}
NOTHING = {
    "id": "Tidak ada pertanyaan Anda",
    "en": "I had no questions of yours",
    "ru": "Ваших вопросов у меня не было",
}


async def changed(client: LocalApiClient, user: PlayedUser, message: Message, data: str) -> Message:
    """Press a button; give the message as it is then."""
    await client.press(user, message, data=data, stale=True)
    await client.settle()
    return await next_reply(client, user, message)


@pytest.mark.parametrize("language", HEIGHT)
async def test_language_votes_and_forgetting_outlive_restarts(
    own: BotProcess, client: LocalApiClient, language: str
) -> None:
    user, other = await client.add_user("Eva", language_code=language), OTHER[language]
    async with running(own):
        answer = await ask(client, user, HEIGHT[language], seconds=30)
        voted = await changed(client, user, answer, "v:+:tower-height")
        assert "👍 1" in [button.text for button in voted.buttons]
        await ask(client, user, OFF_TOPIC[language])
        choices = await ask(client, user, "/language")
        assert (await changed(client, user, choices, f"l:{other}")).text.startswith(CONFIRMED[other])
    async with running(own):
        assert HELP[other] in (await ask(client, user, "/help", seconds=30)).text
        assert NOTED[other] in (await client.press(user, answer, data="v:+:tower-height", stale=True)).text
        asks = await ask(client, user, "/forget")
        assert FORGOTTEN[other] in (await changed(client, user, asks, "forget:yes")).text
        assert not rows(own.database)
    async with running(own):
        assert HELP[language] in (await ask(client, user, "/help", seconds=30)).text, "the choice is forgotten"
        asks = await ask(client, user, "/forget")
        assert NOTHING[language] in (await changed(client, user, asks, "forget:yes")).text
        thanks = (await client.press(user, answer, data="v:+:tower-height", stale=True)).text
        assert thanks
        assert NOTED[language] not in thanks, "the vote is no longer theirs"
    assert "Traceback" not in own.stderr
