"""What the buttons say to the bot: short stable data, at most 64 bytes (Bot API "InlineKeyboardButton").

The first part tells the kinds apart; the other parts follow after colons.
"""

from dataclasses import dataclass

from telegram import InlineKeyboardButton

# For everybody: f:LANGUAGE:FACT (a new message), h:LANGUAGE:FACT (in place of its topic), t:LANGUAGE:TOPIC,
# topics:LANGUAGE:, v:SIGN:FACT, l:CODE, forget:ANSWER.
FACT = "f"
FACT_HERE = "h"
TOPIC = "t"
TOPICS = "topics"
VOTE = "v"
LANGUAGE = "l"
FORGET = "forget"
# For admins only: questions asked in vain, lessons, and what is known of a fact (a:FACT).
UNANSWERED = "u"
TAUGHT = "x"
ABOUT = "a"

DATA_BYTES = 64


@dataclass(frozen=True)
class Press:
    """What a pressed button asks for; `name` is a fact's or a topic's id, empty for the list of topics."""

    language: str
    name: str


def button(label: str, kind: str, *parts: str | int) -> InlineKeyboardButton:
    """Give a button of a kind; `parts` are what it carries. Raises ValueError for more than Telegram takes."""
    data = ":".join((kind, *map(str, parts)))
    if len(data.encode()) > DATA_BYTES:
        raise ValueError(f"{data} is longer than {DATA_BYTES} bytes")
    return InlineKeyboardButton(label, callback_data=data)


def pattern(kind: str) -> str:
    """Give the regular expression that a kind's data match."""
    return rf"^{kind}:"


def parts_of(data: str | None, count: int) -> tuple[str, ...]:
    """Give `count` parts of a button's data, which may be forged or an earlier version's: what is missing is empty."""
    _, *parts = (data or "").split(":", maxsplit=count)
    return (*parts, *("",) * count)[:count]


def fact_button(language: str, fact_id: str, label: str) -> InlineKeyboardButton:
    """Give a button that asks for a fact."""
    return button(label, FACT, language, fact_id)


def fact_here_button(language: str, fact_id: str, label: str) -> InlineKeyboardButton:
    """Give a button that shows a fact in place of its topic."""
    return button(label, FACT_HERE, language, fact_id)


def topic_button(language: str, topic_id: str, label: str) -> InlineKeyboardButton:
    """Give a button that opens a topic."""
    return button(label, TOPIC, language, topic_id)


def topics_button(language: str, label: str) -> InlineKeyboardButton:
    """Give a button that opens the list of topics."""
    return button(label, TOPICS, language, "")


def read_press(data: str | None) -> Press:
    """Read the data of a button that asks for a fact, a topic or the topics."""
    return Press(*parts_of(data, 2))
