"""Updates: order, confirmation, long polling, kinds, and what reaches the bot in groups."""

import asyncio
import time

import pytest
from telegram import Bot, Update
from telegram.error import Conflict

from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import PlayedUser
from bot.local_api.server import LocalApiServer
from bot.local_api.users import User
from bot.local_api.world import World
from tests.local_api.conftest import confirm, new_bot


async def texts(bot: Bot) -> list[str]:
    """Confirm all pending updates; give the texts of their messages."""
    updates = await bot.get_updates()
    await confirm(bot)
    return [update.effective_message.text or "" for update in updates if update.effective_message]


async def test_the_bot_itself(bot: Bot) -> None:
    assert (bot.id, bot.username, bot.first_name) == (123456, "tanya_local_bot", "Tanya")
    assert bot.supports_inline_queries
    assert bot.can_join_groups
    assert not bot.can_read_all_group_messages


async def test_unconfirmed_updates_come_again(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    for number in range(3):
        await client.say(ani, f"n{number}")
    first, second, third = await bot.get_updates()
    assert [second.update_id, third.update_id] == [first.update_id + 1, first.update_id + 2]
    assert [update.update_id for update in await bot.get_updates(limit=2)] == [first.update_id, second.update_id]
    assert await client.pending() == 3
    assert await bot.get_updates(offset=third.update_id) == (third,)
    assert await client.pending() == 1
    await client.say(ani, "n3")
    (last,) = await bot.get_updates(offset=-1)
    assert last.message is not None
    assert last.message.text == "n3"
    assert await confirm(bot) == 1
    await client.settle(0.5)


async def test_settling_waits_for_the_confirmation(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    await client.say(ani, "x")
    with pytest.raises(TimeoutError):
        await client.settle(0.05)
    settled = asyncio.create_task(client.settle(5))
    await confirm(bot)
    await settled


async def test_update_ids_start_with_the_clock() -> None:
    world = World(User(1, "Tanya", is_bot=True), clock=lambda: 1_800_000_000.5)
    assert world.updates.push("message", {}) == 1_800_000_000_500


async def test_a_long_poll_answers_as_soon_as_there_is_something(
    bot: Bot, client: LocalApiClient, ani: PlayedUser
) -> None:
    started = time.perf_counter()
    poll = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.05)
    await client.say(ani, "hello")
    (update,) = await poll
    assert update.message is not None
    assert update.message.text == "hello"
    assert time.perf_counter() - started < 2
    await confirm(bot)
    assert await bot.get_updates(timeout=0) == ()


async def test_a_second_poller_ends_the_first(
    server: LocalApiServer, bot: Bot, client: LocalApiClient, ani: PlayedUser
) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.05)
    async with new_bot(server) as other:
        second = asyncio.create_task(other.get_updates(timeout=20))
        with pytest.raises(Conflict, match=r"(?i)terminated by other getUpdates request; make sure that only one"):
            await first
        await client.say(ani, "hello")
        assert len(await second) == 1


async def test_only_the_kinds_asked_for(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    await client.say(ani, "unheard")
    assert await client.pending() == 0
    assert (await bot.get_webhook_info()).allowed_updates == ("callback_query",)
    await bot.get_updates(allowed_updates=[])
    await client.say(ani, "heard")
    assert await texts(bot) == ["heard"]


async def test_dropping_pending_updates(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    await client.say(ani, "x")
    assert (await bot.get_webhook_info()).pending_update_count == 1
    assert await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


async def test_what_a_private_message_carries(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    first = await client.say(ani, "/ask@tanya_local_bot apa kabar, @ani_says? /no/path a/b")
    await client.say(ani, "again", reply_to=first)
    await client.edit(ani, first, "/ask edited")
    asked, reply, edited = await bot.get_updates()
    assert asked.message is not None
    assert asked.message.from_user is not None
    assert asked.message.from_user.language_code == "id"
    assert asked.message.chat.first_name == "Ani"
    assert [(e.type, e.offset, e.length) for e in asked.message.entities] == [
        ("bot_command", 0, 20),
        ("mention", 32, 9),
    ]
    assert reply.message is not None
    assert reply.message.reply_to_message == asked.message
    assert edited.edited_message is not None
    assert edited.edited_message.text == "/ask edited"
    assert edited.edited_message.edit_date is not None


async def test_other_kinds_of_message_and_raw_updates(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    await client.send(ani, {"location": {"latitude": 1.5, "longitude": 2.5}})
    await client.push({"poll": {"id": "1"}, "update_id": 2_000_000_000_000})
    location, raw = await bot.get_updates(limit=1), 2_000_000_000_000
    assert location[0].message is not None
    assert location[0].message.location is not None
    await bot.get_updates(offset=raw + 1)
    await client.say(ani, "after")
    assert (await bot.get_updates())[0].update_id == raw + 1


async def test_privacy_in_a_group(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    group = await client.add_chat(members=[ani])
    own = await bot.send_message(group.id, "I am here")
    (mine,) = [message for message in await client.wait_messages(group.id) if message.id == own.message_id]
    for text in ("chat", "/ask x", "/ask@tanya_local_bot y", "/ask@other_bot z", "hey @Tanya_Local_Bot",
                 "hey @other_bot", "see /ask"):  # fmt: skip
        await client.say(ani, text, chat_id=group.id)
    await client.say(ani, "a reply", chat_id=group.id, reply_to=mine)
    assert await texts(bot) == ["/ask x", "/ask@tanya_local_bot y", "hey @Tanya_Local_Bot", "see /ask", "a reply"]
    await client.set_member(group, bot.id, "administrator")
    await client.say(ani, "chat", chat_id=group.id)
    assert await texts(bot) == ["chat"]


async def test_joining_and_leaving(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    group = await client.add_chat(members=[ani], bot="left")
    await client.set_member(group, bot.id, "member", by=ani.id)
    joined, service = await bot.get_updates()
    assert joined.my_chat_member is not None
    assert joined.my_chat_member.new_chat_member.status == "member"
    assert service.message is not None
    assert service.message.new_chat_members[0].id == bot.id
    await client.set_member(group, bot.id, "kicked", by=ani.id)
    await client.say(ani, "/unheard", chat_id=group.id)
    kinds = [update.my_chat_member is not None for update in (await bot.get_updates())[2:]]
    assert kinds == [True]


async def test_blocking_is_an_update(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    await client.block(ani)
    (update,) = await bot.get_updates()
    assert update.my_chat_member is not None
    assert update.my_chat_member.new_chat_member.status == "kicked"


async def test_topics(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    forum = await client.add_chat(members=[ani], is_forum=True)
    said = await client.say(ani, "/ask", chat_id=forum.id, thread=7)
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.is_topic_message
    answer = await update.message.reply_text("here", do_quote=True)
    assert answer.message_thread_id == said.json["message_thread_id"] == 7


async def test_channel_posts(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    channel = await client.add_chat(chat_type="channel", administrators=[ani], bot="administrator", username="news_ch")
    await client.say(ani, "post", chat_id=channel.id)
    (update,) = await bot.get_updates()
    assert update.channel_post is not None
    assert update.effective_user is None
    assert (await bot.send_message("@news_ch", "x")).chat.id == channel.id


async def test_chats_and_members(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    group = await client.add_chat("Tea", administrators=[ani])
    assert (await bot.get_chat(group.id)).title == "Tea"
    assert (await bot.get_chat_member(group.id, ani.id)).status == "administrator"
    assert (await bot.get_chat_member(group.id, bot.id)).status == "member"


async def test_each_kind_of_update_is_one(server: LocalApiServer, client: LocalApiClient, ani: PlayedUser) -> None:
    await client.say(ani, "x")
    pending = await server.world.updates.poll(0, 100, 0)
    assert all(len(update) == 2 and update.keys() - {"update_id"} <= set(Update.ALL_TYPES) for update in pending)
