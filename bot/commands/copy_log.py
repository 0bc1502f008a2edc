"""`tanya copy-log`: from SQLite to PostgreSQL."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.output import show_text
from bot.commands.progress import progress
from bot.settings import read_settings


def add_copy_command(app: typer.Typer) -> None:
    """Give the command line this command."""
    app.command()(copy_log)


def copy_log(
    file: Annotated[Path, typer.Argument(help="The SQLite database to copy; it is not changed.")],
) -> None:
    """Copy all that a SQLite database holds into the empty PostgreSQL database of TANYA_DATABASE: all or nothing."""
    from bot.storage.copying import copy_log  # noqa: PLC0415

    with progress(f"copying {file}"):
        copied = asyncio.run(copy_log(file, read_settings().database))
    for table, count in copied.items():
        show_text(f"{table}: {count} rows")
