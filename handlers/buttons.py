"""What the buttons say to the bot: short stable data, at most 64 bytes (Bot API "InlineKeyboardButton")."""

from dataclasses import dataclass

from telegram import InlineKeyboardButton

# The first letter tells the kinds apart; a language and an id follow.
FACT = "f"
TOPIC = "t"
TOPICS = "topics"

PATTERN_FACT = rf"^{FACT}:"
PATTERN_TOPIC = rf"^{TOPIC}:"
PATTERN_TOPICS = rf"^{TOPICS}:"


@dataclass(frozen=True)
class Press:
    """What a pressed button asks for; `name` is a fact's or a topic's id, empty for the list of topics."""

    language: str
    name: str


def fact_button(language: str, fact_id: str, label: str) -> InlineKeyboardButton:
    """Give a button that asks for a fact."""
    return InlineKeyboardButton(label, callback_data=f"{FACT}:{language}:{fact_id}")


def topic_button(language: str, topic_id: str, label: str) -> InlineKeyboardButton:
    """Give a button that opens a topic."""
    return InlineKeyboardButton(label, callback_data=f"{TOPIC}:{language}:{topic_id}")


def topics_button(language: str, label: str) -> InlineKeyboardButton:
    """Give a button that opens the list of topics."""
    return InlineKeyboardButton(label, callback_data=f"{TOPICS}:{language}:")


def read_press(data: str) -> Press:
    """Read a button's data, also that of an earlier version or a forged one: what is missing is empty."""
    _, language, name, *_ = (*data.split(":", maxsplit=2), "", "")
    return Press(language, name)
