"""Updates from chats in which the bot is no member."""

from telegram.ext import InlineQueryHandler

from handlers.asking import Asking
from handlers.context import Handler
from handlers.elsewhere.inline import Inline
from handlers.services import Services
from handlers.voices import Voices


def elsewhere_handlers(services: Services, voices: Voices, asking: Asking) -> list[Handler]:
    """Give the handlers of inline queries, guest messages and business chats."""
    inline = Inline(services, voices, asking)
    return [InlineQueryHandler(inline.search)]
