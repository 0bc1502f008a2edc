"""Updates from chats in which the bot is no member."""

from telegram.ext import (
    BusinessConnectionHandler,
    BusinessMessagesDeletedHandler,
    ChosenInlineResultHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from handlers.asking import Asking
from handlers.context import Handler
from handlers.elsewhere.business import Business
from handlers.elsewhere.choosing import Choosing
from handlers.elsewhere.guests import Guests
from handlers.elsewhere.inline import Inline
from handlers.services import Services
from handlers.voices import Voices


def elsewhere_handlers(services: Services, voices: Voices, asking: Asking) -> list[Handler]:
    """Give the handlers of inline queries, guest messages and business chats."""
    business = Business(services, asking)
    # Nobody says anything by a service message.
    said = ~filters.StatusUpdate.ALL
    return [
        InlineQueryHandler(Inline(services, voices, asking).search),
        ChosenInlineResultHandler(Choosing(services, voices).chosen),
        MessageHandler(filters.UpdateType.GUEST_MESSAGE, Guests(services, voices, asking).message),
        BusinessConnectionHandler(business.connection),
        MessageHandler(filters.UpdateType.BUSINESS_MESSAGE & said, business.message),
        MessageHandler(filters.UpdateType.EDITED_BUSINESS_MESSAGE & said, business.edited),
        BusinessMessagesDeletedHandler(business.deleted),
    ]
