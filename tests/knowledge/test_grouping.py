"""Similar questions are found whatever their order, fillers and typing errors; others are kept apart."""

import time
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.grouping import Similarity

SIMILARITY = Similarity.of(["id", "en", "ru"])

SIMILAR = [
    ("banana cake recipe", "A recipe for banana cake, please?"),
    ("What is the budget of NATO?", "nato BUDGET"),
    ("What is the capital of Armenia?", "the Armennia capitel"),
    ("kapan operasi channel dimulai", "operasi chanel mulai kapan?"),
    ("kapan operasi channel dimulai", "kpn operasi channel dimulai"),
    ("kapan operasi channel dimulai", "bilamana operasi channel dimulai"),
    ("когда началась операция Канал", "Когда начали операцию «Канал»?"),
    ("which non-member states took part in joint exercises", "the non-member states of the joint exercises"),
    ("Berapa anggaran NATO?", "anggaran nato itu berapa"),
    ("Какой бюджет у НАТО?", "бюджет нато"),
    ("ёлка", "елка"),
    ("?!", "?!"),
]
DIFFERENT = [
    ("How many members does NATO have?", "How many members does the EU have?"),
    ("What happened in 2024?", "What happened in 2025?"),
    ("What is the moon?", "What is the sun?"),
    ("when did operation Channel start", "when did operation Illegal start"),
    ("operation legal", "operation illegal"),
    ("who is the secretary general", "who is the director"),
    ("when was NATO founded", "where was NATO founded"),
    ("who leads NATO", "who funds NATO"),
    ("How do elections take place?", "How long do elections take place?"),
    ("What does the report say about the forces?", "report"),
    ("exercises in Austria", "exercises in Australia"),
    ("which states took part in joint exercises last summer", "which states took part in joint exercises 2024"),
    ("budget of NATO", "members of NATO"),
    ("?!", "🗼"),
    ("banana cake recipe", "рецепт бананового пирога"),
]


@pytest.mark.parametrize(("one", "other"), SIMILAR)
def test_the_same_asked_in_other_words_is_one_group(one: str, other: str) -> None:
    assert SIMILARITY.groups([one, other]) == [[0, 1]]
    assert SIMILARITY.like_any([other], [one]) == [True]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_differs_in_a_word_that_counts_is_kept_apart(one: str, other: str) -> None:
    assert SIMILARITY.groups([one, other]) == [[0], [1]]
    assert SIMILARITY.like_any([other], [one]) == [False]


def test_groups_are_led_by_the_first_in_order() -> None:
    questions = ["nato budget", "banana cake", "budget of nato", "cake of banana", "lighthouse"]
    assert SIMILARITY.groups(questions) == [[0, 2], [1, 3], [4]]
    assert SIMILARITY.groups([]) == []
    assert SIMILARITY.like_any(questions, []) == [False] * 5


@given(st.lists(st.text(max_size=40), max_size=12))
def test_every_question_is_in_one_group_whatever_it_is(questions: list[str]) -> None:
    numbers = [number for group in SIMILARITY.groups(questions) for number in group]
    assert sorted(numbers) == list(range(len(questions)))


def test_a_question_joins_the_group_that_it_is_most_like() -> None:
    questions = ["states in joint exercises last summer abroad", "states in joint exercises summer abroad yesterday"]
    assert SIMILARITY.groups([*questions, questions[1] + " camp"])[1:] == [[1, 2]]


def test_two_thousand_questions_take_about_a_second() -> None:
    words = ["tower", "lamp", "ticket", "museum", "harbour", "rope", "anchor", "bell", "flag", "boat", "fish", "wave"]
    questions = [" ".join(some) for some in product(words, repeat=3)] + [f"{word} opening hours" for word in words]
    began = time.process_time()
    assert len(SIMILARITY.groups(questions[:2000])) > 100
    assert time.process_time() - began < 3
