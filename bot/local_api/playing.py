"""What all deeds of users share: where they go, what hinders them, and how the bot learns of them."""

from dataclasses import dataclass

from bot.local_api.privacy import reaches_bot
from bot.local_api.users import PRESENT, Chat, ChatType, Status, StoredMessage, User
from bot.local_api.world import World


class PlayError(Exception):
    """A deed that no Telegram client could do; the text says why."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes: a chat (0: the private one with the bot), perhaps as a reply or in a thread.

    `as_chat_id` is the chat in whose name it is written: the group itself or a channel; 0 is the user's own name.
    """

    chat_id: int = 0
    reply_to_message_id: int = 0
    message_thread_id: int = 0
    as_chat_id: int = 0


def writing_chat(world: World, user: User, chat_id: int) -> Chat:
    """Give a chat that the user can write to; a user's own private chat begins with the first word.

    Raises `PlayError`.
    """
    chat = world.chats.get(chat_id) if chat_id not in {0, user.id} else world.private_chat(user)
    if chat is None:
        raise PlayError(f"there is no chat {chat_id}")
    if chat.type is ChatType.PRIVATE and chat.status(world.bot.id) is Status.KICKED:
        raise PlayError("the user has blocked the bot; unblock it first")
    if chat.migrated_to:
        raise PlayError(f"chat {chat.id} has become the supergroup {chat.migrated_to}")
    if chat.status(user.id) not in PRESENT:
        raise PlayError(f"user {user.id} is not a member of chat {chat.id}")
    if not chat.may_send(user.id, "messages"):
        raise PlayError(f"user {user.id} may not write in chat {chat.id}")
    return chat


def find_message(world: World, chat: Chat, message_id: int) -> StoredMessage:
    """Give a message that is still there. Raises `PlayError`."""
    stored = world.message(chat, message_id)
    if stored is None:
        raise PlayError(f"chat {chat.id} has no message {message_id}")
    return stored


def deliver(world: World, chat: Chat, stored: StoredMessage, *, edited: bool = False) -> None:
    """Queue a message, new or edited, for the bot, if it sees it."""
    if reaches_bot(chat, stored.message, world.bot, reads_all=world.abilities.can_read_all_group_messages):
        kind = "channel_post" if chat.type is ChatType.CHANNEL else "message"
        world.updates.push(f"edited_{kind}" if edited else kind, stored.message)
