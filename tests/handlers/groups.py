"""A group with a person, a second one and the bot."""

import asyncio
from dataclasses import dataclass
from itertools import count

from bot.local_api.client_types import Message, PlayedChat, PlayedUser
from bot.local_api.json_types import JsonObject
from handlers.groups.membership import MIGRATION_SECONDS
from tests.handlers.bots import Running

_ids = count(9_100_001)
NAME = "@tanya_local_bot"
QUESTION = "How tall is the lighthouse tower?"


@dataclass(frozen=True)
class Group:
    """A group; `ani` writes in it, `bea` too, and is its administrator."""

    running: Running
    chat: PlayedChat
    ani: PlayedUser
    bea: PlayedUser

    async def say(
        self, text: str, *, by: PlayedUser | None = None, to: Message | None = None, thread: int = 0, as_chat: int = 0
    ) -> Message:
        """Write a message."""
        client = self.running.client
        return await client.say(by or self.ani, text, chat_id=self.chat.id, reply_to=to, thread=thread, as_chat=as_chat)

    async def send(self, content: JsonObject, *, by: PlayedUser | None = None) -> Message:
        """Write a message of any kind."""
        return await self.running.client.send(by or self.ani, content, chat_id=self.chat.id)

    async def replies(self, after: Message) -> list[Message]:
        """Give what the bot wrote or changed since then, once it has seen everything."""
        await self.running.client.settle()
        changed = await self.running.client.wait_messages(self.chat.id, after=after.sequence, timeout=0)
        return [message for message in changed if message.from_bot]

    async def later(self, after: Message) -> list[Message]:
        """Give what the bot wrote or changed since then, also what it took its time for."""
        await self.running.client.settle()
        await asyncio.sleep(MIGRATION_SECONDS + 0.5)
        return await self.replies(after)

    async def reply(self, after: Message) -> Message:
        """Give the bot's one message since then."""
        replies = await self.replies(after)
        assert len(replies) == 1, [reply.text for reply in replies]
        return replies[0]


async def new_group(
    running: Running, *, kind: str = "supergroup", language: str = "en", bot: str = "member", is_forum: bool = False
) -> Group:
    """Bring in a group."""
    ani = await running.client.add_user("Ani <b>🗼", language_code=language, user_id=next(_ids))
    bea = await running.client.add_user("Bea", language_code=language, user_id=next(_ids))
    chat = await running.client.add_chat(
        "Keepers <&>", chat_type=kind, members=[ani], administrators=[bea], bot=bot, is_forum=is_forum
    )
    return Group(running, chat, ani, bea)


def replied_to(message: Message) -> int:
    """Give the id of the message that this one replies to; 0 if it is no reply."""
    replied = message.json.get("reply_to_message")
    number = replied.get("message_id") if isinstance(replied, dict) else 0
    return number if isinstance(number, int) else 0
