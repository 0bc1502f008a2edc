"""Small talk is told from questions."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.courtesy import Courtesies, Courtesy
from knowledge.facts_model import FactBase
from knowledge.mistakes import FactBaseError

SOURCE = "source-article"

SAID = {
    Courtesy.GREETING: [
        "hi", "Hello Tanya!", "good morning", "hiii", "hey there :)", "good mornign", "can I ask a question?", "👋",
        "halo", "Selamat pagi kak", "assalamualaikum wr wb", "p", "mau tanya dong min", "apa kabar?", "met sore",
        "привет", "Здравствуйте!", "приветтт", "Добрый день, Таня", "у меня вопрос", "как дела?",
    ],
    Courtesy.THANKS: [
        "thanks", "Thank you so much!", "thx", "tysm", "thnaks", "ok thanks", "🙏🏽", "👍👍", "got it", "hi, thanks!",
        "makasih", "Makasihhh banyak ya!", "terima kasih atas jawabannya", "tq min", "oke sip", "suwun",
        "спасибо", "Спасибо большое, Таня!", "спс", "благодарю", "понятно, спасибо", "спасибоо",
    ],
    Courtesy.FAREWELL: ["bye", "good night!", "dadah", "sampai jumpa lagi ya", "пока", "До свидания!", "hi and bye"],
    Courtesy.IDENTITY: [
        "who are you", "What can you do?", "are you a bot", "hi, who are you?", "thanks, who r u",
        "kamu siapa", "siapa kamu sih", "ini bot apa?", "kamu bisa apa aja", "halo, siapa ini?", "boleh tanya apa aja",
        "ты кто", "кто ты?", "что ты умеешь?", "привет, ты бот?", "как тебя зовут", "чем ты можешь помочь?",
    ],
}  # fmt: skip
QUESTIONS = [
    "hi, what is operation Channel", "thanks, and the cybersecurity?", "who are the members", "what is CSTO", "channel",
    "what", "tanya", "siapa sekjen CSTO", "halo min, operasi channel itu apa", "makasih, kalau operasi ilegal?",
    "кто ты такой в ОДКБ", "привет, что за операция Канал", "спасибо, а сколько учений", "who", "кто", "siapa", "", "…",
    "🗼", "👋🗼", "who are you in the CSTO", "thank yuo verry muhc", "bot", "hi " * 30,
]  # fmt: skip


@pytest.fixture(scope="module")
def courtesies() -> Courtesies:
    return Courtesies.read()


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in SAID.items() for text in texts])
def test_small_talk_is_known(courtesies: Courtesies, kind: Courtesy, text: str) -> None:
    found = courtesies.kind(text)
    assert found
    assert found[0] is kind


@pytest.mark.parametrize("text", QUESTIONS)
def test_what_says_anything_else_is_no_small_talk(courtesies: Courtesies, text: str) -> None:
    assert courtesies.kind(text) is None


@pytest.mark.parametrize(
    ("text", "spoken", "language"),
    [("halo kak", "en", "id"), ("привет", "en", "ru"), ("hi", "id", "id"), ("hi", "en-GB", "en"), ("hi", "ru", "en"),
     ("thank you so much", "id", "en"), ("🙏", "ru", "ru"), ("🙏", None, "en")],
)  # fmt: skip
def test_its_language_is_that_of_the_words_else_the_persons(
    courtesies: Courtesies, text: str, spoken: str | None, language: str
) -> None:
    found = courtesies.kind(text, spoken)
    assert found
    assert found[1] == language


def test_no_example_question_of_the_facts_is_swallowed(courtesies: Courtesies, bundled_facts: FactBase) -> None:
    assert not [question for _, _, question in bundled_facts.questions() if courtesies.kind(question)]
    assert {fact for fact, _, question in bundled_facts.near_misses() if courtesies.kind(question)} <= {SOURCE}


def test_a_fourth_language_is_a_file(tmp_path: Path) -> None:
    text = 'greeting: ["grüezi", "guten tag"]\nthanks: ["danke"]\nbeside: ["schön"]\n'
    (tmp_path / "de.yaml").write_text(text, encoding="utf-8")
    german = Courtesies.read(tmp_path)
    assert german.kind("Guten Tag!") == (Courtesy.GREETING, "de")
    assert german.kind("Danke schön") == (Courtesy.THANKS, "de")
    assert german.kind("hello") is None
    assert german.kind("👋") is None


def test_a_mistake_in_a_file_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "de.yaml").write_text('greeting: ["hallo"]\nthank: ["danke"]\n', encoding="utf-8")
    with pytest.raises(FactBaseError, match="2"):
        Courtesies.read(tmp_path)


@given(text=st.text(max_size=80) | st.lists(st.sampled_from(["hi", "kak", "спасибо", "what"])).map(" ".join))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_judged_and_space_around_it_does_not_matter(courtesies: Courtesies, text: str) -> None:
    assert courtesies.kind(f"  {text} ") == courtesies.kind(text)
