"""`/unanswered`: what was asked in vain, and what to do about it."""

from telegram import CallbackQuery, Update

from handlers.admin.presses import PAGE, PAGE_LENGTH, number_in, replace_screen, store_trouble_told
from handlers.admin.teaching import Teaching
from handlers.admin.vain import Found, Vain
from handlers.admin.vain_screens import ASSIGN, DISMISS, FACTS, IGNORE, NEXT, OPEN, TOPICS, VainScreens
from handlers.buttons import parts_of
from handlers.context import Context
from handlers.pressing import acknowledge, out_of_date
from handlers.replies import Reply
from handlers.sending import send
from handlers.services import Services
from handlers.voices import Voice, Voices
from knowledge.facts_model import Fact

# Facts that are offered for a group at once.
NEAREST = 5
# So many wordings of a group are looked up to find them.
LOOKED_UP = 3


class Unanswered:
    """Serves the command and the buttons of its screens."""

    def __init__(self, services: Services, voices: Voices, vain: Vain, teaching: Teaching) -> None:
        self._services = services
        self._voices = voices
        self._vain = vain
        self._teaching = teaching

    async def command(self, update: Update, _: Context) -> None:
        """Send the first page of the list."""
        if message := update.message:
            voice = await self._voices.of(message.from_user)
            async with store_trouble_told(update, voice):
                await send(message, await self._list(voice, 0))

    async def pressed(self, update: Update, _: Context) -> None:
        """Do what a button asks for, and show what follows in place of its message."""
        query = update.callback_query
        if query is None:
            return
        voice = await self._voices.of(query.from_user)
        action, number, name = parts_of(query.data, 3)
        async with store_trouble_told(update, voice):
            if action == NEXT:
                reply: Reply | None = await self._next(voice)
            elif (which := number_in(number)) is None:
                reply = None
            elif action == PAGE:
                reply = await self._list(voice, which)
            elif action == ASSIGN:
                reply = await self._assign(query, voice, which, name)
            elif action in {DISMISS, IGNORE}:
                await self._set_aside(query, voice, which, similar=action == IGNORE)
                return
            else:
                reply = await self._of_group(voice, action, which, name)
            if reply is None:
                await self.gone(query, voice)
                return
            await acknowledge(query)
            await replace_screen(query, reply)

    async def gone(self, query: CallbackQuery, voice: Voice) -> None:
        """Say that the button is out of date, and show what there is now."""
        reply = await self._list(voice, 0)
        await out_of_date(query, voice)
        await replace_screen(query, reply)

    async def show_text(self, query: CallbackQuery, voice: Voice, text: str) -> None:
        """Show the group with this question, which waits again; the list if it does not."""
        found = await self._vain.find_text(text)
        reply = self._group(voice, found) if found else await self._list(voice, 0)
        await acknowledge(query)
        await replace_screen(query, reply)

    async def _next(self, voice: Voice) -> Reply:
        groups = await self._vain.groups()
        return self._group(voice, Found(groups[0], 0)) if groups else await self._list(voice, 0)

    async def _of_group(self, voice: Voice, action: str, row_id: int, name: str) -> Reply | None:
        """Give a screen about one group, None for what is not there any more and for what never was."""
        found = await self._vain.find(row_id)
        if found is None:
            return None
        if action == OPEN:
            return self._group(voice, found)
        screens = VainScreens(voice)
        if action == TOPICS:
            return screens.topics(found)
        file = voice.facts.topic(name) if action == FACTS else None
        return screens.facts(found, file) if file else None

    async def _assign(self, query: CallbackQuery, voice: Voice, row_id: int, fact_id: str) -> Reply | None:
        fact = voice.facts.facts.get(fact_id)
        if fact is None:
            return None
        lessons = await self._teaching.assign(query.from_user.id, row_id, fact.id)
        return VainScreens(voice).taught(fact, lessons) if lessons else None

    async def _set_aside(self, query: CallbackQuery, voice: Voice, row_id: int, *, similar: bool) -> None:
        place = await self._teaching.set_aside(query.from_user.id, row_id, similar=similar)
        if place is None:
            await self.gone(query, voice)
            return
        speech = voice.speech
        notice = speech.gettext("Similar questions are ignored now.") if similar else speech.gettext("Dismissed.")
        reply = await self._list(voice, place // PAGE_LENGTH)
        await acknowledge(query, notice)
        await replace_screen(query, reply)

    async def _list(self, voice: Voice, page: int) -> Reply:
        return VainScreens(voice).page(await self._vain.groups(), page)

    def _group(self, voice: Voice, found: Found) -> Reply:
        return VainScreens(voice).group(found, self._nearest(found))

    def _nearest(self, found: Found) -> list[Fact]:
        """Give the facts that the matcher finds nearest to a group's first wordings."""
        knowledge = self._services.knowledge.current
        wordings = found.group.questions[:LOOKED_UP]
        names = dict.fromkeys(name for question in wordings for name in knowledge.nearest(question.text)[:NEAREST])
        return [knowledge.facts.facts[name] for name in list(names)[:NEAREST]]
