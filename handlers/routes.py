"""Which handler gets which update, in order: the first that fits takes it."""

from telegram import Update

from handlers.admin.routes import admin_handlers
from handlers.asking import Asking
from handlers.closing import closing_handlers
from handlers.commands import Commands
from handlers.context import BotApplication
from handlers.elsewhere.routes import elsewhere_handlers
from handlers.errors import Errors
from handlers.groups.routes import group_handlers
from handlers.private.routes import private_handlers
from handlers.services import Services
from handlers.voices import Voices

# What Telegram is asked to hand out (Bot API "getUpdates", allowed_updates).
ALLOWED_UPDATES = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.CHOSEN_INLINE_RESULT,
    Update.MY_CHAT_MEMBER,
    Update.GUEST_MESSAGE,
    Update.BUSINESS_CONNECTION,
    Update.BUSINESS_MESSAGE,
    Update.EDITED_BUSINESS_MESSAGE,
    Update.DELETED_BUSINESS_MESSAGES,
)


def add_handlers(application: BotApplication, services: Services, commands: Commands) -> Errors:
    """Give the application all of Tanya's handlers; gives the one for errors, which knows who was told of them."""
    voices, asking = Voices(services), Asking(services)
    application.add_handlers(closing_handlers(services, voices), group=-1)
    # Admins first: their commands are unknown ones to everybody else.
    application.add_handlers(admin_handlers(services, voices))
    application.add_handlers(elsewhere_handlers(services, voices, asking))
    application.add_handlers(group_handlers(services, voices, asking))
    application.add_handlers(private_handlers(services, voices, asking, commands))
    errors = Errors(services)
    application.add_error_handler(errors.handle)
    return errors
