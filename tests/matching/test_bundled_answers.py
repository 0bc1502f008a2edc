"""The bundled facts: what is answered, what is not, and what a question asks for in vain."""

from itertools import product

import pytest

from knowledge.knowledge import Knowledge
from knowledge.verdict import Aspect, Outcome
from tests.matching.bases import assert_consistent

# Ways to ask for what no operation, exercise or forum of the report comes with.
IN_VAIN = {
    "en": [
        "when did {} start",
        "on what date was {}",
        "who leads {}",
        "who is in charge of {}",
        "how many people took part in {}",
        "how much did {} cost",
        "what is the budget of {}",
    ],
    "id": ["kapan {} dimulai", "siapa yang memimpin {}", "berapa biaya {}", "berapa orang yang ikut {}"],
    "ru": ["когда началась {}", "кто руководил этим: {}", "сколько стоила {}", "сколько людей: {}"],
}
NAMES = {
    "en": ["operation Channel", "operation Illegal", "operation Mercenary", "the roadmap", "the joint exercises"],
    "id": ["operasi Channel", "operasi Illegal", "operasi Mercenary", "majelis parlemen", "latihan bersama"],
    "ru": ["операция Канал", "операция Нелегал", "операция Наёмник", "парламентская ассамблея"],
}
OFF_TOPIC = [
    "banana cake recipe",
    "resep nasi goreng",
    "как сварить борщ",
    "weather in Jakarta tomorrow",
    "погода в Москве",
    "who won the world cup",
    "harga bitcoin hari ini",
    "скорость света",
    "cara menanam cabai",
    "love poem",
    "film terbaru",
    "сколько будет два плюс два",
    "asdf qwer zxcv",
    "12345",
]
SMALL_TALK = ["hello", "hi there", "good morning", "привет", "добрый день", "halo kak", "selamat pagi", "terima kasih"]
NO_WORDS = ["", "   ", "\n\t", "?!...", "—", "«»", "👍", "🦈🦈🇷🇺", "\u200b\u0301", "\x00"]
OTHERS = [
    "what is operation Barbarossa",
    "apa itu operasi Barbarossa",
    "операция Барбаросса",
    "operation Desert Storm",
    "операция Буря в пустыне",
    "operasi Trisula",
    "NATO report 2024",
    "отчёт генсека НАТО",
    "what is NATO",
    "что такое НАТО",
    "apa itu ASEAN",
    "laporan ASEAN",
    "report of the African Union",
    "what is the EU roadmap",
    "joint exercises of NATO",
    "latihan bersama Garuda Shield",
    "peacekeepers in Mali",
    "border of Poland and Belarus",
]


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("what is operation Channel", "en"),
        ("apa itu operasi chanel??", "id"),
        ("что за операция Канал", "ru"),
        ("что такое операция Канал", "ru"),
    ],
)
def test_operation_channel_is_found_in_each_language(bundled: Knowledge, question: str, language: str) -> None:
    verdict = bundled.ask(question)
    assert (verdict.outcome, verdict.fact, verdict.language) == (Outcome.ANSWER, "operation-channel", language)


@pytest.mark.parametrize("text", [*OFF_TOPIC, *SMALL_TALK, *NO_WORDS])
def test_what_the_facts_are_not_about_is_unknown(bundled: Knowledge, text: str) -> None:
    verdict = bundled.ask(text)
    assert verdict.outcome is Outcome.UNKNOWN
    assert_consistent(bundled, verdict)


@pytest.mark.parametrize("question", OTHERS)
def test_other_operations_alliances_and_reports_are_not_answered_with_ours(bundled: Knowledge, question: str) -> None:
    assert bundled.ask(question).outcome is not Outcome.ANSWER


@pytest.mark.parametrize(
    ("question", "fact", "missing"),
    [
        ("when did operation Channel start", "operation-channel", Aspect.TIME),
        ("kapan operasi Channel dimulai", "operation-channel", Aspect.TIME),
        ("когда началась операция Канал", "operation-channel", Aspect.TIME),
        ("когда прошла операция Наёмник", "operation-mercenary", Aspect.TIME),
        ("when does the parliamentary assembly meet", "parliamentary-assembly", Aspect.TIME),
        ("who leads operation Mercenary", "operation-mercenary", Aspect.PERSON),
        ("siapa yang memimpin operasi Mercenary", "operation-mercenary", Aspect.PERSON),
        ("кто руководит операцией Наёмник", "operation-mercenary", Aspect.PERSON),
        ("berapa jumlah pasukan reaksi cepat", "rapid-reaction-forces", Aspect.NUMBER),
        ("how many kazakh peacekeepers serve on the golan heights", "kazakhstan-golan", Aspect.NUMBER),
        ("how much did operation Channel cost", "operation-channel", Aspect.MONEY),
        ("berapa biaya operasi Channel", "operation-channel", Aspect.MONEY),
        ("сколько стоит подготовка кадров", "personnel-training", Aspect.MONEY),
        ("what is the budget of the rapid reaction forces", "rapid-reaction-forces", Aspect.MONEY),
        ("where was operation Mercenary held", "operation-mercenary", Aspect.PLACE),
        ("di mana operasi Channel digelar", "operation-channel", Aspect.PLACE),
        ("где проходили совместные учения", "joint-exercises", Aspect.PLACE),
        ("why was operation Illegal held", "operation-illegal", Aspect.REASON),
    ],
)
def test_what_a_fact_does_not_give_is_named_and_the_fact_offered(
    bundled: Knowledge, question: str, fact: str, missing: Aspect
) -> None:
    verdict = bundled.ask(question)
    assert (verdict.outcome, verdict.suggestions[:1], verdict.missing) == (Outcome.SUGGEST, (fact,), missing)


@pytest.mark.parametrize("language", IN_VAIN)
def test_dates_leaders_numbers_and_costs_that_no_fact_gives_are_not_answered(bundled: Knowledge, language: str) -> None:
    questions = [frame.format(name) for frame, name in product(IN_VAIN[language], NAMES[language])]
    assert [question for question in questions if bundled.ask(question).outcome is Outcome.ANSWER] == []


def test_what_the_share_button_types_finds_its_fact_first(bundled: Knowledge) -> None:
    facts = bundled.facts
    assert not [
        (fact.id, language)
        for fact in facts.facts.values()
        for language in facts.manifest.languages
        if bundled.search(fact.heading(language))[0] != fact.id
    ]
