"""The reasons for a verdict as tables for the terminal."""

from collections.abc import Iterator

from rich.table import Table

from knowledge.matching.explanation import Explanation, PieceTaken, Taken
from knowledge.matching.lexicon import UnitKind

_KINDS = {
    UnitKind.FILLER: "filler",
    UnitKind.ASPECT: "asks for",
    UnitKind.CONCEPT: "concept",
    UnitKind.WORD: "word of the facts",
}


def explanation_tables(explanation: Explanation) -> Iterator[Table]:
    """Give what each word was taken for, which reading counted, the likeliest facts, and what decided."""
    yield _words(explanation)
    if len(explanation.readings) > 1:
        yield _readings(explanation)
    if explanation.nearest:
        yield _facts(explanation)
    yield _decision(explanation)


def _words(explanation: Explanation) -> Table:
    typed: dict[str, list[str]] = {}
    for mended in explanation.mended:
        typed.setdefault(mended.meant, []).append(mended.typed)
    table = _table("Words", "words", "typed as", "taken for")
    for piece in explanation.pieces:
        before = [one for word in piece.words.split() for one in typed.get(word, ())]
        table.add_row(piece.words, ", ".join(dict.fromkeys(before)), _taken_for(piece))
    return table


def _taken_for(piece: PieceTaken) -> str:
    return ", ".join(map(_role, piece.taken))


def _role(taken: Taken) -> str:
    if taken.kind is UnitKind.FILLER:
        return _KINDS[taken.kind]
    if taken.kind is UnitKind.WORD:
        return _KINDS[taken.kind] if taken.explained else "left over: in none of the facts' texts"
    role = f"{_KINDS[taken.kind]} {taken.name}"
    return role if taken.explained else f"{role}, left over: in none of the facts' texts"


def _readings(explanation: Explanation) -> Table:
    table = _table("Readings of the message", "reading", "confidence", "")
    for reading in explanation.readings:
        table.add_row(reading.words, f"{reading.confidence:.3f}", "counts" if reading.counts else "")
    return table


def _facts(explanation: Explanation) -> Table:
    table = _table("Likeliest facts", "fact", "score")
    for scored in explanation.nearest:
        table.add_row(scored.fact, f"{scored.score:.3f}")
    if explanation.signs:
        table.add_row("(no fact)", f"{explanation.signs.none:.3f}")
    return table


def _decision(explanation: Explanation) -> Table:
    table = Table(show_header=False, title="Decision", title_justify="left")
    if signs := explanation.signs:
        table.add_row("lead over the next fact", f"{signs.lead:.3f}")
        table.add_row("share that no fact explains", f"{signs.unexplained:.3f}")
    else:
        table.add_row("content", "none: nothing to look for")
    if explanation.own:
        table.add_row("word for word a question or the title of", explanation.own)
    if explanation.several:
        table.add_row("several questions, each of them sure", "\n".join(explanation.several))
    if explanation.missing:
        table.add_row("asked for, and not given by the likeliest fact", explanation.missing)
    table.add_row("confidence", f"{explanation.confidence:.3f}")
    table.add_row("an answer needs the confidence", f"{explanation.thresholds.answer:.3f}")
    table.add_row("a suggestion needs the score", f"{explanation.thresholds.suggest:.3f}")
    return table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, justify="right" if column in {"confidence", "score"} else "left")
    return table
