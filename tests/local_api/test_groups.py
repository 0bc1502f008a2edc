"""Groups: restrictions, migration, who writes in whose name, threads, privacy mode off."""

import pytest
from telegram import Bot, ChatMemberRestricted, Message, ReplyParameters, Update
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.local_api.client import LocalApiClient, RefusedError
from bot.local_api.client_types import PlayedUser
from tests.local_api.conftest import confirm
from tests.local_api.test_files import png


async def next_updates(bot: Bot) -> tuple[Update, ...]:
    updates = await bot.get_updates()
    await confirm(bot)
    return updates


async def next_message(bot: Bot) -> Message:
    (update,) = await next_updates(bot)
    assert update.message is not None
    return update.message


async def test_a_restricted_bot_may_not_write(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    group = await client.add_chat(members=[ani])
    await client.set_member(group, bot.id, "restricted", by=ani.id, permissions=["can_send_photos"])
    (update,) = await next_updates(bot)
    assert update.my_chat_member is not None
    restricted = update.my_chat_member.new_chat_member
    assert isinstance(restricted, ChatMemberRestricted)
    assert (restricted.can_send_messages, restricted.can_send_photos, restricted.is_member) == (False, True, True)
    with pytest.raises(BadRequest, match="Not enough rights to send text messages to the chat"):
        await bot.send_message(group.id, "x")
    with pytest.raises(BadRequest, match="Not enough rights to send documents to the chat"):
        await bot.send_document(group.id, b"x")
    await bot.send_photo(group.id, png())
    assert await bot.get_chat_member(group.id, bot.id) == restricted
    await client.set_member(group, bot.id, "restricted", permissions=["can_send_messages"])
    await bot.send_message(group.id, "x")
    await client.set_member(group, bot.id, "member")
    await bot.send_message(group.id, "x")
    with pytest.raises(RefusedError, match="no permission can_fly"):
        await client.set_member(group, bot.id, "restricted", permissions=["can_fly"])


async def test_a_restricted_user_may_not_write(client: LocalApiClient, ani: PlayedUser) -> None:
    group = await client.add_chat(members=[ani])
    await client.set_member(group, ani.id, "restricted")
    with pytest.raises(RefusedError, match="may not write"):
        await client.say(ani, "x", chat_id=group.id)


async def test_a_bot_that_was_thrown_out(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    for kind, name in (("group", "group"), ("supergroup", "supergroup"), ("channel", "channel")):
        chat = await client.add_chat(chat_type=kind, administrators=[ani], bot="administrator")
        await client.set_member(chat, bot.id, "kicked", by=ani.id)
        with pytest.raises(Forbidden, match=f"bot was kicked from the {name} chat"):
            await bot.send_message(chat.id, "x")
        await client.set_member(chat, bot.id, "left", by=ani.id)
        with pytest.raises(Forbidden, match=f"bot is not a member of the {name} chat"):
            await bot.send_message(chat.id, "x")


async def test_migration(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    group = await client.add_chat("Tea", chat_type="group", members=[ani])
    supergroup = await client.migrate(group, by=ani.id)
    old, new = await next_updates(bot)
    assert old.message is not None
    assert (old.message.chat.id, old.message.migrate_to_chat_id) == (group.id, supergroup.id)
    assert new.message is not None
    assert (new.message.chat.id, new.message.migrate_from_chat_id) == (supergroup.id, group.id)
    with pytest.raises(ChatMigrated) as error:
        await bot.send_message(group.id, "x")
    assert error.value.new_chat_id == supergroup.id
    await bot.send_message(supergroup.id, "x")
    with pytest.raises(RefusedError, match="has become the supergroup"):
        await client.say(ani, "/ask", chat_id=group.id)
    await client.say(ani, "/ask", chat_id=supergroup.id)
    with pytest.raises(RefusedError, match="no group"):
        await client.migrate(group)


async def test_an_anonymous_administrator(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    group = await client.add_chat("Tea", administrators=[ani])
    said = await client.say(ani, "/ask", chat_id=group.id, as_chat=group.id)
    message = await next_message(bot)
    assert message.from_user is not None
    assert (message.from_user.id, message.from_user.username) == (1087968824, "GroupAnonymousBot")
    assert message.sender_chat == message.chat
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("x", group.id, said.id)
    await client.edit(ani, said, "/ask again")
    (update,) = await next_updates(bot)
    assert update.edited_message is not None
    budi = await client.add_user("Budi")
    await client.set_member(group, budi.id, "member")
    with pytest.raises(RefusedError, match="no administrator"):
        await client.say(budi, "/ask", chat_id=group.id, as_chat=group.id)


async def test_writing_as_a_channel(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    group = await client.add_chat(members=[ani])
    channel = await client.add_chat("News", chat_type="channel", administrators=[ani], bot="left")
    await client.say(ani, "/ask", chat_id=group.id, as_chat=channel.id)
    message = await next_message(bot)
    assert message.from_user is not None
    assert (message.from_user.id, message.from_user.username) == (136817688, "Channel_Bot")
    assert message.sender_chat is not None
    assert (message.sender_chat.id, message.sender_chat.type) == (channel.id, "channel")
    with pytest.raises(RefusedError, match="in the name of"):
        await client.say(ani, "/ask", chat_id=group.id, as_chat=ani.id)


async def test_a_forwarded_post_and_its_comments(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    group = await client.add_chat(members=[ani], bot="administrator")
    channel = await client.add_chat("News", chat_type="channel", administrators=[ani], bot="left")
    post = await client.say(ani, "Tea is cheap", chat_id=channel.id)
    forwarded = await client.forward_post(post, group)
    message = await next_message(bot)
    assert message.from_user is not None
    assert message.sender_chat is not None
    assert (message.from_user.id, message.sender_chat.id) == (777000, channel.id)
    assert (message.is_automatic_forward, message.text) == (True, "Tea is cheap")
    await client.say(ani, "/ask why", chat_id=group.id, reply_to=forwarded)
    comment = await next_message(bot)
    assert (comment.message_thread_id, comment.is_topic_message) == (forwarded.id, None)
    answer = await bot.send_message(group.id, "so", reply_parameters=ReplyParameters(comment.message_id))
    assert (answer.message_thread_id, answer.is_topic_message) == (forwarded.id, None)
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(group.id, "so", message_thread_id=forwarded.id)


async def test_topics_that_are_closed_or_not_there(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    forum = await client.add_chat(members=[ani], is_forum=True)
    said = await client.say(ani, "/ask", chat_id=forum.id, thread=7)
    assert (await bot.send_message(forum.id, "x", message_thread_id=7)).is_topic_message
    answer = await bot.send_message(forum.id, "x", reply_parameters=ReplyParameters(said.id))
    assert (answer.message_thread_id, answer.is_topic_message) == (7, True)
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(forum.id, "x", message_thread_id=8)
    await confirm(bot)
    await client.set_topic(forum, 7, closed=True)
    assert (await next_message(bot)).forum_topic_closed is not None
    with pytest.raises(BadRequest, match="Topic_closed"):
        await bot.send_message(forum.id, "x", message_thread_id=7)
    with pytest.raises(RefusedError, match="closed"):
        await client.say(ani, "/ask", chat_id=forum.id, thread=7)
    await client.set_topic(forum, 7)
    await bot.send_message(forum.id, "x", message_thread_id=7)


async def test_privacy_mode_off_and_other_bots(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    other = await client.add_user("Other", username="other_bot", is_bot=True)
    group = await client.add_chat(members=[ani, other])
    await client.say(other, "hey @tanya_local_bot", chat_id=group.id)
    message = await next_message(bot)
    assert message.from_user is not None
    assert message.from_user.is_bot
    await client.say(ani, "unheard", chat_id=group.id)
    await client.change_bot(can_read_all_group_messages=True)
    await client.say(ani, "heard", chat_id=group.id)
    assert (await next_message(bot)).text == "heard"


async def test_what_the_owner_set_is_in_get_me(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    me = await bot.get_me()
    assert (me.can_connect_to_business, me.supports_guest_queries, me.can_read_all_group_messages) == (
        True,
        True,
        False,
    )
    await client.change_bot(can_join_groups=False, supports_inline_queries=False, supports_guest_queries=False)
    me = await bot.get_me()
    assert (me.can_join_groups, me.supports_inline_queries, me.supports_guest_queries) == (False, False, False)
    group = await client.add_chat(members=[ani], bot="left")
    with pytest.raises(RefusedError, match="cannot be added"):
        await client.set_member(group, bot.id, "member")
    with pytest.raises(RefusedError, match="no inline queries"):
        await client.begin_inline(ani, "tea")
