"""A message that asks several questions: all answers if all are sure, none given as if it were the other."""

from handlers.replies import Replies
from handlers.texts import Texts
from knowledge.knowledge import Knowledge
from knowledge.matching.matcher import ANSWER_AT
from knowledge.verdict import Outcome

CHANNEL, EXERCISES = "So what is operation Channel about?", "And how many joint drills took place?"


def test_two_sure_questions_get_both_answers(bundled: Knowledge) -> None:
    verdict = bundled.ask(f"{CHANNEL} {EXERCISES}")
    assert (verdict.outcome, verdict.fact, verdict.also) == (Outcome.ANSWER, "operation-channel", ("joint-exercises",))


def test_several_answers_are_as_sure_as_the_least_sure_of_them(bundled: Knowledge) -> None:
    alone = [bundled.ask(CHANNEL).confidence, bundled.ask(EXERCISES).confidence]
    for message in (f"{CHANNEL} {EXERCISES}", f"{EXERCISES} {CHANNEL}"):
        together = bundled.ask(message)
        assert together.also
        assert together.confidence == min(alone)
        assert together.confidence >= ANSWER_AT


def test_an_unsure_question_keeps_the_sure_one_from_passing_for_its_answer(bundled: Knowledge) -> None:
    verdict = bundled.ask("So what is operation Channel about? When did it start?")
    assert verdict.outcome is not Outcome.ANSWER
    assert verdict.also == ()


def test_the_same_fact_asked_twice_is_given_once(bundled: Knowledge) -> None:
    verdict = bundled.ask("So what is operation Channel about? Is operation Channel against drugs?")
    assert (verdict.outcome, verdict.fact, verdict.also) == (Outcome.ANSWER, "operation-channel", ())


def test_the_reply_holds_both_facts_and_offers_neither_again(bundled: Knowledge) -> None:
    reply = Replies(bundled.facts, Texts.load().of("en"), "en").verdict(bundled.ask(f"{CHANNEL} {EXERCISES}"))
    facts = [bundled.facts.facts[name] for name in ("operation-channel", "joint-exercises")]
    for fact in facts:
        assert fact.answer["en"].split(".")[0].split('"')[-1] in reply.text
    assert reply.keyboard
    pressed = [str(button.callback_data) for row in reply.keyboard.inline_keyboard for button in row]
    assert pressed
    assert not {f"f:en:{fact.id}" for fact in facts} & set(pressed)
