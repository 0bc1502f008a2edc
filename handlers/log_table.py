"""The question log as CSV."""

import csv
import dataclasses
from collections.abc import Iterable
from typing import TextIO

from handlers.records import LoggedQuestion

_NAMES = tuple(field.name for field in dataclasses.fields(LoggedQuestion))


class LogTable:
    """Writes rows of the log to `file` as CSV, the names of the columns first."""

    def __init__(self, file: TextIO) -> None:
        # Texts are quoted: a carriage return in one would end its row otherwise.
        self._table = csv.DictWriter(file, _NAMES, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
        self._table.writeheader()

    def add(self, rows: Iterable[LoggedQuestion]) -> None:
        """Write rows. Raises OSError if the file does not take them."""
        self._table.writerows({name: _defused(value) for name, value in row_values(row).items()} for row in rows)


def row_values(row: LoggedQuestion) -> dict[str, object]:
    """Give a row's values by column, its time in ISO 8601."""
    return {name: getattr(row, name) for name in _NAMES} | {"asked_at": row.asked_at.isoformat()}


def _defused(value: object) -> object:
    """Keep a spreadsheet from running a question as a formula (OWASP, "CSV Injection")."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
