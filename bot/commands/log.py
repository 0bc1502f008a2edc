"""The commands that look into what is stored: figures, export, forgetting, admins' actions."""

import asyncio
import dataclasses
import json
import sys
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated

import typer

from bot.commands.output import JsonOption, show_tables, show_text
from bot.settings import MOST_DAYS, read_settings


class ExportFormat(StrEnum):
    """The form of an exported log."""

    CSV = "csv"
    JSONL = "jsonl"


def add_log_commands(app: typer.Typer) -> None:
    """Give the command line these commands."""
    for command in (stats, export, purge, actions):
        app.command()(command)


def stats(as_json: JsonOption = False) -> None:
    """Print the figures of the question log."""
    from bot.app import open_stores  # noqa: PLC0415
    from bot.commands.figures import stats_table  # noqa: PLC0415

    async def read() -> None:
        async with open_stores(read_settings()) as stores:
            figures = await stores.log.stats()
        if as_json:
            show_text(json.dumps(dataclasses.asdict(figures), ensure_ascii=False))
        else:
            show_tables(stats_table(figures))

    asyncio.run(read())


def export(
    form: Annotated[ExportFormat, typer.Option("--format", help="csv or jsonl.")] = ExportFormat.CSV,
) -> None:
    """Write the question log to standard output, oldest first; users are keyed hashes."""
    from bot.app import open_stores  # noqa: PLC0415
    from handlers.log_table import LogTable, row_values  # noqa: PLC0415

    async def write() -> None:
        async with open_stores(read_settings()) as stores:
            table = LogTable(sys.stdout) if form is ExportFormat.CSV else None
            async for row in stores.log.export():
                if table:
                    table.add([row])
                else:
                    show_text(json.dumps(row_values(row), ensure_ascii=False))

    asyncio.run(write())


def purge(
    days: Annotated[
        int | None, typer.Option("--days", min=0, max=MOST_DAYS, help="Default: TANYA_RETENTION_DAYS.")
    ] = None,
) -> None:
    """Let the log forget texts and askers of questions older than some days; the figures stay."""
    from bot.app import open_stores  # noqa: PLC0415

    async def forget() -> None:
        settings = read_settings()
        age = timedelta(days=settings.retention_days if days is None else days)
        async with open_stores(settings) as stores:
            count = await stores.purge(datetime.now(UTC) - age)
        show_text(f"forgot the texts and askers of {count} questions older than {age.days} days")

    asyncio.run(forget())


def actions(as_json: JsonOption = False) -> None:
    """Print what admins did, oldest first; admins are keyed hashes."""
    from bot.app import open_stores  # noqa: PLC0415
    from bot.commands.figures import actions_table  # noqa: PLC0415

    async def read() -> None:
        async with open_stores(read_settings()) as stores:
            done = await stores.admin_log.actions()
        if as_json:
            rows = [dataclasses.asdict(one) | {"done_at": one.done_at.isoformat()} for one in done]
            show_text(json.dumps(rows, ensure_ascii=False))
        else:
            show_tables(actions_table(done))

    asyncio.run(read())
