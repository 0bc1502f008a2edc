"""Fact bases of other sizes, languages and scripts: they can be learnt and answer their own questions."""

from pathlib import Path

import pytest

from knowledge.knowledge import Knowledge
from knowledge.verdict import Outcome
from tests.matching.bases import Questions, assert_consistent, helped, write_base

PENGUINS = ["What is a penguin?", "penguin home", "Where do penguins live?"]
OSTRICHES = ["How fast do ostriches run?", "ostrich speed"]
FACTS: dict[str, dict[str, Questions]] = {
    "one fact, one question": {"penguin": {"en": PENGUINS[:1]}},
    "one fact, three questions": {"penguin": {"en": PENGUINS}},
    "two facts, five questions": {"penguin": {"en": PENGUINS}, "ostrich": {"en": OSTRICHES}},
    "a language without a file": {"penguin": {"xx": PENGUINS}, "ostrich": {"xx": OSTRICHES}},
    "one language": {"penguin": {"ru": ["дом пингвинов", "где дом"]}, "ostrich": {"ru": ["скорость", "бег страуса"]}},
    "Greek": {
        "penguin": {"el": ["Τι είναι ο πιγκουίνος;", "πού ζει ο πιγκουίνος"]},
        "ostrich": {"el": ["πόσο γρήγορα τρέχει η στρουθοκάμηλος", "ταχύτητα της στρουθοκαμήλου"]},
    },
    "Arabic": {
        "penguin": {"ar": ["ما هو البطريق؟", "أين يعيش البطريق"]},
        "ostrich": {"ar": ["ما سرعة النعامة", "النعامة سريعة"]},
    },
    "Japanese": {
        "penguin": {"ja": ["ペンギンはどこに住んでいますか", "ペンギンの家"]},
        "ostrich": {"ja": ["ダチョウはどれくらい速く走りますか", "ダチョウの速さ"]},
    },
    "mixed scripts": {
        "penguin": {"xx": ["penguin пингвин ペンギン", "дом penguin"]},
        "ostrich": {"xx": ["ostrich страус ダチョウ", "скорость ostrich"]},
    },
}


@pytest.mark.parametrize("name", FACTS)
def test_an_odd_fact_base_answers_its_own_questions_and_no_others(name: str, tmp_path: Path) -> None:
    knowledge = Knowledge.read(write_base(tmp_path, FACTS[name]))
    for fact, language, question in knowledge.facts.questions():
        verdict = knowledge.ask(question)
        assert_consistent(knowledge, verdict)
        assert (question, verdict.fact) == (question, fact)
        assert knowledge.search(question)[0] == fact
        if len(knowledge.facts.manifest.languages) == 1:
            assert verdict.language == language
    for strange in ("banana cake recipe", "рецепт торта", "λογος", "安全", ""):
        assert knowledge.ask(strange).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    "facts",
    [
        {"penguin": {"en": PENGUINS[:1]}, "ostrich": {"en": OSTRICHES[:1]}},
        {
            "penguin": {"en": ["penguin home"], "xx": ["дом пингвинов"]},
            "ostrich": {"en": ["ostrich speed"], "xx": ["скорость страуса"]},
        },
        {"penguin": {"th": ["เพนกวินอาศัยอยู่ที่ไหน"]}, "ostrich": {"th": ["นกกระจอกเทศวิ่งเร็วแค่ไหน"]}},
        {name: {"en": [f"what about {name}"]} for name in ("ant", "bee", "cat", "dog", "eel", "fox")},
    ],
)
def test_with_one_question_a_fact_and_language_the_right_one_is_at_least_suggested(
    facts: dict[str, Questions], tmp_path: Path
) -> None:
    knowledge = Knowledge.read(write_base(tmp_path, facts))
    for fact, _, question in knowledge.facts.questions():
        verdict = knowledge.ask(question)
        assert_consistent(knowledge, verdict)
        assert helped(verdict, fact)
        assert verdict.suggestions[:1] == (fact,) or verdict.fact == fact


@pytest.mark.parametrize("question", ["🐧", "?!", "what is it", "\u0301", "the", "-", "a"])
def test_a_fact_base_whose_only_question_says_nothing_can_be_learnt(question: str, tmp_path: Path) -> None:
    knowledge = Knowledge.read(write_base(tmp_path, {"penguin": {"en": [question]}}))
    for text in (question, "penguin", ""):
        assert_consistent(knowledge, knowledge.ask(text))


def test_near_misses_alone_keep_a_fact_from_being_answered(tmp_path: Path) -> None:
    sleep = ["When do penguins sleep?", "penguin sleep", "penguins sleeping when"]
    knowledge = Knowledge.read(
        write_base(
            tmp_path,
            {"penguin": {"en": PENGUINS}, "ostrich": {"en": OSTRICHES}},
            near_misses={"penguin": {"en": sleep}},
        )
    )
    assert [question for question in sleep if knowledge.ask(question).outcome is Outcome.ANSWER] == []
    assert {knowledge.ask(question).fact for question in PENGUINS} == {"penguin"}


def test_concepts_join_words_that_share_no_letter(tmp_path: Path) -> None:
    facts: dict[str, Questions] = {"penguin": {"en": PENGUINS}, "ostrich": {"en": OSTRICHES}}
    concepts: dict[str, Questions] = {"penguin": {"en": ["penguin*", "tuxedo bird"]}, "home": {"en": ["home", "nest*"]}}
    plain = Knowledge.read(write_base(tmp_path / "plain", facts))
    joined = Knowledge.read(write_base(tmp_path / "joined", facts, concepts=concepts))
    assert plain.ask("tuxedo bird nests").fact is None
    assert joined.ask("tuxedo bird nests").fact == "penguin"


def test_a_question_without_content_words_is_judged_where_the_facts_have_such_questions(tmp_path: Path) -> None:
    facts: dict[str, Questions] = {"penguin": {"en": PENGUINS}, "ostrich": {"en": OSTRICHES}}
    plain = Knowledge.read(write_base(tmp_path / "plain", facts))
    talkative = Knowledge.read(write_base(tmp_path / "talkative", {**facts, "thanks": {"en": ["yes please", "ok"]}}))
    assert not plain.matcher.trained.parser.parse("ok please").units
    assert plain.ask("ok please").confidence == 0
    assert talkative.ask("ok please").confidence > 0
    assert talkative.search("ok please")[0] == "thanks"
    assert talkative.ask("").confidence == 0
