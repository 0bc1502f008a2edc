"""👍 and 👎 below an answer, in whatever chat it stands."""

from collections.abc import Iterable
from contextlib import suppress

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.error import BadRequest, ChatMigrated

from handlers.asking import place_of
from handlers.buttons import parts_of
from handlers.context import Context
from handlers.notices import not_remembered
from handlers.pressing import acknowledge, out_of_date
from handlers.records import Tally, Vote
from handlers.replies import vote_buttons
from handlers.services import Services
from handlers.stores import StoreError
from handlers.texts import Translations
from handlers.voices import Voices
from knowledge.facts_model import Fact

SIGNS = {"+": True, "-": False}


class Voting:
    """Counts votes and shows them on the buttons."""

    def __init__(self, services: Services, voices: Voices) -> None:
        self._services = services
        self._voices = voices

    async def pressed(self, update: Update, _: Context) -> None:
        """Count a vote in place of the person's earlier one on the same answer; say thanks."""
        query = update.callback_query
        if query is None:
            return
        sign, fact_id = parts_of(query.data, 2)
        voice = await self._voices.of(query.from_user)
        fact, good, place = voice.facts.facts.get(fact_id), SIGNS.get(sign), _place(query)
        if fact is None or good is None or place is None:
            await out_of_date(query, voice)
            return
        # A message may show one fact after another: each is an answer of its own.
        answer, user_id, votes = f"{place}/{fact.id}", query.from_user.id, self._services.votes
        try:
            before = await votes.given(answer, user_id)
            tally = await votes.vote(Vote(answer, user_id, fact.id, good, self._services.clock()))
        except StoreError:
            await acknowledge(query, not_remembered(voice.speech))
            return
        await acknowledge(query, _thanks(voice.speech, good=good, again=before is good))
        await _show(query, fact, tally, voice.replies.keyboard_elsewhere(fact, query.get_bot().username, tally))


def _place(query: CallbackQuery) -> str | None:
    """Name the message that holds the pressed button."""
    if query.inline_message_id:
        return query.inline_message_id
    message = query.message
    if message is None:
        return None
    place = place_of(message) if isinstance(message, Message) else str(message.chat.id)
    return f"{place}/{message.message_id}"


def _thanks(speech: Translations, *, good: bool, again: bool) -> str:
    if again:
        return speech.gettext("I have noted that already.")
    if good:
        return speech.gettext("Thank you!")
    return speech.gettext("Thank you for telling me. Try asking in other words, or look through the topics.")


async def _show(query: CallbackQuery, fact: Fact, tally: Tally, inline: InlineKeyboardMarkup) -> None:
    """Show the votes; Telegram does not tell the buttons below a message sent `inline`."""
    if query.inline_message_id:
        keyboard = inline
    elif isinstance(query.message, Message) and query.message.reply_markup:
        keyboard = InlineKeyboardMarkup(_counted(query.message.reply_markup.inline_keyboard, fact, tally))
        if keyboard == query.message.reply_markup:
            return
    else:
        return
    # The vote counts, whatever became of the message meanwhile.
    with suppress(BadRequest, ChatMigrated):
        await query.edit_message_reply_markup(keyboard)


def _counted(
    rows: Iterable[Iterable[InlineKeyboardButton]], fact: Fact, tally: Tally
) -> list[list[InlineKeyboardButton]]:
    counted = {item.callback_data: item for item in vote_buttons(fact.id, tally)}
    return [[counted.get(item.callback_data, item) for item in row] for row in rows]
