"""Figures as tables for the terminal."""

from collections.abc import Iterator, Mapping, Sequence

from rich.cells import cell_len
from rich.table import Table

from bot.storage.noted import HASH_SHOWN, NotedAction
from handlers.records import LogStats
from knowledge.evaluation import Evaluation, Rates
from knowledge.failures import Asked, Comparison, Confusion, Failures, Group

# However narrow the terminal, a question keeps so much room.
QUESTION_WIDTH = 20
_SHARES = ("right", "helped", "wrong", "false")


def evaluation_table(evaluation: Evaluation) -> Table:
    """Give the figures of a question set: in all, by language, by kind."""
    table = _figures(f"mcc {evaluation.mcc:.3f}, mcc_best {evaluation.mcc_best:.3f}", evaluation)
    for name in ("answer-\nable", "unanswer-\nable", *_SHARES):
        _add_column(table, name)
    for section in _sections(evaluation):
        table.add_section()
        for name, rates in section.items():
            table.add_row(name, str(rates.answerable), str(rates.unanswerable), *map(_share, _shares(rates)))
    return table


def comparison_tables(comparison: Comparison, now: Evaluation) -> Iterator[Table]:
    """Give an earlier run's figures beside those of now, and the questions that became better and worse."""
    earlier = comparison.earlier
    title = f"Earlier→now: mcc {earlier.mcc:.3f}→{now.mcc:.3f}, mcc_best {earlier.mcc_best:.3f}→{now.mcc_best:.3f}"
    table = _figures(title, now)
    for name in _SHARES:
        _add_column(table, name, width=len("0.000→0.000"))
    for before, after in zip(_sections(earlier), _sections(now), strict=True):
        table.add_section()
        for name, rates in after.items():
            both = zip(_shares(before[name]), _shares(rates), strict=True)
            table.add_row(
                name, *("–" if then is this is None else f"{_share(then)}→{_share(this)}" for then, this in both)
            )
    yield table
    yield from _group("Better", comparison.better)
    yield from _group("Worse", comparison.worse)


def failure_tables(failures: Failures) -> Iterator[Table]:
    """Give the worst confusions, and the questions that failed."""
    if failures.confusions:
        yield _confusions(failures.confusions)
    yield from _group("Wrong: answered with another fact", failures.wrong)
    yield from _group("False: answered though no fact does", failures.false)
    yield from _group("Missed: not answered though a fact does", failures.missed)


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


def actions_table(actions: Sequence[NotedAction]) -> Table:
    """Give what admins did; an admin by as much of the hash as the log lines show."""
    table = Table()
    for name in ("when (UTC)", "admin", "action"):
        table.add_column(name, no_wrap=True, min_width=cell_len(name))
    table.add_column("to what", overflow="fold")
    for one in actions:
        table.add_row(f"{one.done_at:%Y-%m-%d %H:%M:%S}", one.admin_hash[:HASH_SHOWN], one.action, one.detail)
    return table


def _figures(title: str, evaluation: Evaluation) -> Table:
    """Give a table whose first column has room for every name on one line, however narrow the terminal."""
    table = Table(title=title, title_justify="left")
    names = [name for section in _sections(evaluation) for name in section]
    table.add_column("questions", no_wrap=True, min_width=max(map(cell_len, names)))
    return table


def _add_column(table: Table, name: str, width: int = 0) -> None:
    """Add a column of figures, none of which is ever cut."""
    table.add_column(name, justify="right", no_wrap=True, min_width=max(width, *map(len, name.split("\n")), 5))


def _sections(evaluation: Evaluation) -> list[dict[str, Rates]]:
    return [
        {"all": evaluation.rates},
        {f"lang {name}": rates for name, rates in evaluation.by_language.items()},
        {f"kind {name}": rates for name, rates in evaluation.by_kind.items()},
    ]


def _confusions(confusions: Sequence[Confusion]) -> Table:
    table = Table(title="Worst confusions", title_justify="left")
    table.add_column("expected", overflow="fold")
    table.add_column("answered", overflow="fold")
    table.add_column("questions", justify="right")
    for confusion in confusions:
        table.add_row(confusion.expected or "none", confusion.said or "none", str(confusion.count))
    return table


def _group(title: str, group: Group) -> Iterator[Table]:
    if not group.count:
        return
    shown = len(group.questions)
    count = f"{group.count}" if shown == group.count else f"{shown} of {group.count}; --all shows all"
    table = Table(title=f"{title} ({count})", title_justify="left", show_lines=True, show_header=False)
    table.add_column("question", ratio=1, min_width=QUESTION_WIDTH)
    # Ids are there to be copied: none is ever cut.
    verdicts = ["\n".join(_verdict(asked)) for asked in group.questions]
    table.add_column(
        "verdict", no_wrap=True, min_width=max(cell_len(line) for one in verdicts for line in one.split("\n"))
    )
    for asked, verdict in zip(group.questions, verdicts, strict=True):
        table.add_row(f"{asked.question}\n({asked.lang}, {asked.kind})", verdict)
    yield table


def _verdict(asked: Asked) -> Iterator[str]:
    yield from _listed("expected", asked.expect or ("none",))
    if asked.fact:
        yield from _listed("answered", (asked.fact,))
    else:
        yield from _listed("suggested", asked.suggestions or ("none",))
    yield from _listed("confidence", (f"{asked.confidence:.3f}",))
    if asked.earlier and asked.earlier != asked.result:
        yield from _listed("changed", (f"{asked.earlier}→{asked.result}",))


def _listed(name: str, values: Sequence[str]) -> Iterator[str]:
    for number, value in enumerate(values):
        yield f"{name if number == 0 else '':<10} {value}"


def _shares(rates: Rates) -> list[float | None]:
    return [rates.right, rates.helped, rates.wrong, rates.false]


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.3f}"


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items()) or "–"
