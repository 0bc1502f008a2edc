"""Updates from private chats, and buttons wherever they were pressed."""

from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters

from handlers.asking import Asking
from handlers.buttons import FACT, FACT_HERE, FORGET, LANGUAGE, TOPIC, TOPICS, VOTE, pattern
from handlers.commands import Commands
from handlers.context import Handler
from handlers.filtering import SPOKEN
from handlers.private.attachments import Attachments
from handlers.private.browsing import Browsing
from handlers.private.helping import Helping
from handlers.private.languages import Languages
from handlers.private.privacy import Privacy
from handlers.private.questions import Questions
from handlers.private.starting import Starting
from handlers.private.voting import Voting
from handlers.services import Services
from handlers.voices import Voices


def private_handlers(services: Services, voices: Voices, asking: Asking, commands: Commands) -> list[Handler]:
    """Give the handlers of private chats; the last one takes the buttons that nobody else knows."""
    helping, browsing = Helping(services, voices), Browsing(voices)
    languages, privacy = Languages(services, voices), Privacy(services, voices)
    questions = Questions(services, voices, asking)
    said = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & SPOKEN
    edited = filters.ChatType.PRIVATE & filters.UpdateType.EDITED_MESSAGE & SPOKEN
    return [
        CommandHandler("start", Starting(services, voices, questions, commands).start, said),
        CommandHandler("ask", questions.command, said),
        CommandHandler("topics", browsing.topics_command, said),
        CommandHandler("language", languages.command, said),
        CommandHandler("about", helping.about, said),
        CommandHandler("privacy", privacy.privacy, said),
        CommandHandler("forget", privacy.forget, said),
        CommandHandler("help", helping.help, said),
        MessageHandler(said & filters.COMMAND, helping.unknown_command),
        MessageHandler(said & filters.TEXT, questions.ask),
        MessageHandler(said, Attachments(services, voices, questions).message),
        MessageHandler(edited & (filters.TEXT | filters.CAPTION), questions.edited),
        CallbackQueryHandler(browsing.fact_pressed, pattern(FACT)),
        CallbackQueryHandler(browsing.fact_here_pressed, pattern(FACT_HERE)),
        CallbackQueryHandler(browsing.topic_pressed, pattern(TOPIC)),
        CallbackQueryHandler(browsing.topics_pressed, pattern(TOPICS)),
        CallbackQueryHandler(Voting(services, voices).pressed, pattern(VOTE)),
        CallbackQueryHandler(languages.pressed, pattern(LANGUAGE)),
        CallbackQueryHandler(privacy.pressed, pattern(FORGET)),
        CallbackQueryHandler(browsing.unknown_pressed),
    ]
