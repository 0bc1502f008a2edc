"""What admins may do, in their private chats with the bot."""

from telegram.ext import CommandHandler

from handlers.admin.commands import Admin
from handlers.admin.gate import AdminPressHandler, by_admins
from handlers.admin.taught import Taught
from handlers.admin.teaching import Teaching
from handlers.admin.unanswered import Unanswered
from handlers.admin.vain import Vain
from handlers.buttons import TAUGHT, UNANSWERED, pattern
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
        *_teaching(services, voices),
    ]


def _teaching(services: Services, voices: Voices) -> list[Handler]:
    """Give the handlers of /unanswered and /taught, which share what they work out and one order of decisions."""
    admins = by_admins(services.admins)
    vain = Vain(services)
    teaching = Teaching(services, vain)
    unanswered = Unanswered(services, voices, vain, teaching)
    taught = Taught(services, voices, teaching, unanswered)
    return [
        CommandHandler("unanswered", unanswered.command, admins),
        AdminPressHandler(unanswered.pressed, pattern(UNANSWERED), services.admins),
        CommandHandler("taught", taught.command, admins),
        AdminPressHandler(taught.pressed, pattern(TAUGHT), services.admins),
    ]
