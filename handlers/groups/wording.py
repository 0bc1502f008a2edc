"""What the bot says in groups: the same facts as elsewhere, with fewer buttons."""

from collections.abc import Sequence
from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.helpers import create_deep_linked_url

from handlers.asking import Judged
from handlers.links import FACT_LINK, TOPICS_LINK
from handlers.replies import Reply, vote_buttons
from handlers.voices import Voice
from knowledge.facts_model import Fact
from knowledge.verdict import Outcome


def in_group(judged: Judged, bot_name: str) -> Reply:
    """Give the reply to a question: an answer, a few facts that may have been meant, or one short line."""
    voice, verdict = judged.voice, judged.verdict
    if verdict.outcome is Outcome.ANSWER:
        return facts_in_group(voice, voice.replies.answering(verdict), bot_name)
    if verdict.outcome is Outcome.SUGGEST:
        facts = [voice.facts.facts[name] for name in verdict.suggestions]
        return Reply(voice.replies.suggestions(verdict).text, InlineKeyboardMarkup(voice.replies.fact_rows(facts)))
    return Reply(voice.speech.gettext("I don't know: the facts I have don't cover that."))


def facts_in_group(voice: Voice, facts: Sequence[Fact], bot_name: str) -> Reply:
    """Give facts with votes, and a link to more of them in the private chat."""
    reply = voice.replies.answers(facts)
    more = InlineKeyboardButton(
        voice.speech.gettext("More"), url=create_deep_linked_url(bot_name, f"{FACT_LINK}{facts[0].id}")
    )
    return Reply(reply.text, InlineKeyboardMarkup([[*vote_buttons(facts[0].id), more]]), reply.more)


def topics_elsewhere(voice: Voice, bot_name: str) -> Reply:
    """Give a link to the topics in the private chat."""
    label, url = voice.speech.gettext("All topics"), create_deep_linked_url(bot_name, TOPICS_LINK)
    text = voice.speech.gettext("Look through the topics in our private chat, so that this one stays free for talk.")
    return Reply(text, InlineKeyboardMarkup([[InlineKeyboardButton(label, url=url)]]))


def how_to_ask(voice: Voice, bot_name: str) -> Reply:
    """Say in one line how to ask in a group."""
    text = voice.speech.gettext(
        "Ask me with <code>/ask your question</code> or <code>@{name} your question</code>, or reply to a message of "
        "mine."
    )
    return Reply(text.format(name=escape(bot_name)))
