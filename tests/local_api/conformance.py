"""How the real library calls each covered method, once so that it succeeds and once so that it is refused."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from telegram import Bot, BotCommand, BotCommandScopeChat, InlineKeyboardButton, InlineKeyboardMarkup

from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import Connection, PlayedChat, PlayedUser
from tests.local_api.conftest import confirm
from tests.local_api.test_answers import article
from tests.local_api.test_files import png

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])


@dataclass(frozen=True)
class Scene:
    """A bot, a user, a group without the bot, and a business account whose customer has just written."""

    bot: Bot
    client: LocalApiClient
    ani: PlayedUser
    group: PlayedChat
    connection: Connection
    customer: PlayedUser
    asked: int

    @classmethod
    async def set(cls, bot: Bot, client: LocalApiClient, ani: PlayedUser) -> "Scene":
        """Bring them in; every update is confirmed."""
        group = await client.add_chat(members=[ani], bot="left")
        customer = await client.add_user("Budi")
        rights = ["can_reply", "can_read_messages", "can_delete_all_messages"]
        connection = await client.connect_business(ani, rights)
        asked = await client.business_say(customer, "Open?", owner=ani, customer=customer)
        await confirm(bot)
        return cls(bot, client, ani, group, connection, customer, asked.id)

    async def sent(self) -> int:
        """Send a text with a button; give its number."""
        return (await self.bot.send_message(self.ani.id, "x", reply_markup=KEYBOARD)).message_id

    async def press(self) -> str:
        """Let the user press a button; give the callback query's id."""
        await self.sent()
        return await self.client.begin_press(self.ani, (await self.client.wait_messages(self.ani.id))[-1], data="y")


Drive: TypeAlias = Callable[[Scene], Awaitable[object]]


async def edit_caption(scene: Scene) -> object:
    photo = await scene.bot.send_photo(scene.ani.id, png(), "one")
    return await photo.edit_caption("two")


async def fetch_file(scene: Scene) -> object:
    document = (await scene.bot.send_document(scene.ani.id, b"a", filename="a.txt")).document
    assert document is not None
    return await (await document.get_file()).download_as_bytearray()


async def poll_beside_webhook(scene: Scene) -> object:
    await scene.bot.set_webhook("http://127.0.0.1:1/")
    return await scene.bot.get_updates()


async def edit_to_the_same(scene: Scene) -> object:
    return await scene.bot.edit_message_text("x", scene.ani.id, await scene.sent(), reply_markup=KEYBOARD)


SUCCEEDS: dict[str, Drive] = {
    "getMe": lambda s: s.bot.get_me(),
    "getUpdates": lambda s: s.bot.get_updates(),
    "setWebhook": lambda s: s.bot.set_webhook("http://127.0.0.1:1/", secret_token="a"),
    "deleteWebhook": lambda s: s.bot.delete_webhook(drop_pending_updates=True),
    "getWebhookInfo": lambda s: s.bot.get_webhook_info(),
    "sendMessage": lambda s: s.bot.send_message(s.ani.id, "<b>x</b>", parse_mode="HTML"),
    "sendPhoto": lambda s: s.bot.send_photo(s.ani.id, png()),
    "sendDocument": lambda s: s.bot.send_document(s.ani.id, b"a", filename="a.txt"),
    "sendChatAction": lambda s: s.bot.send_chat_action(s.ani.id, "typing"),
    "getFile": fetch_file,
    "editMessageCaption": edit_caption,
    "setMyCommands": lambda s: s.bot.set_my_commands([BotCommand("ask", "Ask")], language_code="id"),
    "getMyCommands": lambda s: s.bot.get_my_commands(),
    "deleteMyCommands": lambda s: s.bot.delete_my_commands(),
    "setMyName": lambda s: s.bot.set_my_name("Tanya"),
    "getMyName": lambda s: s.bot.get_my_name(),
    "setMyDescription": lambda s: s.bot.set_my_description("Answers"),
    "getMyDescription": lambda s: s.bot.get_my_description("ru"),
    "setMyShortDescription": lambda s: s.bot.set_my_short_description("Answers"),
    "getMyShortDescription": lambda s: s.bot.get_my_short_description(),
    "getChat": lambda s: s.bot.get_chat(s.ani.id),
    "getChatMember": lambda s: s.bot.get_chat_member(s.ani.id, s.ani.id),
    "getChatMemberCount": lambda s: s.bot.get_chat_member_count(s.ani.id),
    "getBusinessConnection": lambda s: s.bot.get_business_connection(s.connection.id),
    "readBusinessMessage": lambda s: s.bot.read_business_message(s.connection.id, s.customer.id, s.asked),
    "deleteBusinessMessages": lambda s: s.bot.delete_business_messages(s.connection.id, [s.asked]),
}


def succeeds(name: str) -> Callable[[Drive], Drive]:
    """Note how a method that needs more than one line succeeds."""

    def note(drive: Drive) -> Drive:
        SUCCEEDS[name] = drive
        return drive

    return note


@succeeds("editMessageText")
async def edit_text(scene: Scene) -> object:
    return await scene.bot.edit_message_text("y", scene.ani.id, await scene.sent())


@succeeds("editMessageReplyMarkup")
async def edit_markup(scene: Scene) -> object:
    return await scene.bot.edit_message_reply_markup(scene.ani.id, await scene.sent())


@succeeds("deleteMessage")
async def delete(scene: Scene) -> object:
    return await scene.bot.delete_message(scene.ani.id, await scene.sent())


@succeeds("deleteMessages")
async def delete_many(scene: Scene) -> object:
    return await scene.bot.delete_messages(scene.ani.id, [await scene.sent(), 999])


@succeeds("getChatAdministrators")
async def get_administrators(scene: Scene) -> object:
    return await scene.bot.get_chat_administrators((await scene.client.add_chat(administrators=[scene.ani])).id)


@succeeds("leaveChat")
async def leave(scene: Scene) -> object:
    return await scene.bot.leave_chat((await scene.client.add_chat(members=[scene.ani])).id)


@succeeds("answerCallbackQuery")
async def answer_press(scene: Scene) -> object:
    return await scene.bot.answer_callback_query(await scene.press(), "Thanks")


@succeeds("answerInlineQuery")
async def answer_inline(scene: Scene) -> object:
    query_id = await scene.client.begin_inline(scene.ani, "fish")
    return await scene.bot.answer_inline_query(query_id, [article()])


@succeeds("answerGuestQuery")
async def answer_guest(scene: Scene) -> object:
    query_id = await scene.client.begin_guest(scene.ani, f"@{scene.bot.username} hi", scene.group.id)
    return await scene.bot.answer_guest_query(query_id, article())


# With what docs/local-api.md says of each.
IS_REFUSED: dict[str, Drive] = {
    "getUpdates": poll_beside_webhook,
    "setWebhook": lambda s: s.bot.set_webhook("http://example.org/"),
    "sendMessage": lambda s: s.bot.send_message(s.ani.id, "<b>x", parse_mode="HTML"),
    "sendPhoto": lambda s: s.bot.send_photo(s.ani.id, b"no picture"),
    "sendDocument": lambda s: s.bot.send_document(s.ani.id, "unknown"),
    "sendChatAction": lambda s: s.bot.send_chat_action(s.ani.id, "dance"),
    "getFile": lambda s: s.bot.get_file("unknown"),
    "editMessageText": edit_to_the_same,
    "editMessageCaption": lambda s: s.bot.edit_message_caption(s.ani.id, 1, caption="x"),
    "editMessageReplyMarkup": lambda s: s.bot.edit_message_reply_markup(s.ani.id, 999),
    "deleteMessage": lambda s: s.bot.delete_message(s.ani.id, 999),
    "deleteMessages": lambda s: s.bot.delete_messages(s.ani.id, []),
    "answerCallbackQuery": lambda s: s.bot.answer_callback_query("1"),
    "answerInlineQuery": lambda s: s.bot.answer_inline_query("1", [article(), article()]),
    "answerGuestQuery": lambda s: s.bot.answer_guest_query("1", article()),
    "setMyCommands": lambda s: s.bot.set_my_commands([BotCommand("Ask!", "Ask")]),
    "getMyCommands": lambda s: s.bot.get_my_commands(BotCommandScopeChat(999)),
    "deleteMyCommands": lambda s: s.bot.delete_my_commands(language_code="english"),
    "setMyName": lambda s: s.bot.set_my_name("x" * 65),
    "getMyName": lambda s: s.bot.get_my_name("english"),
    "setMyDescription": lambda s: s.bot.set_my_description("x" * 513),
    "getMyDescription": lambda s: s.bot.get_my_description("english"),
    "setMyShortDescription": lambda s: s.bot.set_my_short_description("x" * 121),
    "getMyShortDescription": lambda s: s.bot.get_my_short_description("english"),
    "getChat": lambda s: s.bot.get_chat(999),
    "getChatMember": lambda s: s.bot.get_chat_member(s.ani.id, 999),
    "getChatAdministrators": lambda s: s.bot.get_chat_administrators(s.ani.id),
    "getChatMemberCount": lambda s: s.bot.get_chat_member_count("@nowhere"),
    "leaveChat": lambda s: s.bot.leave_chat(s.ani.id),
    "getBusinessConnection": lambda s: s.bot.get_business_connection("unknown"),
    "readBusinessMessage": lambda s: s.bot.read_business_message(s.connection.id, s.customer.id, 999),
    "deleteBusinessMessages": lambda s: s.bot.delete_business_messages("unknown", [1]),
}
