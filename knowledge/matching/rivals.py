"""Which of the facts' own questions another fact wins, were they not among the examples."""

from dataclasses import dataclass, replace

import numpy as np

from knowledge.facts_model import FactBase
from knowledge.matching.ridge import Ridge
from knowledge.matching.training import DENSE_EXAMPLES, Trained

# No id is empty.
NO_FACT = ""


@dataclass(frozen=True)
class LostQuestion:
    """The example question `fact.questions[language][number]`, which `rival` wins."""

    fact: str
    language: str
    number: int
    text: str
    rival: str


def find_rivals(facts: FactBase, trained: Trained) -> tuple[LostQuestion, ...]:
    """Judge every example question by a training without it: seconds of work, and 4 · examples² bytes.

    A rival wins where its score is above the fact's own and above that of "no fact". Of a fact base with more than
    DENSE_EXAMPLES, that many are judged.
    """
    own = [
        LostQuestion(fact.id, language, number, text, rival="")
        for fact in facts.facts.values()
        for language, questions in fact.questions.items()
        for number, text in enumerate(questions)
    ]
    texts = [*(question.text for question in own), *(text for _, _, text in facts.near_misses())]
    # Random, yet the same at every check: own questions and near misses in proportion.
    part = np.sort(np.random.default_rng(0).permutation(len(texts))[:DENSE_EXAMPLES])
    wanted = [own[index].fact if index < len(own) else NO_FACT for index in part]
    names = sorted({*wanted, NO_FACT})
    column = {name: number for number, name in enumerate(names)}
    targets = np.zeros((len(part), len(names)), dtype=np.float32)
    targets[np.arange(len(part)), [column[name] for name in wanted]] = 1
    vectors = trained.vectorizer.matrix(trained.parser.parse(texts[index]) for index in part)
    won = [names[number] for number in Ridge.fit(vectors, targets).left_out().argmax(axis=1)]
    return tuple(
        replace(own[index], rival=winner)
        for index, fact, winner in zip(part, wanted, won, strict=True)
        if NO_FACT not in (fact, winner) and winner != fact
    )
