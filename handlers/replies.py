"""What a verdict, a fact or a list of topics looks like in Telegram: HTML text and buttons."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.helpers import create_deep_linked_url

from handlers.buttons import VOTE, button, fact_button, fact_here_button, topic_button, topics_button
from handlers.missing import missing_text
from handlers.records import Tally
from handlers.splitting import MESSAGE_UNITS, split, units
from handlers.texts import Translations
from knowledge.facts_model import Fact, FactBase, TopicFile
from knowledge.verdict import Outcome, Verdict

# Longer labels are cut by the clients without a sign.
LABEL_LENGTH = 60
# Of several answers in one message: what fits with room to spare.
TEXT_LENGTH = 2000
RELATED = 5
# Characters of an inline query (Bot API "InlineQuery").
QUERY_LENGTH = 256


@dataclass(frozen=True)
class Reply:
    """A message to send: HTML of the kind that Telegram reads, and the buttons below.

    `more` are the messages that follow where one does not hold it; the buttons are then below the last.
    """

    text: str
    keyboard: InlineKeyboardMarkup | None = None
    more: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """All messages in order."""
        return (self.text, *self.more)


class Replies:
    """Words replies about the facts of one fact base, in one language."""

    def __init__(self, facts: FactBase, speech: Translations, language: str) -> None:
        self._facts = facts
        self._speech = speech
        self._language = language

    def verdict(self, verdict: Verdict) -> Reply:
        """Give the reply to a question in a private chat."""
        if verdict.outcome is Outcome.ANSWER:
            return self.answers(self.answering(verdict))
        if verdict.outcome is Outcome.SUGGEST:
            return self.suggestions(verdict)
        return self.unknown()

    def answering(self, verdict: Verdict) -> list[Fact]:
        """Give the facts that answer; none but for an answer."""
        names = (verdict.fact, *verdict.also) if verdict.fact else ()
        return [self._facts.facts[name] for name in names]

    def fact(self, fact: Fact) -> Reply:
        """Give a fact with its source, the related ones as buttons, votes and a way to share it."""
        return self.answers([fact])

    def answers(self, facts: Sequence[Fact]) -> Reply:
        """Give the facts one below the other; one that would not fit the message becomes a button."""
        first, *others = facts
        texts, shown = self.fact_parts(first), [first.id]
        for fact in others if len(texts) == 1 else ():
            if len(texts[0]) + len(self.fact_text(fact)) > TEXT_LENGTH:
                break
            texts = [f"{texts[0]}\n\n{self.fact_text(fact)}"]
            shown.append(fact.id)
        offered = dict.fromkeys((*(fact.id for fact in facts), *(name for fact in facts for name in fact.related)))
        related = [self._facts.facts[name] for name in offered if name not in shown]
        rows = [*self.fact_rows(related[:RELATED]), [*vote_buttons(first.id), self._share(first)]]
        return Reply(texts[0], InlineKeyboardMarkup(rows), tuple(texts[1:]))

    def keyboard_elsewhere(self, fact: Fact, bot_name: str, tally: Tally | None = None) -> InlineKeyboardMarkup:
        """Give the buttons below a fact in a chat where the bot is no member: votes, with the count, and sharing.

        A fact that one message does not hold leads to all of it in the private chat.
        """
        rows = [[*vote_buttons(fact.id, tally), self._share(fact)]]
        if len(self.fact_parts(fact)) > 1:
            url = create_deep_linked_url(bot_name, f"fact-{fact.id}")
            rows.insert(0, [InlineKeyboardButton(self._speech.gettext("Read on in a private chat"), url=url)])
        return InlineKeyboardMarkup(rows)

    def fact_text(self, fact: Fact) -> str:
        """Give heading, answer and source of a fact as far as one message holds them."""
        return self.fact_parts(fact)[0]

    def fact_parts(self, fact: Fact) -> list[str]:
        """Give heading, answer and source of a fact in as many messages as it takes."""
        heading, source = fact.heading(self._language), self._source(fact)
        answer = split(fact.answer[self._language], MESSAGE_UNITS - units(heading) - units(source) - len("\n\n\n\n"))
        parts = [escape(part) for part in answer]
        parts[0] = f"<b>{escape(heading)}</b>\n\n{parts[0]}"
        parts[-1] += f"\n\n<i>{escape(source)}</i>"
        return parts

    def topics(self) -> Reply:
        """Give the list of topics."""
        text = self._speech.gettext("What would you like to know about?")
        return Reply(text, InlineKeyboardMarkup(self._topic_rows()))

    def topic(self, file: TopicFile) -> Reply:
        """Give the facts of a topic, and the way back."""
        language = self._language
        rows = [[fact_here_button(language, fact.id, label(fact.heading(language)))] for fact in file.facts]
        back = topics_button(self._language, "« " + self._speech.gettext("All topics"))
        return Reply(f"<b>{escape(file.topic.title[self._language])}</b>", InlineKeyboardMarkup([*rows, [back]]))

    def fact_of_topic(self, fact: Fact, file: TopicFile) -> Reply:
        """Give a fact in place of its topic, with the way back to it."""
        reply = self.fact(fact)
        back = topic_button(self._language, file.topic.id, label("« " + file.topic.title[self._language]))
        rows = reply.keyboard.inline_keyboard if reply.keyboard else ()
        return replace(reply, keyboard=InlineKeyboardMarkup([*rows, [back]]))

    def suggestions(self, verdict: Verdict) -> Reply:
        """Give the facts that may have been meant."""
        facts = [self._facts.facts[name] for name in verdict.suggestions]
        if verdict.missing:
            text = missing_text(self._speech, verdict.missing)
        else:
            text = self._speech.gettext("I am not sure what you mean. Did you mean one of these?")
        more = topics_button(self._language, self._speech.gettext("Something else"))
        return Reply(text, InlineKeyboardMarkup([*self.fact_rows(facts), [more]]))

    def unknown(self) -> Reply:
        """Say that the facts do not cover it, and what they do cover."""
        text = self._speech.gettext(
            "I don't know: the facts I have don't cover that. Here is what I can tell you about:"
        )
        return Reply(text, InlineKeyboardMarkup(self._topic_rows()))

    def fact_rows(self, facts: Sequence[Fact]) -> list[list[InlineKeyboardButton]]:
        """Give a button a row for each fact."""
        return [[fact_button(self._language, fact.id, label(fact.heading(self._language)))] for fact in facts]

    def _topic_rows(self) -> list[list[InlineKeyboardButton]]:
        topics = (file.topic for file in self._facts.topics)
        return [[topic_button(self._language, topic.id, label(topic.title[self._language]))] for topic in topics]

    def _share(self, fact: Fact) -> InlineKeyboardButton:
        query = fact.heading(self._language)[:QUERY_LENGTH]
        return InlineKeyboardButton("↗ " + self._speech.gettext("Share"), switch_inline_query=query)

    def _source(self, fact: Fact) -> str:
        document = self._facts.manifest.sources[fact.source.document]
        name = document.publisher or document.title
        if fact.source.paragraph is None:
            return self._speech.gettext("Source: {document}").format(document=name)
        if fact.source.paragraph == 0:
            return self._speech.gettext("Source: {document}, headline and lead").format(document=name)
        text = self._speech.gettext("Source: {document}, paragraph {number}")
        return text.format(document=name, number=fact.source.paragraph)


def vote_buttons(fact_id: str, tally: Tally | None = None) -> list[InlineKeyboardButton]:
    """Give 👍 and 👎 on an answer with this fact, with the votes if there are any."""
    good, bad = (f" {count}" if count else "" for count in ((tally.good, tally.bad) if tally else (0, 0)))
    return [button(f"👍{good}", VOTE, "+", fact_id), button(f"👎{bad}", VOTE, "-", fact_id)]


def label(text: str) -> str:
    """Cut a text to what fits a button."""
    return text if len(text) <= LABEL_LENGTH else text[: LABEL_LENGTH - 1].rstrip() + "…"
