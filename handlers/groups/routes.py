"""Updates from groups."""

from telegram.ext import ChatMemberHandler, CommandHandler, MessageHandler, filters

from handlers.asking import Asking
from handlers.context import Handler
from handlers.groups.membership import Membership
from handlers.groups.questions import GroupQuestions
from handlers.services import Services
from handlers.voices import Voices


def group_handlers(services: Services, voices: Voices, asking: Asking) -> list[Handler]:
    """Give the handlers of groups."""
    questions, membership = GroupQuestions(services, voices, asking), Membership(voices, services.limits)
    said = filters.ChatType.GROUPS & filters.UpdateType.MESSAGE
    edited = filters.ChatType.GROUPS & filters.UpdateType.EDITED_MESSAGE
    return [
        ChatMemberHandler(membership.changed, ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(said & filters.StatusUpdate.MIGRATE, membership.moved),
        CommandHandler(["help", "start"], questions.how, said),
        CommandHandler("topics", questions.topics, said),
        MessageHandler(said, questions.message),
        MessageHandler(edited, questions.edited),
    ]
