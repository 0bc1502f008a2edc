"""Commands, name and descriptions: by scope and language, within Telegram's limits."""

import pytest
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import BadRequest

from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import CommandSet, PlayedUser

ASK = BotCommand("ask", "Ask")


async def test_commands_by_scope_and_language(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    own = BotCommandScopeChat(ani.id)
    await bot.set_my_commands([ASK])
    await bot.set_my_commands([("tanya", "Tanya")], language_code="id", scope=BotCommandScopeAllPrivateChats())
    await bot.set_my_commands([ASK, BotCommand("stats", "Figures")], scope=own)
    assert await bot.get_my_commands() == (ASK,)
    assert await bot.get_my_commands(language_code="id") == ()
    assert len(await bot.get_my_commands(scope=own)) == 2
    assert await client.commands() == [
        CommandSet({"type": "default"}, "", (("ask", "Ask"),)),
        CommandSet({"type": "all_private_chats"}, "id", (("tanya", "Tanya"),)),
        CommandSet({"type": "chat", "chat_id": ani.id}, "", (("ask", "Ask"), ("stats", "Figures"))),
    ]
    await bot.delete_my_commands(scope=own)
    assert await bot.get_my_commands(scope=own) == ()


@pytest.mark.parametrize(
    ("commands", "error"),
    [
        ([("Ask", "x")], "Bot_command_invalid"),
        ([("a-b", "x")], "Bot_command_invalid"),
        ([("a" * 33, "x")], "Command length must not exceed 32"),
        ([("", "x")], "Command must be non-empty"),
        ([("ask", " ")], "Command description must be non-empty"),
        ([("ask", "x" * 257)], "Command description length must not exceed 256"),
        ([(f"c{number}", "x") for number in range(101)], "Bot_commands_too_much"),
    ],
)
async def test_refuses_commands(bot: Bot, commands: list[tuple[str, str]], error: str) -> None:
    with pytest.raises(BadRequest, match=error):
        await bot.set_my_commands(commands)


async def test_refuses_scopes_and_languages(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.set_my_commands([ASK], scope=BotCommandScopeChat(999))
    with pytest.raises(BadRequest, match="Invalid language code specified"):
        await bot.set_my_commands([ASK], language_code="eng")


async def test_texts_fall_back_to_the_default(bot: Bot) -> None:
    await bot.set_my_description("What I know", language_code="")
    await bot.set_my_description("Apa yang saya tahu", language_code="id")
    await bot.set_my_short_description("Facts")
    await bot.set_my_name("Tanya!")
    assert (await bot.get_my_description("id")).description == "Apa yang saya tahu"
    assert (await bot.get_my_description("ru")).description == "What I know"
    assert (await bot.get_my_short_description()).short_description == "Facts"
    assert (await bot.get_my_name("ru")).name == "Tanya!"
    assert (await bot.get_me()).first_name == "Tanya!"


async def test_texts_have_limits(bot: Bot) -> None:
    for call, limit in ((bot.set_my_name, 64), (bot.set_my_description, 512), (bot.set_my_short_description, 120)):
        assert await call("x" * limit)
        with pytest.raises(BadRequest, match=f"must not exceed {limit}"):
            await call("x" * (limit + 1))
