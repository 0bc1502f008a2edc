"""Tests of the local Bot API: over real HTTP, mostly by the real python-telegram-bot."""
