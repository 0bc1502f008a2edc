"""Figures as tables for the terminal."""

from collections.abc import Mapping

from rich.table import Table

from handlers.services import LogStats
from knowledge.evaluation import Evaluation, Rates


def evaluation_table(evaluation: Evaluation) -> Table:
    """Give the figures of a question set: in all, by language, by kind."""
    table = Table(title=f"mcc {evaluation.mcc:.3f}, mcc_best {evaluation.mcc_best:.3f}", title_justify="left")
    for name in ("questions", "answerable", "unanswerable", "right", "helped", "wrong", "false"):
        table.add_column(name, justify="left" if name == "questions" else "right")
    _add_rates(table, "all", evaluation.rates)
    for field, groups in (("lang", evaluation.by_language), ("kind", evaluation.by_kind)):
        table.add_section()
        for name, rates in groups.items():
            _add_rates(table, f"{field} {name}", rates)
    return table


def stats_table(stats: LogStats) -> Table:
    """Give the figures of the question log."""
    table = Table(show_header=False)
    table.add_row("questions", str(stats.questions))
    table.add_row("people", str(stats.users))
    table.add_row("verdicts", _counts(stats.outcomes))
    table.add_row("languages", _counts(stats.languages))
    table.add_row("chats", _counts(stats.chat_kinds))
    table.add_row("facts", _counts(stats.facts))
    seconds = stats.median_seconds
    table.add_row("median time to the reply", "–" if seconds is None else f"{seconds * 1000:.0f} ms")
    return table


def _add_rates(table: Table, name: str, rates: Rates) -> None:
    shares = [rates.right, rates.helped, rates.wrong, rates.false]
    figures = ["–" if share is None else f"{share:.3f}" for share in shares]
    table.add_row(name, str(rates.answerable), str(rates.unanswerable), *figures)


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items()) or "–"
