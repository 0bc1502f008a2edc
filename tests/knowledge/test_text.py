"""Text for the matcher: one form for everything that people type alike."""

import unicodedata
from typing import Literal, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text import TEXT_LIMIT, normalise, question_key, words

Form = Literal["NFC", "NFD", "NFKC", "NFKD"]
FORMS = st.sampled_from(get_args(Form))
# Letters of the three languages, their marks, and what chats are full of.
TYPED = st.text(st.one_of(st.characters(), st.sampled_from("еёЕЁиийЙў\u0301\u0306\u0308 \t\u200d\u00ad-'’ßſİıΣς")))
WHATEVER = st.one_of(st.text(), TYPED)


@given(WHATEVER)
def test_normalised_text_is_normalised_already(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once or len(once) > TEXT_LIMIT


@given(st.text(st.sampled_from("абвгдежзийклмноёъ abcxyzéñ,.?!")), FORMS)
def test_unicode_form_does_not_matter(text: str, form: Form) -> None:
    assert normalise(unicodedata.normalize(form, text)) == normalise(text)


@given(st.text(st.sampled_from("абвгдежзийклмноёъщ abcxyzéñßσ,.?!")))
def test_case_does_not_matter(text: str) -> None:
    assert normalise(text.upper()) == normalise(text) == normalise(text.title())


@given(WHATEVER)
def test_nothing_is_left_that_cannot_be_seen(text: str) -> None:
    left = normalise(text)
    assert not [char for char in left if unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"}]
    assert "  " not in left
    assert left == left.strip()


@given(WHATEVER)
def test_words_hold_no_spaces_and_stand_in_the_text_in_order(text: str) -> None:
    normal = normalise(text)
    rest = normal
    for word in words(normal):
        assert word
        assert not any(char.isspace() for char in word)
        assert word in rest
        rest = rest.split(word, maxsplit=1)[1]


@given(WHATEVER)
def test_a_question_key_is_its_own_key_and_survives_punctuation(text: str) -> None:
    key = question_key(text)
    assert question_key(key) == key or len(key) > TEXT_LIMIT
    if words(normalise(text)) and len(text) < TEXT_LIMIT // 20:
        assert question_key(f"  «{text}» ?!…") == key


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ЁЛКА ещё", "елка еще"),
        ("е\u0308лка", "елка"),
        ("мой Йод", "мой йод"),
        ("мои\u0306", "мой"),
        ("украи\u0308на", "украина"),
        ("ударе\u0301ние", "ударение"),
        ("café Ñandú naïve", "cafe nandu naive"),
        ("Ô\u0301", "o"),
        ("Straße STRASSE", "strasse strasse"),
        ("ﬁne ① Ｗｉｄｅ ½", "fine 1 wide 1⁄2"),
        ("a\u00a0b\u2003c", "a b c"),
        ("a\tb\nc\r\nd\u2028e\u2029f\x85g\x00h", "a b c d e f g h"),
        ("zero\u200bwidth\u200djoin\ufeffer so\u00adft", "zerowidthjoiner soft"),
        ("\u202eright\u202c left", "right left"),
        ("  many    spaces  ", "many spaces"),
        ("", ""),
        ("\u0301\u200b", ""),
    ],
)
def test_what_people_type_becomes_what_they_mean(typed: str, meant: str) -> None:
    assert normalise(typed) == meant


def test_short_i_stays_another_letter_than_i() -> None:
    assert question_key("мой") != question_key("мои")
    assert question_key("Мой") == question_key(unicodedata.normalize("NFD", "мой"))


def test_a_breve_that_makes_no_letter_goes() -> None:
    assert normalise("ă е\u0306 \u0306") == "a е"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("what's up, don't-know?", ["what's", "up", "don't-know"]),
        ("таджикско-афганская граница", ["таджикско-афганская", "граница"]),
        ("snake_case a--b -c- 'd'", ["snake", "case", "a", "b", "c", "d"]),
        ("2023–2025 №5 100%", ["2023", "2025", "5", "100"]),
        ("🦈 ... ?!", []),
        ("安全 σύνοδος", ["安全", "σύνοδος"]),
    ],
)
def test_words_are_cut_at_punctuation_but_not_at_hyphens_and_apostrophes(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_text_without_words_keeps_itself_as_key() -> None:
    assert question_key(" ?! ") == "?!"
    assert question_key("🦈") != question_key("🐧")


@pytest.mark.parametrize("unit", ["слово ", "ё", "a\u0301", "\u0301", "\u200b", "ﷺ", "\x00", "?", " "])
def test_ten_thousand_characters_are_cut_and_not_refused(unit: str) -> None:
    long = (unit * 10_000)[:10_000]
    assert normalise(long) == normalise(long[:TEXT_LIMIT])
    assert question_key(long) == question_key(long[:TEXT_LIMIT])
