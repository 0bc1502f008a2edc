"""What is not wrong in a fact base, yet keeps it from answering well: said so that its keeper can mend it."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, takewhile

from knowledge.facts_model import Fact, FactBase
from knowledge.language_file import read_language
from knowledge.matching.lexicon import ANY_ENDING
from knowledge.matching.rivals import LostQuestion
from knowledge.places import ConceptWord, Place, Places
from knowledge.text import normalise

# A fact with fewer questions in a language is found by those who happen to use the same words.
FEW_QUESTIONS = 10
# From so many lost questions on, two facts are said to confuse each other.
CONFUSED = 3
# What a warning quotes at most.
QUOTED = 5


@dataclass(frozen=True, order=True)
class Weakness:
    """A warning: where to mend something, and how."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place}: warning: {self.message}"


def plain_weaknesses(facts: FactBase, places: Places) -> list[Weakness]:
    """Give what shows without any training, in file order."""
    found = [weakness for fact in facts.facts.values() for weakness in _thin(fact, facts.manifest.languages, places)]
    entries = list(places.concept_words())
    return sorted([*found, *_shared_words(entries), *_filler_words(facts, entries)])


def rivalry_weaknesses(questions: Iterable[LostQuestion], places: Places) -> list[Weakness]:
    """Give the questions that another fact wins, and the facts that confuse each other, in file order."""
    pairs: defaultdict[frozenset[str], list[LostQuestion]] = defaultdict(list)
    found = []
    for lost in questions:
        pairs[frozenset((lost.fact, lost.rival))].append(lost)
        advice = "give it more of its kind, or move it if that fact answers it better"
        message = f"learnt without it, '{lost.rival}' wins '{lost.text}' from '{lost.fact}'; {advice}"
        found.append(Weakness(places.of_fact(lost.fact, "questions", lost.language, lost.number), message))
    return sorted([*found, *(_confused(some, places) for some in pairs.values() if len(some) >= CONFUSED)])


def _confused(lost: list[LostQuestion], places: Places) -> Weakness:
    (fact, own), *rest = Counter(question.fact for question in lost).most_common()
    rival = next(question.rival for question in lost if question.fact == fact)
    back = f", and {rest[0][1]} the other way" if rest else ""
    advice = "word the questions of each by what only it says, or make one fact of them"
    message = f"'{fact}' and '{rival}' confuse each other: '{rival}' wins {own} questions of '{fact}'{back}; {advice}"
    return Weakness(places.of_fact(fact), message)


def _thin(fact: Fact, languages: tuple[str, ...], places: Places) -> Iterator[Weakness]:
    counts = {language: len(fact.questions[language]) for language in languages}
    richest = max(counts, key=lambda language: counts[language])
    for language, count in counts.items():
        has = f"'{fact.id}' has {count} {'question' if count == 1 else 'questions'} in '{language}'"
        place = places.of_fact(fact.id, "questions", language)
        if count < FEW_QUESTIONS:
            yield Weakness(place, f"{has}; write {FEW_QUESTIONS} or more")
        elif 2 * count < counts[richest]:
            yield Weakness(place, f"{has}, but {counts[richest]} in '{richest}'; write at least half as many")
    if not any(fact.unanswerable.values()):
        message = f"'{fact.id}' has no near miss; write under 'unanswerable' what it seems to answer and does not"
        yield Weakness(places.of_fact(fact.id), message)


def _shared_words(entries: list[ConceptWord]) -> Iterator[Weakness]:
    """Find words of two concepts: one warning for every two, at the first word that the later one repeats."""
    first: dict[str, ConceptWord] = {}
    shared: defaultdict[tuple[str, str], dict[str, Place]] = defaultdict(dict)
    for word in entries:
        owner = first.setdefault(normalise(word.entry), word)
        if owner.concept != word.concept:
            shared[owner.concept, word.concept].setdefault(word.entry, word.place)
    for (owner_name, name), repeated in shared.items():
        advice = "which makes them mean both; if they mean one, keep them there only"
        message = f"concept '{name}' shares {_quoted(repeated)} with concept '{owner_name}', {advice}"
        yield Weakness(next(iter(repeated.values())), message)


def _filler_words(facts: FactBase, entries: list[ConceptWord]) -> Iterator[Weakness]:
    """Find concept words that are, or begin, what a language's file calls a word without content."""
    fillers = sorted({normalise(word) for code in facts.manifest.languages for word in read_language(code).fillers})
    for word in entries:
        entry = normalise(word.entry)
        beginning = entry.removesuffix(ANY_ENDING)
        at = bisect_left(fillers, beginning)
        begun = list(takewhile(lambda filler: filler.startswith(beginning), islice(fillers, at, None)))  # noqa: B023
        what = f"'{word.entry}' of concept '{word.concept}'"
        if entry == beginning and entry in begun:
            advice = "and no longer skipped with these facts; remove it here if the concept can do without"
            yield Weakness(word.place, f"{what} is a filler word too, {advice}")
        # A longer phrase is a filler of its own, whatever it begins with.
        elif entry != beginning and (covered := [filler for filler in begun if " " not in filler[len(beginning) :]]):
            advice = "and does not mean them: fillers stay fillers; write in full what is meant, or a longer beginning"
            yield Weakness(word.place, f"{what} covers filler words, {_quoted(covered)}, {advice}")


def _quoted(texts: Collection[str]) -> str:
    """Give the first few of the texts in quotes, and how many more there are."""
    some = ", ".join(f"'{text}'" for text in list(texts)[:QUOTED])
    return f"{some} and {len(texts) - QUOTED} more" if len(texts) > QUOTED else some
