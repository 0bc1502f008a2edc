"""Whose each wording of a fact base is; wordings that read the same (`text.question_key`) are one."""

from collections import defaultdict
from collections.abc import Mapping

from knowledge.facts_model import FactBase
from knowledge.text import question_key


def own_wordings(facts: FactBase) -> Mapping[str, str]:
    """Give by key the fact of each example question and, where no question reads the same, of each title."""
    own = {question_key(text): fact for fact, _, text in facts.questions()}
    titles = {question_key(text): fact.id for fact in facts.facts.values() for text in (fact.title or {}).values()}
    return titles | own


def near_wordings(facts: FactBase) -> Mapping[str, frozenset[str]]:
    """Give by key the facts that each near miss is one of."""
    near: defaultdict[str, set[str]] = defaultdict(set)
    for fact, _, text in facts.near_misses():
        near[question_key(text)].add(fact)
    return {key: frozenset(facts) for key, facts in near.items()}
