"""A business account that the bot is connected to, and a customer of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from typing import Any

from bot.local_api.client_business import RIGHTS
from bot.local_api.client_types import Connection, Message, PlayedUser
from bot.local_api.json_types import JsonObject
from tests.handlers.bots import Running

_user_ids = count(9_000_001)


@dataclass(frozen=True)
class Shop:
    """The chat between an owner and a customer."""

    bot: Running
    owner: PlayedUser
    customer: PlayedUser
    connection: Connection

    async def say(self, text: str, *, sender: PlayedUser | None = None) -> Message:
        """Say a text, as the customer unless told otherwise; the bot has handled it afterwards."""
        who = sender or self.customer
        said = await self.bot.client.business_say(who, text, owner=self.owner, customer=self.customer)
        await self.bot.client.settle()
        return said

    async def send(self, content: JsonObject) -> Message:
        """Send a message of any kind as the customer."""
        sent = await self.bot.client.business_send(self.customer, content, owner=self.owner, customer=self.customer)
        await self.bot.client.settle()
        return sent

    async def edit(self, message: Message, text: str) -> Message:
        """Edit a message of the customer's."""
        edited = await self.bot.client.business_edit(
            self.customer, message, text, owner=self.owner, customer=self.customer
        )
        await self.bot.client.settle()
        return edited

    async def delete(self, *messages: Message) -> None:
        """Delete messages as the customer."""
        await self.bot.client.business_delete(self.customer, messages, owner=self.owner, customer=self.customer)
        await self.bot.client.settle()

    async def answers(self, after: Message | None = None) -> list[Message]:
        """Give what the bot wrote or changed there."""
        sequence = after.sequence if after else 0
        found = await self.bot.client.wait_business_messages(self.owner, self.customer, after=sequence, timeout=0)
        return [message for message in found if message.from_bot]

    async def ask(self, text: str) -> list[Message]:
        """Say a text as the customer; give what the bot answered."""
        return await self.answers(after=await self.say(text))

    def rows(self) -> list[dict[str, Any]]:
        """Give the log's rows of business chats."""
        return [row for row in self.bot.rows() if row["chat_kind"] == "business"]

    async def another_customer(self) -> "Shop":
        """Give the chat of a new customer with the same owner."""
        return Shop(self.bot, self.owner, await person(self.bot, "en"), self.connection)


async def person(bot: Running, language: str) -> PlayedUser:
    """Bring in somebody new."""
    return await bot.client.add_user("Budi <&>", language_code=language, user_id=next(_user_ids))


async def open_shop(bot: Running, rights: Iterable[str] = RIGHTS, language: str = "en") -> Shop:
    """Connect the bot to a new owner's account; the bot knows of it afterwards."""
    owner = await person(bot, "en")
    connection = await bot.client.connect_business(owner, rights)
    await bot.client.settle()
    return Shop(bot, owner, await person(bot, language), connection)
