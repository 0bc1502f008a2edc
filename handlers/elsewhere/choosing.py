"""Inline results that somebody sent (Bot API "ChosenInlineResult"): they tell which facts are of use."""

from telegram import Update

from handlers.context import Context
from handlers.elsewhere.articles import fact_of
from handlers.records import AskedQuestion, ChatKind
from handlers.services import Services
from handlers.voices import Voices
from knowledge.verdict import Outcome


class Choosing:
    """Logs what was chosen."""

    def __init__(self, services: Services, voices: Voices) -> None:
        self._services = services
        self._voices = voices

    async def chosen(self, update: Update, _: Context) -> None:
        """Log the fact that was sent, with what had been typed for it; what is no fact is passed over."""
        chosen = update.chosen_inline_result
        if chosen is None:
            return
        language = chosen.result_id.partition(":")[0]
        voice = await self._voices.of_id(None, language)
        fact = fact_of(chosen.result_id, voice)
        if fact is None:
            return
        await self._services.log.record(
            AskedQuestion(
                update_id=update.update_id,
                asked_at=self._services.clock(),
                user_id=chosen.from_user.id,
                chat_kind=ChatKind.CHOSEN,
                language=voice.language,
                text=chosen.query.strip(),
                outcome=Outcome.ANSWER,
                fact=fact.id,
                confidence=1.0,
                seconds=0.0,
            )
        )
