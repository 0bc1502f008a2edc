"""Messages that are no text: a caption is a question, all else gets one friendly line."""

from collections import deque

from telegram import Message, Update

from handlers.asked import question_in
from handlers.context import Context
from handlers.private.questions import Questions
from handlers.replies import Reply
from handlers.sending import send
from handlers.services import Services
from handlers.texts import Translations
from handlers.voices import Voices

# Albums remembered: the messages of one come within seconds.
ALBUMS = 1000


class Attachments:
    """Answers photos, voice messages and all other kinds."""

    def __init__(self, services: Services, voices: Voices, questions: Questions) -> None:
        self._services = services
        self._voices = voices
        self._questions = questions
        self._albums: deque[str] = deque(maxlen=ALBUMS)

    async def message(self, update: Update, _: Context) -> None:
        """Answer the caption; without one say, not too often and once an album, that only texts are understood."""
        message = update.message
        if message is None:
            return
        album = message.media_group_id
        answered = album in self._albums
        if album and not answered:
            self._albums.append(album)
        if question := question_in(message):
            await self._questions.answer(update, message, question)
            return
        if answered or message.from_user is None:
            return
        speech = (await self._voices.of(message.from_user)).speech
        if (line := _line(message, speech)) and self._services.limits.notice(message.chat_id):
            await send(message, Reply(line + " " + speech.gettext("Please write your question as a text.")))


def _line(message: Message, speech: Translations) -> str | None:
    """Name the kind of a message; None for one that nobody wrote, such as that something was pinned."""
    lines = (
        (message.voice or message.audio, speech.gettext("I cannot listen to recordings.")),
        (message.photo or message.live_photo, speech.gettext("I cannot look at pictures.")),
        # An animation comes as a document too.
        (message.video or message.video_note or message.animation, speech.gettext("I cannot watch videos.")),
        (message.sticker, speech.gettext("I cannot read stickers.")),
        (message.document, speech.gettext("I cannot read files.")),
        (message.location or message.venue, speech.gettext("I cannot look at maps.")),
        (message.contact, speech.gettext("I have no use for contacts.")),
        (message.poll, speech.gettext("I take no part in polls.")),
        (message.dice or message.game, speech.gettext("I don't play games.")),
        (
            message.story or message.paid_media or message.checklist or message.giveaway or message.giveaway_winners
            or message.invoice,
            speech.gettext("I only understand texts."),
        ),
    )  # fmt: skip
    return next((line for content, line in lines if content), None)
