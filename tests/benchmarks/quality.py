"""How good verdicts are: `make quality QUESTIONS=folder`, or `python -m tests.benchmarks.quality FOLDER`.

The folder holds labelled sets (see `sets.py`); those that are not there are left out. Prints the figures of each set,
reliability tables, and what each part of the engine is worth.
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean

from bot.settings import BUNDLED_FACTS
from knowledge.evaluation import Evaluation, Judged, LabelledQuestion, Rates, evaluate
from knowledge.facts_model import FactBase
from knowledge.matching.matcher import ANSWER_AT, Matcher
from knowledge.reading import read_facts
from tests.benchmarks.ablation import COLUMNS, Variant, judged, row, variants
from tests.benchmarks.reliability import cross_validated, show_reliability, sure
from tests.benchmarks.report import heading, say, share, table
from tests.benchmarks.sets import PUBLIC_SETS, own_sets, public_sets

RATES = ("right", "helped", "wrong", "false")
PARTS = ("figures", "reliability", "ablation")


def main() -> None:
    """Measure what is asked for and print it."""
    parser = argparse.ArgumentParser(description="Measure the quality of verdicts.")
    parser.add_argument("folder", type=Path, help="folder of the labelled sets")
    parser.add_argument("--only", choices=PARTS, help="one part of the figures")
    options = parser.parse_args()
    parts = {options.only} if options.only else set(PARTS)
    facts = read_facts(BUNDLED_FACTS)
    own = own_sets(options.folder)
    if own and parts & {"figures", "reliability"}:
        verdicts = judged(Variant("the whole engine", facts), own)
        if "figures" in parts:
            show_own(verdicts)
        if "reliability" in parts:
            heading("Reliability on the labelled sets")
            show_reliability({name: [sure(*one) for one in members] for name, members in verdicts.items()})
    if parts & {"figures", "reliability"}:
        show_public(options.folder, parts)
    if "reliability" in parts:
        show_cross_validation(facts)
    if own and "ablation" in parts:
        show_ablation(facts, own)


def show_own(verdicts: Mapping[str, Sequence[Judged]]) -> None:
    """Print the figures of the sets about the bundled facts."""
    for name, members in verdicts.items():
        evaluation = evaluate(members)
        heading(f"{name}: mcc {share(evaluation.mcc)}, mcc_best {share(evaluation.mcc_best)}")
        groups = {"all": evaluation.rates}
        groups |= {f"language {language}": rates for language, rates in evaluation.by_language.items()}
        groups |= {f"kind {kind}": rates for kind, rates in evaluation.by_kind.items()}
        table(
            ("questions", "answerable", "unanswerable", *RATES), [(group, *_rates(groups[group])) for group in groups]
        )


def show_public(folder: Path, parts: set[str]) -> None:
    """Print the figures of the public sets, and how far their confidences can be believed."""
    rows = []
    scores: dict[str, list[Evaluation]] = {}
    groups = {}
    for public in public_sets(folder):
        matcher = Matcher.build(public.facts)
        verdicts = [(question, matcher.verdict(question.question)) for question in public.questions]
        evaluation = evaluate(verdicts)
        scores.setdefault(public.family, []).append(evaluation)
        groups[public.name] = [sure(*one) for one in verdicts]
        size = str(sum(1 for _ in public.facts.questions()))
        figures = (share(evaluation.mcc), share(evaluation.mcc_best))
        rows.append((public.name, str(len(public.facts.facts)), size, *_rates(evaluation.rates), *figures))
    for family in PUBLIC_SETS:
        if len(found := scores.get(family, [])) > 1:
            means = (fmean(one.mcc for one in found), fmean(one.mcc_best for one in found))
            rows.append((f"mean of {family}", *["–"] * 8, *map(share, means)))
    if rows and "figures" in parts:
        heading("Public sets, each with a fact base of its own")
        columns = ("set", "facts", "examples", "answerable", "unanswerable", *RATES, "mcc", "mcc_best")
        table(columns, rows)
    if rows and "reliability" in parts:
        heading("Reliability on the public sets")
        show_reliability(groups)


def show_cross_validation(facts: FactBase) -> None:
    """Print how far confidences can be believed on the bundled facts' own questions."""
    heading("Reliability on the bundled facts, by cross-validation")
    apart, whole = cross_validated(facts)
    show_reliability({"left out": apart, "fact left out": whole, "both": [*apart, *whole]})
    answered = sum(one.answered for one in whole) / len(whole)
    say(f"\nOf the questions whose whole fact was left out, {share(answered)} got an answer (from {ANSWER_AT} on).")


def show_ablation(facts: FactBase, own: Mapping[str, Sequence[LabelledQuestion]]) -> None:
    """Print what each part is worth."""
    rows: dict[str, list[tuple[str, ...]]] = {name: [] for name in own}
    for variant in variants(facts):
        for name, verdicts in judged(variant, own).items():
            rows[name].append((variant.name, *row(verdicts)))
    for name, figures in rows.items():
        heading(f"What each part is worth: {name}")
        table(("engine", *COLUMNS), figures)


def _rates(rates: Rates) -> tuple[str, ...]:
    shares = (rates.right, rates.helped, rates.wrong, rates.false)
    return (str(rates.answerable), str(rates.unanswerable), *map(share, shares))


if __name__ == "__main__":
    main()
