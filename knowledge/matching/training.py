"""From a fact base to what the matcher needs to judge a question."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from scipy import sparse

from knowledge.facts_model import Fact, FactBase
from knowledge.language_file import LanguageFile, read_languages
from knowledge.matching.aspects import Aspects
from knowledge.matching.confidence import Confidence, Doubles, Match, signs
from knowledge.matching.examples import Example
from knowledge.matching.languages import LanguageGuesser
from knowledge.matching.lexicon import Unit, UnitKind
from knowledge.matching.linear import train_linear
from knowledge.matching.nearest import NearestScorer
from knowledge.matching.ngrams import Indices, Vectorizer
from knowledge.matching.question import Question
from knowledge.matching.rehearsal import Examples, Rehearsal, rehearse_linear, rehearse_nearest
from knowledge.matching.scoring import Scorer
from knowledge.matching.trained import Trained, make_parser
from knowledge.text import normalise, words

# With fewer examples or facts, or if examples × facts were more, training does not pay: the nearest examples judge.
FEWEST_EXAMPLES, FEWEST_FACTS, MOST_WORK = 200, 3, 4_000_000
# What questions whose whole fact was left out, and those with a word that nobody knows, count for beside all others.
# The near misses of a fact base say better what has no answer: the more it has, the less the former are needed.
LEFT_OUT_COUNT, LEAST_LEFT_OUT_COUNT, STRANGE_COUNT = 0.3, 0.1, 0.1
STRANGE_EXAMPLES = 1500
# A word that no vocabulary holds.
STRANGE = "\ufffdstrange"


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
    vectorizer, vectors = Vectorizer.fit([example.question for example in examples])
    said = (parser.parse(text) for fact in facts.facts.values() for text in _said(fact))
    seen = {unit for question in (*said, *(example.question for example in examples)) for unit in question.units}
    scorer, confidence = _learn(examples, vectorizer, vectors, len(ids))
    return Trained(
        ids=ids,
        parser=parser,
        vectorizer=vectorizer,
        scorer=scorer,
        confidence=confidence,
        guesser=LanguageGuesser.fit(_samples(facts, languages)),
        seen=frozenset(seen),
        contentless=any(example.answered and not example.question.units for example in examples),
        aspects=Aspects.of(examples, len(ids)),
        vocabulary=vocabulary,
    )


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


def _learn(
    questions: Sequence[Example], vectorizer: Vectorizer, vectors: sparse.csr_array, facts: int
) -> tuple[Scorer, Confidence]:
    """Learn the scores, and how far they can be believed."""
    fact = np.array([example.fact for example in questions])
    answered = np.array([example.answered for example in questions])
    originals, variants = _strange_variants(questions, np.flatnonzero(answered))
    examples = Examples(vectors, fact, answered, facts, vectorizer.matrix(variants), originals)
    if len(fact) < FEWEST_EXAMPLES or facts < FEWEST_FACTS or len(fact) * facts > MOST_WORK:
        nearest = NearestScorer(vectors, examples.labels, facts)
        return nearest, _confidence(questions, variants, examples, rehearse_nearest(nearest, examples))
    linear = train_linear(vectors, examples.labels, facts + 1)
    return linear, _confidence(questions, variants, examples, rehearse_linear(examples))


def _confidence(
    questions: Sequence[Example], variants: Sequence[Question], examples: Examples, rehearsal: Rehearsal
) -> Confidence:
    """Train the confidence on how examples were judged by trainings that did not see them."""
    unseen = _unseen_once(questions)

    held_out, scores = rehearsal.held_out.numbers, rehearsal.held_out.scores
    match = Match.of(scores[:, :-1])
    right = examples.answered[held_out] & (match.fact == examples.fact[held_out])
    held_out_signs = signs(match, scores[:, -1], unseen[held_out])

    gone, scores = rehearsal.fact_gone.numbers, rehearsal.fact_gone.scores
    gone_signs = signs(Match.of(scores[:, :-1], barred=examples.fact[gone]), scores[:, -1], unseen[gone])

    changed, scores = rehearsal.variants.numbers, rehearsal.variants.scores
    strange = np.array([1 / len(variants[row].units) for row in changed])
    some_strange = np.minimum(unseen[examples.originals[changed]] + strange, 1)
    strange_signs = signs(Match.of(scores[:, :-1]), scores[:, -1], some_strange)

    questions_held_out = examples.answered[held_out].sum()
    near_misses = (~examples.answered).sum() / max(examples.answered.sum(), 1)
    left_out = max(LEFT_OUT_COUNT - near_misses, LEAST_LEFT_OUT_COUNT)
    counts = [
        np.ones(len(held_out)),
        np.full(len(gone), left_out * questions_held_out / max(len(gone), 1)),
        np.full(len(changed), STRANGE_COUNT * questions_held_out / max(len(changed), 1)),
    ]
    none_right = np.zeros(len(gone) + len(changed), dtype=bool)
    return Confidence.fit(
        np.concatenate([held_out_signs, gone_signs, strange_signs]),
        np.concatenate([right, none_right]),
        np.concatenate(counts),
    )


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
        kept = list(question.meant)
        if index % 3 and units:
            units.remove(chosen.choice(units))
            kept.pop(chosen.randrange(len(kept)))
        strange = Unit(UnitKind.WORD, STRANGE)
        variants.append(replace(question, units=tuple(sorted([*units, strange])), meant=(*kept, STRANGE)))
    return np.asarray(originals, dtype=np.int64), variants
