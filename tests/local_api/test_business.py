"""Business accounts: connections and rights, their chats, and what the bot may do there."""

import asyncio
import time
from dataclasses import dataclass

import pytest
from telegram import Bot, BusinessBotRights, InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters, Update
from telegram.constants import ChatAction
from telegram.error import BadRequest

from bot.local_api.client import LocalApiClient, RefusedError
from bot.local_api.client_types import Connection, Message, PlayedUser
from bot.local_api.json_types import JsonObject
from bot.local_api.server import LocalApiServer
from tests.local_api.conftest import confirm
from tests.local_api.test_files import png


@dataclass(frozen=True)
class Shop:
    """An owner's account that the bot is connected to, and a customer."""

    client: LocalApiClient
    owner: PlayedUser
    customer: PlayedUser
    connection: Connection

    async def ask(self, text: str = "Open today?", *, reply_to: Message | None = None) -> Message:
        """Say a text as the customer."""
        return await self.client.business_say(
            self.customer, text, owner=self.owner, customer=self.customer, reply_to=reply_to
        )

    async def read(self, after: int = 0) -> list[Message]:
        """Give what came or changed in the chat."""
        return await self.client.wait_business_messages(self.owner, self.customer, after=after)


@pytest.fixture
async def shop(client: LocalApiClient, bot: Bot, ani: PlayedUser) -> Shop:
    """Connect the bot to Ani's account; the update is confirmed."""
    customer = await client.add_user("Budi")
    connection = await client.connect_business(ani)
    await confirm(bot)
    return Shop(client, ani, customer, connection)


async def next_update(bot: Bot) -> Update:
    (update,) = await bot.get_updates(timeout=5)
    await confirm(bot)
    return update


async def test_a_connection_its_rights_and_its_end(bot: Bot, client: LocalApiClient, ani: PlayedUser) -> None:
    connection = await client.connect_business(ani, ["can_reply"])
    began = (await next_update(bot)).business_connection
    assert began is not None
    assert (began.id, began.user.id, began.user_chat_id, began.is_enabled) == (connection.id, ani.id, ani.id, True)
    assert began.rights == BusinessBotRights(can_reply=True)
    assert await bot.get_business_connection(connection.id) == began
    changed = await client.connect_business(ani, ["can_read_messages"])
    assert (changed.id, changed.rights) == (connection.id, frozenset({"can_read_messages"}))
    ended = await client.disconnect_business(ani)
    assert (ended.id, ended.is_enabled) == (connection.id, False)
    assert [update.business_connection is not None for update in await bot.get_updates()] == [True, True]
    assert not (await bot.get_business_connection(connection.id)).is_enabled
    assert (await client.connect_business(ani)).id != connection.id
    with pytest.raises(BadRequest, match="Business connection not found"):
        await bot.get_business_connection("unknown")
    with pytest.raises(RefusedError, match="no business right can_fly"):
        await client.connect_business(ani, ["can_fly"])
    await client.change_bot(can_connect_to_business=False)
    with pytest.raises(RefusedError, match="cannot be connected"):
        await client.connect_business(ani)


async def test_what_is_said_reaches_the_bot(bot: Bot, client: LocalApiClient, shop: Shop) -> None:
    asked = await shop.ask()
    owner, customer = shop.owner, shop.customer
    own = await client.business_say(owner, "Yes", reply_to=asked, owner=owner, customer=customer)
    place: JsonObject = {"location": {"latitude": 1.5, "longitude": 2.5}}
    await client.business_send(customer, place, owner=owner, customer=customer)
    await client.business_edit(customer, asked, "Open tomorrow?", owner=owner, customer=customer)
    await client.business_delete(owner, [asked, own], owner=owner, customer=customer)
    first, second, third, edited, deleted = await bot.get_updates()
    assert first.business_message is not None
    assert first.business_message.business_connection_id == shop.connection.id
    assert first.business_message.chat.id == shop.customer.id
    assert first.business_message.chat.first_name == "Budi"
    assert second.business_message is not None
    assert second.business_message.from_user is not None
    assert (second.business_message.from_user.id, second.business_message.chat.id) == (shop.owner.id, shop.customer.id)
    assert second.business_message.reply_to_message is not None
    assert third.business_message is not None
    assert third.business_message.location is not None
    assert edited.edited_business_message is not None
    assert edited.edited_business_message.text == "Open tomorrow?"
    assert deleted.deleted_business_messages is not None
    assert deleted.deleted_business_messages.message_ids == (asked.id, own.id)
    assert deleted.deleted_business_messages.business_connection_id == shop.connection.id
    await confirm(bot)
    await client.disconnect_business(shop.owner)
    await confirm(bot)
    await shop.ask("unheard")
    assert await client.pending() == 0
    with pytest.raises(RefusedError, match="owner or the customer"):
        await client.business_say(shop.owner, "x", owner=shop.owner, customer=shop.owner)


async def test_the_bot_answers_in_the_owners_name(bot: Bot, client: LocalApiClient, shop: Shop) -> None:
    asked = await shop.ask()
    question = (await next_update(bot)).business_message
    assert question is not None
    await question.reply_chat_action(ChatAction.TYPING)
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])
    answer = await question.reply_text("Until nine", reply_markup=keyboard, do_quote=True)
    assert answer.from_user is not None
    assert (answer.from_user.id, answer.chat.id) == (shop.owner.id, shop.customer.id)
    assert answer.sender_business_bot == bot.bot
    assert answer.business_connection_id == shop.connection.id
    assert answer.reply_to_message is not None
    assert await client.pending() == 0
    (read,) = await shop.read(asked.sequence)
    assert (read.text, read.from_bot, read.sender_id) == ("Until nine", True, shop.owner.id)
    pressed = asyncio.create_task(client.press(shop.customer, read, data="y"))
    query = (await next_update(bot)).callback_query
    assert query is not None
    assert query.message is not None
    await query.answer("ok")
    assert (await pressed).text == "ok"
    await answer.edit_text("Until ten")
    await answer.edit_reply_markup(keyboard)
    assert (await shop.read(read.sequence))[-1].text == "Until ten"
    photo = await bot.send_photo(shop.customer.id, png(), "map", business_connection_id=shop.connection.id)
    assert photo.sender_business_bot == bot.bot
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("x", shop.customer.id, asked.id, business_connection_id=shop.connection.id)


async def test_these_chats_are_not_the_bots_own(bot: Bot, client: LocalApiClient, shop: Shop) -> None:
    await shop.ask()
    private = await client.say(shop.customer, "/start")
    await bot.send_message(shop.customer.id, "private")
    await bot.send_message(shop.customer.id, "business", business_connection_id=shop.connection.id)
    assert [message.text for message in await shop.read()] == ["Open today?", "business"]
    (reply,) = await client.wait_messages(shop.customer.id, after=private.sequence)
    assert reply.text == "private"


async def send(bot: Bot, shop: Shop, chat_id: int = 0, connection_id: str = "") -> None:
    await bot.send_message(chat_id or shop.customer.id, "x", business_connection_id=connection_id or shop.connection.id)


async def test_what_telegram_refuses(bot: Bot, client: LocalApiClient, shop: Shop) -> None:
    with pytest.raises(BadRequest, match="Business_peer_invalid"):
        await send(bot, shop)
    await shop.ask()
    for chat_id, error in (
        (shop.owner.id, "Messages must not be sent to self"),
        (-5, "Chat must be a private chat"),
        (987654321, "Chat not found"),
    ):
        with pytest.raises(BadRequest, match=error):
            await send(bot, shop, chat_id)
    with pytest.raises(BadRequest, match="Business connection not found"):
        await send(bot, shop, connection_id="unknown")
    await client.connect_business(shop.owner, [])
    with pytest.raises(BadRequest, match="Bot_access_forbidden"):
        await send(bot, shop)
    with pytest.raises(BadRequest, match="Bot_access_forbidden"):
        await bot.send_chat_action(shop.customer.id, "typing", business_connection_id=shop.connection.id)
    await client.disconnect_business(shop.owner)
    with pytest.raises(BadRequest, match="Business_connection_invalid"):
        await send(bot, shop)


async def test_a_day_after_the_last_word_the_bot_may_not_write(server: LocalApiServer, bot: Bot, shop: Shop) -> None:
    await shop.ask()
    await send(bot, shop)
    server.world.clock = lambda: time.time() + 25 * 60 * 60
    with pytest.raises(BadRequest, match="Business_peer_invalid"):
        await send(bot, shop)


async def test_reading_and_deleting(bot: Bot, client: LocalApiClient, shop: Shop) -> None:
    asked = await shop.ask()
    connection_id = shop.connection.id
    assert await bot.read_business_message(connection_id, shop.customer.id, asked.id)
    with pytest.raises(BadRequest, match="Message_id_invalid"):
        await bot.read_business_message(connection_id, shop.customer.id, 999)
    sent = await bot.send_message(
        shop.customer.id, "x", business_connection_id=connection_id, reply_parameters=ReplyParameters(asked.id)
    )
    with pytest.raises(BadRequest, match="Bot_access_forbidden"):
        await bot.delete_business_messages(connection_id, [sent.message_id, asked.id])
    assert await bot.delete_business_messages(connection_id, [sent.message_id])
    await client.connect_business(shop.owner, ["can_delete_all_messages"])
    assert await bot.delete_business_messages(connection_id, [asked.id])
    assert [message.deleted for message in await shop.read()] == [True, True]
    with pytest.raises(BadRequest, match="Message identifiers are not specified"):
        await bot.delete_business_messages(connection_id, [])
    with pytest.raises(BadRequest, match="Bot_access_forbidden"):
        await bot.read_business_message(connection_id, shop.customer.id, asked.id)
