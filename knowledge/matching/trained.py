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
from knowledge.matching.question import Parser, Question
from knowledge.matching.scoring import Scorer
from knowledge.matching.spelling import Speller


@dataclass(frozen=True)
class Trained:
    """What was learnt; `ids` gives the facts their numbers.

    `seen` are the units that stand in the facts' texts. `contentless` is whether some of the facts' questions have no
    units at all, as in a fact base that answers greetings.
    """

    ids: tuple[str, ...]
    parser: Parser
    vectorizer: Vectorizer
    scorer: Scorer
    confidence: Confidence
    guesser: LanguageGuesser
    seen: frozenset[Unit]
    contentless: bool
    aspects: Aspects
    vocabulary: Mapping[str, int]

    def unseen_share(self, question: Question) -> float:
        """Give the share of the question's units that stand in none of the facts' texts, in [0, 1]."""
        return sum(unit not in self.seen for unit in question.units) / max(len(question.units), 1)

    def may_ask(self, question: Question) -> bool:
        """Whether the question says anything that could be after a fact."""
        return bool(question.units or (question.words and self.contentless))


def make_parser(facts: FactBase, languages: Sequence[LanguageFile], vocabulary: Counter[str]) -> Parser:
    """Give the parser for a fact base in these languages; `vocabulary` counts the words that its texts use."""
    return Parser(Lexicon.build(languages, facts.concepts), Speller(vocabulary))
