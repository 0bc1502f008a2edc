"""The reasons for a verdict as the chat page's side panel gets them."""

import pytest

from bot.commands.asking import Asking
from bot.page_verdicts import PageVerdicts
from handlers.texts import Texts
from knowledge.knowledge import Knowledge


def test_before_the_facts_are_read_there_are_none() -> None:
    with pytest.raises(LookupError, match="still being read"):
        PageVerdicts().explain("what is operation Channel")


def test_they_are_those_of_the_facts_in_use(bundled: Knowledge) -> None:
    verdicts = PageVerdicts()
    verdicts.use(lambda: bundled)
    question = "что за операция Канал"
    said = verdicts.explain(question)
    asked = Asking(bundled, Texts.load())
    assert said["text"] == asked.ask(question).text
    assert said["fact"] == "operation-channel"
    assert said["language"] == "ru"
    explanation = said["explanation"]
    assert isinstance(explanation, dict)
    assert explanation["confidence"] == asked.explain(question).confidence
    assert explanation["pieces"]
