"""Chats of many: the bot speaks there only when it is asked."""
