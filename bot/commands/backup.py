"""`tanya backup`: a copy of the database, while the bot runs."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.output import show_text
from bot.settings import read_settings


def add_backup_command(app: typer.Typer) -> None:
    """Give the command line this command."""
    app.command()(backup)


def backup(
    file: Annotated[Path, typer.Argument(help="The file to make; one that is there is not overwritten.")],
) -> None:
    """Copy the SQLite database to a file, while the bot runs or not; the copy is checked."""
    from bot.storage.backup import back_up  # noqa: PLC0415

    size = asyncio.run(back_up(read_settings().database, file))
    show_text(f"{file}: {size} bytes, checked")
