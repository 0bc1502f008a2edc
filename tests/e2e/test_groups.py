"""A group's talk with the bot outlives a restart of the process, in three languages."""

import pytest

from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import Message
from tests.e2e.process import BotProcess, running
from tests.handlers.bots import rows
from tests.handlers.facts import HEIGHT, OFF_TOPIC
from tests.handlers.groups import NAME, replied_to

UNKNOWN = {"id": "Saya tidak tahu", "en": "I don't know", "ru": "Не знаю"}


async def said_by_bot(client: LocalApiClient, after: Message) -> Message:
    """Give what the bot said or changed in the group since then."""
    messages = await client.wait_messages(after.chat_id, after=after.sequence, timeout=30)
    await client.settle()
    assert [message.from_bot for message in messages] == [True]
    return messages[0]


@pytest.mark.parametrize("language", HEIGHT)
async def test_a_question_edited_after_a_restart_changes_its_answer(
    own: BotProcess, client: LocalApiClient, language: str
) -> None:
    user = await client.add_user("ليلى 🗼", language_code=language)
    group = await client.add_chat("<b>Keepers</b> 🗼", members=[user])
    async with running(own):
        said = await client.say(user, f"{NAME} {HEIGHT[language]}", chat_id=group.id)
        answer = await said_by_bot(client, said)
        assert "41" in answer.text
        assert replied_to(answer) == said.id
    async with running(own):
        edited = await client.edit(user, said, f"{NAME} {OFF_TOPIC[language]}")
        changed = await said_by_bot(client, edited)
        assert changed.id == answer.id
        assert UNKNOWN[language] in changed.text
    assert [row["chat_kind"] for row in rows(own.database)] == ["group", "group"]
    for private in (user.first_name, group.title, str(user.id), str(group.id)):
        assert private not in own.stderr
    assert "Traceback" not in own.stderr
