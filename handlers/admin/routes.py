"""What admins may do, in their private chats with the bot."""

from telegram.ext import CommandHandler, MessageHandler

from handlers.admin.checking import FACT_FILES, Checking
from handlers.admin.exporting import Exporting
from handlers.admin.facts import Facts
from handlers.admin.gate import AdminPressHandler, by_admins
from handlers.admin.maintenance import MaintenanceSwitch
from handlers.admin.reloading import Reloading
from handlers.admin.statistics import Statistics
from handlers.admin.taught import Taught
from handlers.admin.teaching import Teaching
from handlers.admin.unanswered import Unanswered
from handlers.admin.vain import Vain
from handlers.buttons import ABOUT, TAUGHT, UNANSWERED, pattern
from handlers.context import Handler
from handlers.services import Services
from handlers.voices import Voices


def admin_handlers(services: Services, voices: Voices) -> list[Handler]:
    """Give the handlers of the admins' commands and buttons."""
    admins = by_admins(services.admins)
    facts = Facts(services, voices)
    return [
        CommandHandler("reload", Reloading(services, voices).reload, admins),
        CommandHandler("stats", Statistics(services, voices).stats, admins),
        CommandHandler("fact", facts.fact, admins),
        AdminPressHandler(facts.pressed, pattern(ABOUT), services.admins),
        CommandHandler("export", Exporting(services, voices).export, admins),
        MessageHandler(admins & FACT_FILES, Checking(services, voices).check),
        CommandHandler("maintenance", MaintenanceSwitch(services, voices).maintenance, admins),
        *_teaching_handlers(services, voices),
    ]


def _teaching_handlers(services: Services, voices: Voices) -> list[Handler]:
    """Give the handlers of /unanswered and /taught, which share what they work out and the order of decisions."""
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
