"""What the benchmarks print: Markdown that is readable in a terminal."""

import sys
from collections.abc import Iterable, Sequence


def say(text: str = "") -> None:
    """Print a line at once: a benchmark runs for minutes."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def heading(text: str) -> None:
    """Print a heading."""
    say(f"\n### {text}\n")


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table; the first column is text, the others are figures."""
    cells = [list(columns), *(list(row) for row in rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(columns))]
    rule = [f"{'-' * widths[0]}", *(f"{'-' * (width - 1)}:" for width in widths[1:])]
    for row in (cells[0], rule, *cells[1:]):
        padded = [
            row[0].ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)),
        ]
        say(f"| {' | '.join(padded)} |")


def share(value: float | None) -> str:
    """Give a share in [0, 1] with three digits."""
    return "–" if value is None else f"{value:.3f}"


def figure(value: float | None, unit: str = "") -> str:
    """Give a figure with about three digits."""
    if value is None:
        return "–"
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2 if abs(value) >= 1 else 3
    return f"{value:,.{digits}f}{unit}"
