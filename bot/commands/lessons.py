"""The command that shows what admins taught, and hands it over to the fact files."""

import asyncio
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.table import Table

from bot.commands.output import show_tables, show_text
from bot.settings import read_settings
from handlers.records import TaughtQuestion

YamlOption = Annotated[bool, typer.Option("--yaml", help="Print YAML in the form of the fact files, to be merged.")]


def add_lesson_commands(app: typer.Typer) -> None:
    """Give the command line this command."""
    app.command()(taught)


def taught(as_yaml: YamlOption = False) -> None:
    """Print the questions that admins taught, oldest first."""
    from bot.app import open_stores  # noqa: PLC0415
    from handlers.admin.teaching import examples_of  # noqa: PLC0415
    from knowledge.reading import read_facts  # noqa: PLC0415
    from knowledge.taught_yaml import taught_yaml  # noqa: PLC0415

    settings = read_settings()

    async def read() -> None:
        async with open_stores(settings) as stores:
            lessons = await stores.lessons.taught()
        if as_yaml:
            show_text(taught_yaml(read_facts(settings.facts), examples_of(lessons)).rstrip("\n"))
        else:
            show_tables(_table(lessons))

    asyncio.run(read())


def _table(lessons: Sequence[TaughtQuestion]) -> Table:
    table = Table(title=f"Taught questions: {len(lessons)}", title_justify="left")
    # Ids are there to be copied: none is ever cut.
    table.add_column("fact", no_wrap=True, min_width=max((len(lesson.fact) for lesson in lessons), default=4))
    table.add_column("lang", no_wrap=True, min_width=4)
    table.add_column("taught (UTC)", no_wrap=True, min_width=16)
    table.add_column("question", overflow="fold", min_width=20)
    for lesson in lessons:
        question = " ".join(lesson.question.split())
        table.add_row(lesson.fact, lesson.language, f"{lesson.taught_at:%Y-%m-%d %H:%M}", question)
    return table
