"""Filters that the library does not have."""

from telegram import Message
from telegram.ext import filters


class _OwnPick(filters.MessageFilter):
    def filter(self, message: Message) -> bool:
        via = message.via_bot
        return via is not None and via.id == message.get_bot().id


OWN_PICK = _OwnPick("OWN_PICK")
"""What somebody picked of this bot's inline results: the bot's own text."""


class _ByBot(filters.MessageFilter):
    def filter(self, message: Message) -> bool:
        return message.from_user is not None and message.from_user.is_bot


BY_BOT = _ByBot("BY_BOT")
"""What a bot wrote: two bots that answer each other would never end."""
