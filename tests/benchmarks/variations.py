"""Messages to time verdicts with: questions with changed words, and messages that are meant to hurt.

All are made from a seed: the same facts give the same messages.
"""

import random
from collections.abc import Callable, Mapping, Sequence

from knowledge.facts_model import FactBase
from knowledge.text import TEXT_LIMIT, normalise, words

LONG = 10_000
SHORTEST_MISTYPED = 4
LETTERS = "abcdefghijklmnopqrstuvwxyz"
MARKS = "".join(map(chr, range(0x300, 0x340)))
# Latin, Cyrillic, Greek, Arabic, Devanagari, Chinese, Thai, emoji.
SCRIPTS = "aboqzабвыёαβγωابتثकखगघ的一是不กขคง😀🎉"


def seeded(*names: object) -> random.Random:
    """Give a source of randomness of its own for each name."""
    return random.Random(" ".join(map(str, names)))  # noqa: S311 - the same names give the same messages


def question_texts(facts: FactBase) -> list[str]:
    """Give the example questions, in order."""
    return [text for _, _, text in facts.questions()]


def varied_questions(texts: Sequence[str], count: int) -> list[str]:
    """Give so many questions, each one of `texts` with a word or two changed."""
    chance = seeded("varied", count)
    return [changed(chance.choice(texts), texts, chance) for _ in range(count)]


def changed(text: str, texts: Sequence[str], chance: random.Random) -> str:
    """Give the question as somebody else might write it."""
    parts = text.split()
    place = chance.randrange(len(parts))
    strange = chance.choice(chance.choice(texts).split())
    match chance.randrange(6):
        case 0:
            parts[place] = mistyped(parts[place], chance)
        case 1 if len(parts) > 1:
            del parts[place]
        case 2:
            parts[place] = strange
        case 3:
            parts.insert(place, strange)
        case 4:
            parts[place] = mistyped(parts[place], chance)
            parts.append(strange)
        case _:
            parts.insert(0, f"{chance.choice(texts).rstrip('?')}.")
    return " ".join(parts)


def mistyped(word: str, chance: random.Random) -> str:
    """Give the word with one letter lost, doubled or swapped with the next."""
    if len(word) < SHORTEST_MISTYPED:
        return word
    at = chance.randrange(len(word) - 1)
    first, second, rest = word[at], word[at + 1], word[at + 2 :]
    return word[:at] + chance.choice([second, first * 2 + second, second + first]) + rest


def made_up_word(chance: random.Random, letters: str = LETTERS, shortest: int = 4, longest: int = 12) -> str:
    """Give a word that nobody knows."""
    return "".join(chance.choices(letters, k=chance.randint(shortest, longest)))


def hurtful_messages(facts: FactBase) -> Mapping[str, Callable[[random.Random], str]]:
    """Give makers of messages that may take long, by what they are; each makes 10,000 characters or fewer."""
    texts = question_texts(facts)
    known = sorted({word for text in texts for word in words(normalise(text))})

    def filled(make: Callable[[random.Random], str], between: str, chance: random.Random) -> str:
        parts: list[str] = []
        length = 0
        while length < LONG:
            parts.append(make(chance))
            length += len(parts[-1]) + len(between)
        return between.join(parts)[:LONG]

    def repeated(word: str) -> str:
        return (f"{word} " * LONG)[:LONG]

    def mistyped_words(chance: random.Random) -> str:
        return mistyped(chance.choice(known), chance)

    return {
        "10,000 characters of the facts' words": lambda chance: filled(lambda c: c.choice(known), " ", chance),
        "10,000 characters of mistyped words": lambda chance: filled(mistyped_words, " ", chance),
        "10,000 characters of unknown words": lambda chance: filled(made_up_word, " ", chance),
        "one known word repeated": lambda chance: repeated(chance.choice(known)),
        "one mistyped word repeated": lambda chance: repeated(mistyped_words(chance)),
        "one letter repeated, no spaces": lambda chance: chance.choice(LETTERS) * LONG,
        "10,000 letters, no spaces": lambda chance: made_up_word(chance, shortest=LONG, longest=LONG),
        "hyphens between words": lambda chance: filled(mistyped_words, "-", chance),
        "combining marks": lambda chance: filled(
            lambda c: c.choice(LETTERS) + made_up_word(c, MARKS, 5, 40), "", chance
        ),
        "mixed scripts": lambda chance: filled(lambda c: made_up_word(c, SCRIPTS), " ", chance),
        "sentences of one word": lambda chance: filled(lambda c: c.choice(known) + "?", " ", chance),
        "lines of mistyped questions": lambda chance: filled(
            lambda c: changed(c.choice(texts), texts, c), "\n", chance
        ),
        "control and format characters": lambda chance: filled(
            lambda c: c.choice(known) + made_up_word(c, "\u200b\u200d\u202e\x00\x1b", 1, 3), " ", chance
        ),
        "a Telegram message of question marks": lambda _: "?" * TEXT_LIMIT,
    }
