"""What admins may do, in their private chats with the bot."""

from telegram.ext import CommandHandler

from handlers.admin.commands import Admin
from handlers.admin.gate import by_admins
from handlers.context import Handler
from handlers.services import Services
from handlers.voices import Voices


def admin_handlers(services: Services, voices: Voices) -> list[Handler]:
    """Give the handlers of the admins' commands and buttons."""
    admin = Admin(services, voices)
    admins = by_admins(services.admins)
    return [
        CommandHandler("reload", admin.reload, admins),
        CommandHandler("stats", admin.stats, admins),
        CommandHandler("unanswered", admin.unanswered, admins),
    ]
