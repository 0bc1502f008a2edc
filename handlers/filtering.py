"""Filters that the library does not have."""

from telegram import Message
from telegram.ext import filters


class _OwnPick(filters.MessageFilter):
    def filter(self, message: Message) -> bool:
        via = message.via_bot
        return via is not None and via.id == message.get_bot().id


class _ByBot(filters.MessageFilter):
    def filter(self, message: Message) -> bool:
        return message.from_user is not None and message.from_user.is_bot


SPOKEN = ~filters.StatusUpdate.ALL & ~_OwnPick() & ~_ByBot()
"""What a person says: no service message, no pick of this bot's inline results, no word of another bot's.

Two bots that answer each other would never end.
"""
