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
    questions = GroupQuestions(services, voices, asking)
    said = filters.ChatType.GROUPS & filters.UpdateType.MESSAGE
    edited = filters.ChatType.GROUPS & filters.UpdateType.EDITED_MESSAGE
    return [
        ChatMemberHandler(Membership(voices).changed, ChatMemberHandler.MY_CHAT_MEMBER),
        CommandHandler(["help", "start"], questions.how, said),
        MessageHandler(said, questions.message),
        MessageHandler(edited, questions.edited),
    ]
