"""What a verdict, a fact or a list of topics looks like in Telegram: HTML text and buttons."""

from dataclasses import dataclass
from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.buttons import fact_button, topic_button, topics_button
from handlers.texts import Texts, Translations
from knowledge.facts_model import Fact, FactBase, TopicFile
from knowledge.verdict import Aspect, Outcome, Verdict

# Longer labels are cut by the clients without a sign.
LABEL_LENGTH = 60
# Telegram takes 4096 UTF-16 units of text (Bot API "sendMessage"); half of that in characters always fits.
TEXT_LENGTH = 2000
RELATED = 5


@dataclass(frozen=True)
class Reply:
    """A message to send: HTML of the kind that Telegram reads, and the buttons below."""

    text: str
    keyboard: InlineKeyboardMarkup | None = None


class Replies:
    """Words replies about the facts of one fact base."""

    def __init__(self, facts: FactBase, texts: Texts) -> None:
        self._facts = facts
        self._texts = texts

    def verdict(self, verdict: Verdict) -> Reply:
        """Give the reply to a question."""
        if verdict.outcome is Outcome.ANSWER and verdict.fact:
            facts = [self._facts.facts[name] for name in (verdict.fact, *verdict.also)]
            return self._answers(facts, verdict.language)
        if verdict.outcome is Outcome.SUGGEST:
            return self._suggestions(verdict)
        return self._unknown(verdict.language)

    def fact(self, fact: Fact, language: str) -> Reply:
        """Give a fact with its source and the related ones as buttons."""
        return self._answers([fact], language)

    def _answers(self, facts: list[Fact], language: str) -> Reply:
        """Give the facts one below the other; one that would not fit the message becomes a button."""
        texts: list[str] = []
        for fact in facts:
            text = self.fact_text(fact, language)
            if texts and sum(map(len, texts)) + len(text) > TEXT_LENGTH:
                break
            texts.append(text)
        shown = {fact.id for fact in facts[: len(texts)]}
        offered = dict.fromkeys((*(fact.id for fact in facts), *(name for fact in facts for name in fact.related)))
        related = [self._facts.facts[name] for name in offered if name not in shown]
        return Reply("\n\n".join(texts), self._fact_buttons(related[:RELATED], language))

    def fact_text(self, fact: Fact, language: str) -> str:
        """Give heading, answer and source of a fact."""
        heading, answer = escape(fact.heading(language)), escape(fact.answer[language])
        return f"<b>{heading}</b>\n\n{answer}\n\n<i>{escape(self._source(fact, language))}</i>"

    def topics(self, language: str) -> Reply:
        """Give the list of topics."""
        text = self._texts.of(language).gettext("What would you like to know about?")
        rows = [
            [topic_button(language, file.topic.id, label(file.topic.title[language]))] for file in self._facts.topics
        ]
        return Reply(text, InlineKeyboardMarkup(rows))

    def topic(self, file: TopicFile, language: str) -> Reply:
        """Give the facts of a topic, and the way back."""
        rows = self._fact_rows(file.facts, language)
        back = topics_button(language, "« " + self._texts.of(language).gettext("All topics"))
        return Reply(f"<b>{escape(file.topic.title[language])}</b>", InlineKeyboardMarkup([*rows, [back]]))

    def _suggestions(self, verdict: Verdict) -> Reply:
        speech = self._texts.of(verdict.language)
        facts = [self._facts.facts[name] for name in verdict.suggestions]
        if verdict.missing:
            text = missing_text(speech, verdict.missing)
        else:
            text = speech.gettext("I am not sure what you mean. Did you mean one of these?")
        more = topics_button(verdict.language, speech.gettext("Something else"))
        return Reply(text, InlineKeyboardMarkup([*self._fact_rows(facts, verdict.language), [more]]))

    def _unknown(self, language: str) -> Reply:
        text = self._texts.of(language).gettext(
            "I don't know: the facts I have don't cover that. Here is what I can tell you about:"
        )
        return Reply(text, self.topics(language).keyboard)

    def _source(self, fact: Fact, language: str) -> str:
        document = self._facts.manifest.sources[fact.source.document]
        speech = self._texts.of(language)
        name = document.publisher or document.title
        if fact.source.paragraph is None:
            return speech.gettext("Source: {document}").format(document=name)
        if fact.source.paragraph == 0:
            return speech.gettext("Source: {document}, headline and lead").format(document=name)
        text = speech.gettext("Source: {document}, paragraph {number}")
        return text.format(document=name, number=fact.source.paragraph)

    def _fact_buttons(self, facts: list[Fact], language: str) -> InlineKeyboardMarkup | None:
        return InlineKeyboardMarkup(self._fact_rows(facts, language)) if facts else None

    def _fact_rows(self, facts: list[Fact] | tuple[Fact, ...], language: str) -> list[list[InlineKeyboardButton]]:
        return [[fact_button(language, fact.id, label(fact.heading(language)))] for fact in facts]


def missing_text(speech: Translations, aspect: Aspect) -> str:
    """Say that the facts don't give the kind of thing that was asked for."""
    says_not = {
        Aspect.TIME: speech.gettext("The facts don't say when."),
        Aspect.NUMBER: speech.gettext("The facts don't give that number."),
        Aspect.MONEY: speech.gettext("The facts say nothing about money."),
        Aspect.PLACE: speech.gettext("The facts don't say where."),
        Aspect.PERSON: speech.gettext("The facts don't say who."),
        Aspect.REASON: speech.gettext("The facts don't say why."),
        Aspect.MANNER: speech.gettext("The facts don't say how."),
        Aspect.RESULT: speech.gettext("The facts don't give such results."),
        Aspect.COMPARISON: speech.gettext("The facts don't compare."),
        Aspect.OPINION: speech.gettext("The facts don't judge."),
        Aspect.FUTURE: speech.gettext("The facts say nothing about the future."),
    }
    return says_not[aspect] + " " + speech.gettext("What they do say:")


def label(text: str) -> str:
    """Cut a text to what fits a button."""
    return text if len(text) <= LABEL_LENGTH else text[: LABEL_LENGTH - 1].rstrip() + "…"
