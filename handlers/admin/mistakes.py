"""Mistakes of fact files, for a message."""

from collections.abc import Sequence
from html import escape

from handlers.admin.lines import clip, fitting
from handlers.replies import Reply
from knowledge.mistakes import Mistake

# Room for the heading, and to spare (Bot API "sendMessage": 4096 units).
TEXT_LENGTH = 3500
# A mistake may quote a whole question; its file and line come first.
MISTAKE_LENGTH = 500


def mistakes_reply(heading: str, mistakes: Sequence[Mistake]) -> Reply:
    """Give the mistakes by file and line, as many as a message holds."""
    lines = [f"<code>{escape(clip(str(mistake), MISTAKE_LENGTH))}</code>" for mistake in mistakes]
    return Reply("\n\n".join([heading, *fitting(lines, TEXT_LENGTH)]))
