"""From a fact base to what the matcher needs to judge a question."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from knowledge.facts_model import Fact, FactBase
from knowledge.language_file import LanguageFile, read_languages
from knowledge.matching.aspects import Aspects
from knowledge.matching.confidence import Confidence, Doubles, Match, signs
from knowledge.matching.examples import Example
from knowledge.matching.languages import LanguageGuesser
from knowledge.matching.lexicon import Lexicon, Unit, UnitKind
from knowledge.matching.ngrams import Indices, Vectorizer
from knowledge.matching.question import Parser, Question
from knowledge.matching.rehearsal import LocalRehearsal, Rehearsal
from knowledge.matching.ridge import Ridge
from knowledge.matching.scoring import LocalScorer, Scorer, WeightScorer
from knowledge.matching.spelling import Speller
from knowledge.text import normalise, words

# Beyond so many examples a Gram matrix is too large: each question is judged by its nearest examples, and the
# confidence is learnt from a part of the examples.
DENSE_EXAMPLES = 9000
REHEARSED_EXAMPLES = 2000
# How much a question counts whose whole fact was left out, and one with a word that nobody knows.
LEFT_OUT_COUNTS, STRANGE_COUNTS = 0.3, 0.05
STRANGE_EXAMPLES = 1500
# A word that no vocabulary holds.
STRANGE = "\ufffdstrange"


@dataclass(frozen=True)
class Trained:
    """All that was learnt from a fact base; `ids` gives the facts their numbers."""

    ids: tuple[str, ...]
    parser: Parser
    vectorizer: Vectorizer
    scorer: Scorer
    confidence: Confidence
    guesser: LanguageGuesser
    seen: frozenset[Unit]
    aspects: Aspects
    vocabulary: Mapping[str, int]


def train(facts: FactBase) -> Trained:
    """Learn from the facts' questions and near misses: seconds of work."""
    ids = tuple(sorted(facts.facts))
    languages = read_languages(facts.manifest.languages)
    texts = [(fact, text, True) for fact, _, text in facts.questions()]
    texts += [(fact, text, False) for fact, _, text in facts.near_misses()]
    all_texts = (*(text for _, text, _ in texts), *(text for fact in facts.facts.values() for text in _said(fact)))
    vocabulary = Counter(word for text in all_texts for word in words(normalise(text)))
    parser = make_parser(facts, languages, vocabulary)
    number = {name: index for index, name in enumerate(ids)}
    examples = [Example(parser.parse(text), number[fact], answered) for fact, text, answered in texts]
    vectorizer = Vectorizer.fit([example.question for example in examples])
    said = (parser.parse(text) for fact in facts.facts.values() for text in _said(fact))
    seen = {unit for question in (*said, *(example.question for example in examples)) for unit in question.units}
    scorer, confidence = _learn(examples, vectorizer, len(ids))
    return Trained(
        ids=ids,
        parser=parser,
        vectorizer=vectorizer,
        scorer=scorer,
        confidence=confidence,
        guesser=LanguageGuesser.fit(_samples(facts, languages)),
        seen=frozenset(seen),
        aspects=Aspects.of(examples, len(ids)),
        vocabulary=vocabulary,
    )


def make_parser(facts: FactBase, languages: Sequence[LanguageFile], vocabulary: Counter[str]) -> Parser:
    """Give the parser for a fact base in these languages; `vocabulary` counts the words that its texts use."""
    return Parser(Lexicon.build(languages, facts.concepts), Speller(vocabulary))


def _said(fact: Fact) -> Iterator[str]:
    """Give what the bot says about a fact."""
    yield from fact.answer.values()
    yield from (fact.title or {}).values()


def _samples(facts: FactBase, languages: Sequence[LanguageFile]) -> Iterator[tuple[str, Sequence[str]]]:
    """Give texts with their language, the language's own words among them."""
    for _, language, text in (*facts.questions(), *facts.near_misses()):
        yield language, words(normalise(text))
    for code, file in zip(facts.manifest.languages, languages, strict=True):
        entries = (*file.fillers, *(form for forms in file.asks.values() for form in forms))
        yield code, [word for entry in entries if "*" not in entry for word in words(normalise(entry))]


def _learn(examples: Sequence[Example], vectorizer: Vectorizer, facts: int) -> tuple[Scorer, Confidence]:
    vectors = vectorizer.matrix(example.question for example in examples)
    labels = np.array([example.fact if example.answered else facts for example in examples])
    unseen = _unseen_once(examples)
    if len(examples) <= DENSE_EXAMPLES:
        ridge = Ridge.fit(vectors, np.eye(facts + 1, dtype=np.float32)[labels])
        return WeightScorer(ridge.weights()), _confidence(examples, unseen, vectorizer, ridge)
    scorer = LocalScorer(vectors, labels, facts)
    part = np.sort(np.random.default_rng(0).permutation(len(examples))[:REHEARSED_EXAMPLES])
    rehearsal = LocalRehearsal(scorer, np.array([example.fact for example in examples]), part)
    some = [examples[index] for index in part]
    return scorer, _confidence(some, unseen[part], vectorizer, rehearsal)


def _confidence(examples: Sequence[Example], unseen: Doubles, vectorizer: Vectorizer, judge: Rehearsal) -> Confidence:
    """Train the confidence on how examples are judged by a training that did not see them."""
    fact = np.array([example.fact for example in examples])
    answered = np.array([example.answered for example in examples])
    own = np.flatnonzero(answered)

    scores = judge.left_out()
    match = Match.of(scores[:, :-1])
    seen_signs = signs(match, scores[:, -1], unseen)

    groups = [np.flatnonzero(fact == number) for number in np.unique(fact)]
    scores = judge.groups_left_out(groups)[own]
    left_out_signs = signs(Match.of(scores[:, :-1], barred=fact[own]), scores[:, -1], unseen[own])

    originals, variants = _strange_variants(examples, own)
    scores = judge.variants_left_out(vectorizer.matrix(variants), originals)
    strange = np.array([1 / len(question.units) for question in variants])
    strange_signs = signs(Match.of(scores[:, :-1]), scores[:, -1], np.minimum(unseen[originals] + strange, 1))

    right = np.zeros(len(seen_signs) + len(left_out_signs) + len(strange_signs), dtype=bool)
    right[: len(examples)] = answered & (match.fact == fact)
    counts = [
        np.ones(len(seen_signs)),
        np.full(len(left_out_signs), LEFT_OUT_COUNTS),
        np.full(len(strange_signs), STRANGE_COUNTS * len(own) / max(len(variants), 1)),
    ]
    return Confidence.fit(np.concatenate([seen_signs, left_out_signs, strange_signs]), right, np.concatenate(counts))


def _unseen_once(examples: Sequence[Example]) -> Doubles:
    """Give for each example the share of its units that no other example has."""
    frequency = Counter(unit for example in examples for unit in example.question.units)
    return np.array(
        [
            sum(frequency[unit] == 1 for unit in example.question.units) / max(len(example.question.units), 1)
            for example in examples
        ]
    )


def _strange_variants(examples: Sequence[Example], own: Indices) -> tuple[Indices, list[Question]]:
    """Give examples with a word added, or a unit replaced, that no fact base knows: they have no answer.

    Every third keeps its units beside the strange one ("operation Channel Barbarossa"), the others lose one to it
    ("operation Barbarossa").
    """
    chosen = random.Random(0)  # noqa: S311 - the same fact base gives the same index
    originals = np.sort(chosen.sample(list(own), min(len(own), STRANGE_EXAMPLES))) if len(own) else own
    variants = []
    for index in originals:
        question = examples[index].question
        units = list(question.units)
        kept = list(question.words)
        if index % 3 and units:
            units.remove(chosen.choice(units))
            kept.pop(chosen.randrange(len(kept)))
        strange = Unit(UnitKind.WORD, STRANGE)
        variants.append(replace(question, units=tuple(sorted([*units, strange])), words=(*kept, STRANGE)))
    return np.asarray(originals, dtype=np.int64), variants
