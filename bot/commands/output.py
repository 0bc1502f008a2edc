"""What a command gives: texts and tables on standard output."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def show_tables(*tables: Table) -> None:
    """Print tables."""
    # What stands in square brackets or between colons is somebody's name, not rich's markup.
    console = Console(highlight=False, markup=False, emoji=False)
    terminal = console.width
    for table in tables:
        # Where a table does not fit, rich would drop columns; so the terminal wraps. A cell has a frame of three.
        console.width = max(terminal, sum((column.min_width or 0) + 3 for column in table.columns) + 1)
        console.print(table)


def show_text(text: str) -> None:
    """Print a text."""
    print(text)  # noqa: T201 - what a command gives goes to standard output
