"""What distinguishes one version of the facts from another, in words."""

from collections.abc import Iterator, Sequence
from html import escape

from handlers.admin.lines import fitting
from handlers.texts import Translations
from knowledge.facts_model import FactBase

# Ids of facts that are named of each kind of change.
IDS_LENGTH = 600


def differences(before: FactBase, after: FactBase, speech: Translations) -> Iterator[str]:
    """Give a line for the facts that are new, changed and gone, or one that tells that nothing is different."""
    if before.fingerprint == after.fingerprint:
        yield speech.gettext("Nothing has changed.")
        return
    old, new = before.facts, after.facts
    changed = [name for name in new if name in old and new[name] != old[name]]
    for label, names in (
        (speech.gettext("New"), [name for name in new if name not in old]),
        (speech.gettext("Changed"), changed),
        (speech.gettext("Gone"), [name for name in old if name not in new]),
    ):
        if names:
            yield f"<b>{label}:</b> {len(names)} ({_ids(names)})"


def _ids(names: Sequence[str]) -> str:
    return ", ".join(fitting([escape(name) for name in names], IDS_LENGTH))
