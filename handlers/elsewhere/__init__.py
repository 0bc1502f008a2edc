"""Chats in which the bot is no member: inline, as a guest, on behalf of a business."""
