"""The bot comes into a group, the group moves, the bot leaves."""

import logging
from pathlib import Path

import pytest

from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import PlayedUser
from bot.local_api.server import LocalApiServer
from tests.conftest import TOKEN
from tests.handlers.bots import Running, noise, serving, settings_for
from tests.handlers.groups import NAME, QUESTION, new_group

pytestmark = pytest.mark.asyncio(loop_scope="session")
BOT = 123456


def logged(caplog: pytest.LogCaptureFixture) -> str:
    """Give what the handlers logged."""
    return "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("handlers."))


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["Hello! I am Tanya", "The lighthouse", "I see nothing else"]),
     ("id", ["Halo! Saya Tanya", "tidak saya lihat"]),
     ("ru", ["Здравствуйте! Я Таня", "разговор я не вижу"])],
)  # fmt: skip
async def test_added_it_says_how_to_ask_and_what_it_sees_in_the_adders_language(
    shared: Running, language: str, words: list[str]
) -> None:
    group = await new_group(shared, kind="group", language=language, bot="left")
    before = await group.say("hello", by=group.bea)
    await shared.client.set_member(group.chat, BOT, "member", by=group.bea.id)
    greeting = await group.reply(before)
    assert all(word in greeting.text for word in [*words, f"{NAME} ", "/ask "])


async def test_added_as_administrator_it_says_that_it_sees_all(shared: Running) -> None:
    group = await new_group(shared, kind="group", bot="left")
    before = await group.say("hello")
    await shared.client.set_member(group.chat, BOT, "administrator", by=group.bea.id)
    assert "shows me all messages" in (await group.reply(before)).text


async def test_without_privacy_mode_it_says_that_it_sees_all(tmp_path: Path, facts: Path) -> None:
    async with LocalApiServer(TOKEN) as server, LocalApiClient(server.url) as client:
        await client.change_bot(can_read_all_group_messages=True)
        settings = settings_for(tmp_path, facts)
        async with serving(server, settings) as app:
            group = await new_group(Running(server, client, app, settings), kind="group", bot="left")
            before = await group.say("hello")
            await client.set_member(group.chat, BOT, "member", by=group.bea.id)
            assert "shows me all messages" in (await group.reply(before)).text
            assert await group.replies(await group.say(QUESTION)) == []


async def test_a_supergroup_is_greeted_and_the_start_of_the_link_that_added_it_gets_no_second_word(
    shared: Running,
) -> None:
    group = await new_group(shared, bot="left")
    before = await group.say("hello", by=group.bea)
    await shared.client.set_member(group.chat, BOT, "member", by=group.bea.id)
    await group.say(f"/start{NAME} true", by=group.bea)
    assert ["Hello! I am Tanya" in message.text for message in await group.later(before)] == [True]


async def test_added_by_somebody_without_a_language_it_speaks_the_facts_first_one(shared: Running) -> None:
    group = await new_group(shared, kind="group", language="ru", bot="left")
    before = await group.say("hello")
    adder = await shared.client.add_user("كريم 🗼", language_code="")
    await shared.client.set_member(group.chat, BOT, "member", by=adder.id)
    assert "Saya Tanya" in (await group.reply(before)).text


@pytest.mark.parametrize(
    "steps",
    [["administrator"], ["left"], ["kicked"], ["administrator", "member"], ["restricted"], ["restricted", "member"],
     ["restricted", "left"]],
)  # fmt: skip
async def test_no_other_change_of_its_standing_gets_a_word(
    shared: Running, caplog: pytest.LogCaptureFixture, steps: list[str]
) -> None:
    caplog.set_level(logging.INFO)
    group = await new_group(shared)
    before = await group.say("hello")
    for step in steps:
        await shared.client.set_member(group.chat, BOT, step, by=group.bea.id)
    assert await group.later(before) == []
    told = logged(caplog)
    assert "changed what the bot is there" in told
    assert not any(part in told for part in (str(group.chat.id), str(group.bea.id), "Keepers", "Bea"))
    assert not noise(caplog)


async def test_added_without_the_right_to_write_it_says_nothing(
    shared: Running, caplog: pytest.LogCaptureFixture
) -> None:
    group = await new_group(shared, bot="left")
    before = await group.say("hello")
    await shared.client.set_member(group.chat, BOT, "restricted", by=group.bea.id)
    assert await group.later(before) == []
    assert not noise(caplog)


async def test_added_to_a_channel_it_says_nothing(shared: Running) -> None:
    owner = await shared.client.add_user("Owner")
    channel = await shared.client.add_chat("News", chat_type="channel", administrators=[owner], bot="left")
    calls = await shared.client.calls()
    await shared.client.set_member(channel, BOT, "administrator", by=owner.id)
    await shared.client.settle()
    assert await shared.client.calls(after=calls[-1].number) == []


async def test_blocking_and_coming_back_in_private_is_a_line_in_the_log(
    shared: Running, ani: PlayedUser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    calls = await shared.client.calls()
    await shared.client.block(ani)
    await shared.client.unblock(ani)
    await shared.client.settle()
    assert await shared.client.calls(after=calls[-1].number) == []
    assert logged(caplog).splitlines() == ["a person blocked the bot", "a person came back"]
