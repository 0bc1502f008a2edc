"""`/taught`: what admins taught, and how to take it back."""

from collections.abc import Sequence

from telegram import CallbackQuery, InlineKeyboardMarkup, Update

from handlers.admin.clipping import day, listed
from handlers.admin.presses import (
    PAGE,
    PAGE_LENGTH,
    number_in,
    page_buttons,
    page_count,
    page_of,
    replace_screen,
    store_trouble_told,
)
from handlers.admin.teaching import Teaching
from handlers.admin.unanswered import Unanswered
from handlers.admin.vain_screens import TOGETHER
from handlers.buttons import TAUGHT, button, parts_of
from handlers.context import Context
from handlers.pressing import acknowledge, out_of_date
from handlers.records import TaughtQuestion
from handlers.replies import Reply
from handlers.sending import send
from handlers.services import Services
from handlers.voices import Voice, Voices

# The part of a button's data that takes one lesson back; its id follows.
UNDO = "u"


class Taught:
    """Serves the command, the buttons of its screen, and the undo button below a lesson just taught."""

    def __init__(self, services: Services, voices: Voices, teaching: Teaching, unanswered: Unanswered) -> None:
        self._services = services
        self._voices = voices
        self._teaching = teaching
        self._unanswered = unanswered

    async def command(self, update: Update, _: Context) -> None:
        """Send the first page of the list."""
        if message := update.message:
            voice = await self._voices.of(message.from_user)
            async with store_trouble_told(update, voice):
                await send(message, taught_screen(voice, await self._lessons(), 0))

    async def pressed(self, update: Update, _: Context) -> None:
        """Turn the page or take lessons back, and show what follows in place of the button's message."""
        query = update.callback_query
        if query is None:
            return
        voice = await self._voices.of(query.from_user)
        action, number = parts_of(query.data, 2)
        which = number_in(number)
        async with store_trouble_told(update, voice):
            if action == PAGE and which is not None:
                reply = taught_screen(voice, await self._lessons(), which)
                await acknowledge(query)
                await replace_screen(query, reply)
            elif action == UNDO and which is not None:
                await self._undo(query, voice, which)
            elif action == TOGETHER and which is not None:
                await self._undo_together(query, voice, which)
            else:
                await self._gone(query, voice)

    async def _undo(self, query: CallbackQuery, voice: Voice, lesson_id: int) -> None:
        place = next((at for at, lesson in enumerate(await self._lessons()) if lesson.id == lesson_id), 0)
        if not await self._teaching.undo(query.from_user.id, lesson_id, together=False):
            await self._gone(query, voice)
            return
        reply = taught_screen(voice, await self._lessons(), place // PAGE_LENGTH)
        await acknowledge(query, voice.speech.gettext("Taken back."))
        await replace_screen(query, reply)

    async def _undo_together(self, query: CallbackQuery, voice: Voice, lesson_id: int) -> None:
        lessons = await self._teaching.undo(query.from_user.id, lesson_id, together=True)
        if lessons:
            await self._unanswered.show_text(query, voice, lessons[0].question)
        else:
            await self._unanswered.gone(query, voice)

    async def _gone(self, query: CallbackQuery, voice: Voice) -> None:
        reply = taught_screen(voice, await self._lessons(), 0)
        await out_of_date(query, voice)
        await replace_screen(query, reply)

    async def _lessons(self) -> Sequence[TaughtQuestion]:
        return list(reversed(await self._services.lessons.taught()))


def taught_screen(voice: Voice, lessons: Sequence[TaughtQuestion], page: int) -> Reply:
    """Give a page of lessons, newest first, each with a button that takes it back."""
    speech = voice.speech
    if not lessons:
        return Reply(speech.gettext("Nothing has been taught yet. /unanswered shows what was asked in vain."))
    page, shown = page_of(lessons, page)
    head = speech.gettext("Taught, newest first")
    lines = [f"<b>{head}</b>"]
    if (pages := page_count(len(lessons))) > 1:
        lines.append(speech.gettext("Page {page} of {pages}").format(page=page + 1, pages=pages))
    undo = []
    for number, lesson in enumerate(shown, start=page * PAGE_LENGTH + 1):
        question = f"<b>{number}.</b> [{listed(lesson.language)}] {listed(lesson.question)}"
        lines += ["", question, f"→ {_fact(voice, lesson)} · {day(lesson.taught_at, voice.language)}"]
        undo.append(button(f"↩ {number}", TAUGHT, UNDO, lesson.id))
    lines += ["", speech.gettext("↩ takes a lesson back.")]
    rows = [undo, page_buttons(TAUGHT, page, len(lessons))]
    return Reply("\n".join(lines), InlineKeyboardMarkup([row for row in rows if row]))


def _fact(voice: Voice, lesson: TaughtQuestion) -> str:
    if fact := voice.facts.facts.get(lesson.fact):
        return listed(fact.heading(voice.language))
    return voice.speech.gettext("⚠ the fact <code>{fact}</code> is gone").format(fact=listed(lesson.fact))
