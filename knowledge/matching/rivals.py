"""Which of the facts' own questions another fact wins, were they not among the examples."""

from dataclasses import dataclass, replace

import numpy as np

from knowledge.facts_model import FactBase
from knowledge.matching.rehearsal import held_out_scores
from knowledge.matching.trained import Trained

# No id is empty.
NO_FACT = ""
MOST_JUDGED = 20_000
FOLDS = 3


@dataclass(frozen=True)
class LostQuestion:
    """The example question `fact.questions[language][number]`, which `rival` wins."""

    fact: str
    language: str
    number: int
    text: str
    rival: str


def find_rivals(facts: FactBase, trained: Trained) -> tuple[LostQuestion, ...]:
    """Judge every example question by a training without it: seconds of work.

    A rival wins where its score is above the fact's own and above that of "no fact". Of a fact base with more than
    MOST_JUDGED, that many are judged.
    """
    own = [
        LostQuestion(fact.id, language, number, text, rival="")
        for fact in facts.facts.values()
        for language, questions in fact.questions.items()
        for number, text in enumerate(questions)
    ]
    texts = [*(question.text for question in own), *(text for _, _, text in facts.near_misses())]
    # Random, yet the same at every check: own questions and near misses in proportion.
    part = np.sort(np.random.default_rng(0).permutation(len(texts))[:MOST_JUDGED])
    wanted = [own[index].fact if index < len(own) else NO_FACT for index in part]
    names = sorted({*wanted, NO_FACT})
    column = {name: number for number, name in enumerate(names)}
    labels = np.array([column[name] for name in wanted])
    vectors = trained.vectorizer.matrix(trained.parser.parse(texts[index]) for index in part)
    won = [names[number] for number in held_out_scores(vectors, labels, len(names), FOLDS).argmax(axis=1)]
    return tuple(
        replace(own[index], rival=winner)
        for index, fact, winner in zip(part, wanted, won, strict=True)
        if NO_FACT not in (fact, winner) and winner != fact
    )
