"""All that was learnt from a fact base: what judging a question needs."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.facts_model import FactBase
from knowledge.language_file import LanguageFile
from knowledge.matching.aspects import Aspects
from knowledge.matching.confidence import Confidence
from knowledge.matching.languages import LanguageGuesser
from knowledge.matching.lexicon import Lexicon, Unit
from knowledge.matching.ngrams import Vectorizer
from knowledge.matching.question import Parser
from knowledge.matching.scoring import Scorer
from knowledge.matching.spelling import Speller


@dataclass(frozen=True)
class Trained:
    """What was learnt; `ids` gives the facts their numbers."""

    ids: tuple[str, ...]
    parser: Parser
    vectorizer: Vectorizer
    scorer: Scorer
    confidence: Confidence
    guesser: LanguageGuesser
    seen: frozenset[Unit]
    aspects: Aspects
    vocabulary: Mapping[str, int]


def make_parser(facts: FactBase, languages: Sequence[LanguageFile], vocabulary: Counter[str]) -> Parser:
    """Give the parser for a fact base in these languages; `vocabulary` counts the words that its texts use."""
    return Parser(Lexicon.build(languages, facts.concepts), Speller(vocabulary))
