"""What the bot may do in a group: delete messages, by right and age; look at its members; leave."""

import pytest
from telegram import Bot, ChatMemberAdministrator
from telegram.error import BadRequest, Forbidden

from bot.local_api.client import LocalApiClient, RefusedError
from bot.local_api.client_types import PlayedUser
from tests.local_api.conftest import confirm


async def test_deleting_anothers_message_takes_the_right(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    group = await client.add_chat(members=[ani])
    said = [await client.say(ani, text, chat_id=group.id) for text in ("one", "two", "three")]
    own = await bot.send_message(group.id, "own")
    await client.set_member(group, bot.id, "administrator", permissions=["can_pin_messages"])
    member = await bot.get_chat_member(group.id, bot.id)
    assert isinstance(member, ChatMemberAdministrator)
    assert (member.can_delete_messages, member.can_pin_messages) == (False, True)
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await bot.delete_message(group.id, said[0].id)
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await bot.delete_messages(group.id, [own.message_id, said[0].id])
    await client.set_member(group, bot.id, "administrator", permissions=["can_delete_messages"])
    assert await bot.delete_message(group.id, said[0].id)
    assert await bot.delete_messages(group.id, [own.message_id, 999, said[1].id])
    assert [message.text for message in await client.wait_messages(group.id) if not message.deleted][-1:] == ["three"]
    with pytest.raises(BadRequest, match="Too many message identifiers specified"):
        await bot.delete_messages(group.id, list(range(1, 102)))
    with pytest.raises(RefusedError, match="no permission can_send_messages"):
        await client.set_member(group, bot.id, "administrator", permissions=["can_send_messages"])


async def test_nothing_is_deleted_after_48_hours(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    sent = await bot.send_message(ani.id, "x")
    await client.pass_time(47 * 60 * 60)
    await bot.send_message(ani.id, "y")
    await client.pass_time(2 * 60 * 60)
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await sent.delete()


async def test_members_administrators_and_leaving(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    boris, other = await client.add_user("Boris"), await client.add_user("Other", is_bot=True)
    group = await client.add_chat(members=[ani], administrators=[boris, other], bot="administrator")
    found = await bot.get_chat_administrators(group.id)
    assert {member.user.id for member in found} == {boris.id, bot.id}
    assert await bot.get_chat_member_count(group.id) == 4
    assert await bot.leave_chat(group.id)
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await bot.send_message(group.id, "x")
    (update,) = await bot.get_updates()
    assert update.my_chat_member is not None
    assert update.my_chat_member.new_chat_member.status == "left"
    await confirm(bot)
