"""The warnings of `tanya check`, with progress on a terminal: some need the facts to be learnt first."""

from pathlib import Path

from bot.commands.progress import progress
from bot.settings import index_cache
from knowledge.facts_model import FactBase
from knowledge.matching.matcher import Matcher
from knowledge.matching.rivals import find_rivals
from knowledge.places import Places
from knowledge.weaknesses import Weakness, plain_weaknesses, rivalry_weaknesses


def warnings_of(folder: Path, facts: FactBase, *, quick: bool) -> list[Weakness]:
    """Give the weaknesses of the facts in `folder`, in file order; `quick` leaves out what needs training."""
    places = Places.read(folder)
    found = plain_weaknesses(facts, places)
    if quick:
        return found
    with progress("learning the facts") as go_on:
        trained = Matcher.build(facts, index_cache()).trained
        go_on("judging each question without itself")
        lost = find_rivals(facts, trained)
    return sorted([*found, *rivalry_weaknesses(lost, places)])
