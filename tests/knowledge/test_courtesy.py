"""Small talk is told from questions."""

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.courtesy import Courtesies, Courtesy
from knowledge.courtesy_file import FOLDER, read_courtesy_files
from knowledge.facts_model import FactBase
from knowledge.knowledge import Knowledge
from knowledge.mistakes import FactBaseError
from knowledge.text import question_key
from tests.conftest import BIRDS, MANIFEST

SOURCE = "source-article"

SAID = {
    Courtesy.GREETING: [
        "hi", "Hello Tanya!", "good morning", "hiii", "hey there :)", "good mornign", "can I ask a question?",
        "👋", "👋🏻!",
        "hi-hi", "what’s up", "what's up", "hi :D", "yo", "hi everyone",
        "halo", "Selamat pagi kak", "assalamualaikum wr wb", "assalamu’alaikum", "p", "mau tanya dong min",
        "apa kabar?",
        "met sore", "haiiii", "hallo min", "pagi kak", "halo kk", "permisi min", "slmt siang",
        "привет", "Здравствуйте!", "приветтт", "Добрый день, Таня", "у меня вопрос", "как дела?", "приветик", "прив",
        "здрасте", "Кто-нибудь есть?", "privet", "првиет",
        "hi kak, good morning", "привет hello", "halo hello",
    ],
    Courtesy.THANKS: [
        "thanks", "Thank you so much!", "thx", "tysm", "thnaks", "ok thanks", "🙏🏽", "👍👍", "got it", "hi, thanks!",
        "cheers",
        "ty", "thanks :D", "THANKSSSS", "thanks, bye", "hahahahaha thanks",
        "makasih", "Makasihhh banyak ya!", "terima kasih atas jawabannya", "tq min", "oke sip", "suwun", "mksh",
        "terima kasihh, trerima kasih",
        "wkwkwkwkwk makasih", "makasih bgt kak",
        "спасибо", "Спасибо большое, Таня!", "спс", "благодарю", "понятно, спасибо", "спасибоо", "спасибо за ответ",
        "спасбо", "спасибо, thank you", "thanks kak",
    ],
    Courtesy.FAREWELL: [
        "bye", "good night!", "bye-bye", "byeee", "see ya", "have a great day", "hi and bye",
        "dadah", "sampai jumpa lagi ya", "sampai besok", "pamit dulu ya", "sampai jumpaa",
        "пока", "До свидания!", "пока-пока", "всего доброго", "спокойной ночи", "до свидния",
    ],
    Courtesy.IDENTITY: [
        "who are you", "What can you do?", "are you a bot", "hi, who are you?", "thanks, who r u", "are u a robot",
        "are you an AI?", "are you a human", "who’s this", "what are you", "hi, thanks, bye, who are you",
        "kamu siapa", "siapa kamu sih", "ini bot apa?", "kamu bisa apa aja", "halo, siapa ini?", "boleh tanya apa aja",
        "lu siapa", "km siapa", "siapa lo", "kamu itu bot ya?", "siapa tanya?", "kamu siapq", "ini siapa kamu",
        "ты кто", "кто ты?", "что ты умеешь?", "привет, ты бот?", "как тебя зовут", "чем ты можешь помочь?",
        "шо ты умеешь",
        "кто такая Таня?", "спасибо, а ты кто?", "что ты умешь", "привет, who are you",
    ],
}  # fmt: skip
QUESTIONS = [
    "hi, what is operation Channel", "thanks, and the cybersecurity?", "who are the members", "what is CSTO", "channel",
    "what", "tanya", "siapa sekjen CSTO", "halo min, operasi channel itu apa", "makasih, kalau operasi ilegal?",
    "кто ты такой в ОДКБ", "привет, что за операция Канал", "спасибо, а сколько учений", "who", "кто", "siapa", "", "…",
    "🗼", "👋🗼", "👋 $", "who are you in the CSTO", "thank yuo verry muhc", "bot", "hi " * 30, "hi" * 3000,
    "👍" * 4096,
    "ﷺ" * 4096, "what is this for", "what is that", "thank you letter", "siapa dia", "apa itu", "кто они",
    "what about you",
    "what do you know about drugs", "what can you do about drugs", "yes", "tidak", "нет", "имя", "и что",
    "this is good for the members", "misi", "misi kak apa", "god", "helth", "who are they", "test operation",
]  # fmt: skip
# One letter away from small talk.
OTHER_WORDS = [
    "tanks",
    "letter",
    "salah",
    "malas",
    "dalam",
    "sidang",
    "saham",
    "победа",
    "сроки",
    "проверки",
    "приняли",
]


@pytest.fixture(scope="module")
def courtesies() -> Courtesies:
    return Courtesies.read()


@pytest.fixture(scope="module")
def another() -> Courtesies:
    return Courtesies.read()


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in SAID.items() for text in texts])
def test_small_talk_is_known(courtesies: Courtesies, kind: Courtesy, text: str) -> None:
    found = courtesies.kind(text)
    assert found
    assert found[0] is kind


@pytest.mark.parametrize("text", QUESTIONS)
def test_what_says_anything_else_is_no_small_talk(courtesies: Courtesies, text: str) -> None:
    assert courtesies.kind(text) is None


@pytest.mark.parametrize("word", OTHER_WORDS)
@pytest.mark.parametrize("around", ["{}", "{}?", "hi {}", "makasih, {}"])
def test_a_word_of_its_own_is_no_typing_error(courtesies: Courtesies, word: str, around: str) -> None:
    assert courtesies.kind(around.format(word)) is None


def test_words_that_the_facts_use_are_no_typing_errors() -> None:
    assert Courtesies.read().kind("hebst") == (Courtesy.THANKS, "id")
    assert Courtesies.read(real=["hebst"]).kind("hebst") is None


@pytest.mark.parametrize(
    ("text", "spoken", "language"),
    [("halo kak", "en", "id"), ("привет", "en", "ru"), ("hi", "id", "id"), ("hi", "en-GB", "en"), ("hi", "ru", "en"),
     ("thank you so much", "id", "en"), ("🙏", "ru", "ru"), ("🙏", None, "en"),
     ("hi kak", "en", "id"), ("привет, who are you", "ru", "en"), ("hi", "fil", "en"),
     ("thanks", "id-ID", "id")],
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


def test_no_title_or_concept_of_the_facts_is_swallowed(bundled: Knowledge) -> None:
    titles = [title for fact in bundled.facts.facts.values() for title in (fact.title or {}).values()]
    assert titles
    assert not [title for title in titles if bundled.courtesy(title)]
    for word in ("misi", "mission", "миссия", "опрос", "senat", "operasi", "canal"):
        assert bundled.courtesy(word) is None


def test_the_bundled_knowledge_knows_small_talk(bundled: Knowledge) -> None:
    assert bundled.courtesy("Makasih banyak!") == (Courtesy.THANKS, "id")
    assert bundled.courtesy("привет") == (Courtesy.GREETING, "ru")
    assert bundled.courtesy("hi") == (Courtesy.GREETING, bundled.facts.manifest.default_language)
    assert bundled.courtesy("hi", "en-GB") == (Courtesy.GREETING, "en")
    assert bundled.courtesy("what is operation Channel", "en") is None


def test_a_fact_that_is_asked_for_so_answers_it(tmp_path: Path) -> None:
    asked = BIRDS.replace("Where do penguins live?", "What can you do?")
    for name, content in {"manifest.yaml": MANIFEST, "birds.yaml": asked}.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    knowledge = Knowledge.read(tmp_path)
    assert knowledge.ask("what can you do").fact == "penguin"
    assert knowledge.courtesy("what can you do") is None
    assert knowledge.courtesy("who are you", "en") == (Courtesy.IDENTITY, "en")


@pytest.mark.parametrize("code", [path.stem for path in sorted(FOLDER.glob("*.yaml"))])
def test_the_phrases_of_a_language_are_small_each_of_one_kind(code: str) -> None:
    file = read_courtesy_files()[code]
    kinds: dict[str, str] = {}
    for kind in Courtesy:
        entries: tuple[str, ...] = getattr(file, kind)
        assert entries
        for entry in entries:
            assert entry == entry.lower()
            assert kinds.setdefault(question_key(entry), kind) == kind, entry
    alone = Courtesies({code: file})
    assert not [phrase for phrase, kind in kinds.items() if (found := alone.kind(phrase)) is None or found[0] != kind]
    assert not [word for word in file.beside if alone.kind(word) and question_key(word) not in kinds]


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


def test_other_spellings_and_lookalikes_are_data_too(tmp_path: Path) -> None:
    text = 'thanks: ["vielen dank"]\nspellings: {fielen: vielen}\nlookalikes: ["vieler"]\n'
    (tmp_path / "de.yaml").write_text(text, encoding="utf-8")
    german = Courtesies.read(tmp_path)
    assert german.kind("fielen Dank") == (Courtesy.THANKS, "de")
    assert german.kind("vielem Dank") == (Courtesy.THANKS, "de")
    assert german.kind("vieler Dank") is None


def test_without_files_nothing_is_small_talk(tmp_path: Path) -> None:
    assert Courtesies.read(tmp_path).kind("hello") is None
    assert Courtesies.read(tmp_path).kind("👋") is None


SMALL_TALK = [text for texts in SAID.values() for text in texts]
WORDS = [
    "hi",
    "kak",
    "спасибо",
    "what",
    "кто",
    "ты",
    "ОДКБ",
    "who",
    "are",
    "you",
    "makasihhh",
    "thnaks",
    "👋",
    "tanks",
    "-",
]


@given(text=st.text(max_size=200) | st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_judged_the_same_each_time_and_space_around_it_does_not_matter(
    courtesies: Courtesies, another: Courtesies, text: str
) -> None:
    assert courtesies.kind(f"  {text} ") == courtesies.kind(text)
    assert another.kind(text) == courtesies.kind(text)


@given(
    text=st.sampled_from([text for text in SMALL_TALK if ":" not in text])
    | st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
    marks=st.text("!?.,…()", max_size=4),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_case_and_punctuation_do_not_matter(courtesies: Courtesies, text: str, marks: str) -> None:
    assert courtesies.kind(text.upper()) == courtesies.kind(text.lower()) == courtesies.kind(text)
    assert courtesies.kind(f"{marks} {text}{marks}") == courtesies.kind(text)


FOREMOST_FIRST = ["who are you", "thanks", "bye", "hello"]


@pytest.mark.parametrize(("first", "second"), list(combinations(FOREMOST_FIRST, 2)))
@pytest.mark.parametrize("order", ["{0}, {1}!", "{1}! {0}"])
def test_of_several_kinds_the_foremost_counts(courtesies: Courtesies, first: str, second: str, order: str) -> None:
    assert courtesies.kind(order.format(first, second)) == courtesies.kind(first)
