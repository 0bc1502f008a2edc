"""Which handler gets which update, in order: the first that fits takes it."""

from telegram import Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from handlers.admin import Admin
from handlers.basics import Basics
from handlers.browsing import Browsing
from handlers.buttons import PATTERN_FACT, PATTERN_TOPIC, PATTERN_TOPICS
from handlers.commands import Commands
from handlers.context import BotApplication, Context
from handlers.errors import Errors
from handlers.inline import Inline
from handlers.questions import Questions
from handlers.services import Services

# What Telegram is asked to hand out (Bot API "getUpdates", allowed_updates).
ALLOWED_UPDATES = (Update.MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY)

Handler = BaseHandler[Update, Context, None]


def add_handlers(application: BotApplication, services: Services, commands: Commands) -> None:
    """Give the application all of Tanya's handlers."""
    application.add_handlers(_handlers(services, commands))
    application.add_error_handler(Errors(services).handle)


def _handlers(services: Services, commands: Commands) -> list[Handler]:
    basics, browsing, admin = Basics(services, commands), Browsing(services), Admin(services)
    # What a person picked inline arrives as a message too; it is the bot's own text.
    private = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
    admins = private & filters.User(services.admins, allow_empty=True)
    return [
        CommandHandler("start", basics.start, private),
        CommandHandler("help", basics.help, private),
        CommandHandler("topics", browsing.topics_command, private),
        CommandHandler("reload", admin.reload, admins),
        CommandHandler("stats", admin.stats, admins),
        CommandHandler("unanswered", admin.unanswered, admins),
        MessageHandler(private & filters.COMMAND, basics.unknown_command),
        MessageHandler(private & filters.TEXT & ~filters.VIA_BOT, Questions(services).ask),
        CallbackQueryHandler(browsing.fact_pressed, PATTERN_FACT),
        CallbackQueryHandler(browsing.topic_pressed, PATTERN_TOPIC),
        CallbackQueryHandler(browsing.topics_pressed, PATTERN_TOPICS),
        CallbackQueryHandler(browsing.unknown_pressed),
        InlineQueryHandler(Inline(services).search),
    ]
