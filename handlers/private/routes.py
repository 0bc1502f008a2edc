"""Updates from private chats, and buttons wherever they were pressed."""

from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters

from handlers.asking import Asking
from handlers.buttons import FACT, TOPIC, TOPICS, pattern
from handlers.commands import Commands
from handlers.context import Handler
from handlers.private.basics import Basics
from handlers.private.browsing import Browsing
from handlers.private.questions import Questions
from handlers.services import Services
from handlers.voices import Voices


def private_handlers(services: Services, voices: Voices, asking: Asking, commands: Commands) -> list[Handler]:
    """Give the handlers of private chats; the last one takes the buttons that nobody else knows."""
    basics, browsing = Basics(voices, commands, services.admins), Browsing(voices)
    # What a person picked inline arrives as a message too; it is the bot's own text.
    private = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
    return [
        CommandHandler("start", basics.start, private),
        CommandHandler("help", basics.help, private),
        CommandHandler("topics", browsing.topics_command, private),
        MessageHandler(private & filters.COMMAND, basics.unknown_command),
        MessageHandler(private & filters.TEXT & ~filters.VIA_BOT, Questions(asking).ask),
        CallbackQueryHandler(browsing.fact_pressed, pattern(FACT)),
        CallbackQueryHandler(browsing.topic_pressed, pattern(TOPIC)),
        CallbackQueryHandler(browsing.topics_pressed, pattern(TOPICS)),
        CallbackQueryHandler(browsing.unknown_pressed),
    ]
