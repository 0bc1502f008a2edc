"""The command line. Importing heavy parts is left to the commands that need them: `tanya --help` is quick."""

import asyncio
import dataclasses
import json
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.backup import add_backup_command
from bot.commands.copy_log import add_copy_command
from bot.commands.health import add_health_command
from bot.commands.lessons import add_lesson_commands
from bot.commands.log import add_log_commands
from bot.commands.output import JsonOption, show_tables, show_text
from bot.problems import StartError
from bot.settings import read_settings
from knowledge.mistakes import FactBaseError

app = typer.Typer(
    name="tanya",
    help="A Telegram bot that answers questions from a curated fact base.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

FactsOption = Annotated[
    Path | None, typer.Option("--facts", help="Folder of the fact base; default: TANYA_FACTS, else the bundled facts.")
]
# So many failed questions of a group are shown.
GROUP = 20


@app.command()
def run() -> None:
    """Run the bot: with TANYA_TOKEN against Telegram, without one against the local Bot API."""
    from bot.running import run as run_bot  # noqa: PLC0415

    asyncio.run(run_bot(read_settings()))


@app.command()
def chat() -> None:
    """Talk with the bot in the terminal, through the local Bot API."""
    from bot.running import chat as chat_with_bot  # noqa: PLC0415

    asyncio.run(chat_with_bot(read_settings()))


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question, in any of the facts' languages.")],
    lang: Annotated[str | None, typer.Option("--lang", help="Language of the reply; default: the question's.")] = None,
    facts: FactsOption = None,
    as_json: JsonOption = False,
    explain: Annotated[bool, typer.Option("--explain", help="Also tell the reasons for the verdict.")] = False,
) -> None:
    """Give the verdict on one question, without Telegram."""
    from bot.commands.asking import Asking  # noqa: PLC0415
    from bot.commands.explaining import explanation_tables  # noqa: PLC0415

    asking = Asking.open(_facts_folder(facts), lang)
    said = asking.ask(question)
    explanation = asking.explain(question) if explain else None
    if as_json:
        reasons = {"explanation": dataclasses.asdict(explanation)} if explanation else {}
        show_text(_json(dataclasses.asdict(said) | reasons))
        return
    show_text(said.text)
    if explanation:
        show_tables(*explanation_tables(explanation))


@app.command(name="eval")
def evaluate(
    questions: Annotated[Path, typer.Argument(help="Labelled questions, a JSON object a line.")],
    facts: FactsOption = None,
    as_json: JsonOption = False,
    predictions: Annotated[
        Path | None, typer.Option("--predictions", help="Also write each verdict there, a line of `ask --json` each.")
    ] = None,
    compare: Annotated[
        Path | None, typer.Option("--compare", help="Predictions written earlier, to compare the figures with.")
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help=f"Show every failed question; default: {GROUP} of a group.")
    ] = False,
) -> None:
    """Put a labelled question set to the facts; print the figures, the worst confusions and the failed questions."""
    from bot.commands.asking import Asking  # noqa: PLC0415
    from bot.commands.figures import comparison_tables, evaluation_table, failure_tables  # noqa: PLC0415
    from knowledge import evaluation, failures  # noqa: PLC0415

    try:
        labelled = evaluation.read_questions(questions)
        earlier = failures.read_predictions(compare, labelled) if compare else None
    except evaluation.QuestionSetError as error:
        raise StartError(str(error)) from error
    asking = Asking.open(_facts_folder(facts))
    verdicts = [asking.verdict(item.question) for item in labelled]
    if predictions:
        said = (asking.said(item.question, verdict) for item, verdict in zip(labelled, verdicts, strict=True))
        _write(predictions, "".join(_json(dataclasses.asdict(one)) + "\n" for one in said))
    judged = list(zip(labelled, verdicts, strict=True))
    limit = None if every else GROUP
    figures = evaluation.evaluate(judged)
    failed = failures.find_failures(judged, earlier, limit)
    comparison = failures.compare(judged, earlier, limit) if earlier else None
    if as_json:
        compared = {"comparison": dataclasses.asdict(comparison)} if comparison else {}
        show_text(json.dumps(dataclasses.asdict(figures) | dataclasses.asdict(failed) | compared, indent=1))
        return
    show_tables(evaluation_table(figures), *failure_tables(failed))
    if comparison:
        show_tables(*comparison_tables(comparison, figures))


@app.command()
def check(
    facts: FactsOption = None,
    quick: Annotated[bool, typer.Option("--quick", help="Leave out the warnings that need training.")] = False,
) -> None:
    """Check a fact base; mistakes and warnings as `file:line: what, and how to mend it`. Warnings do no harm."""
    from bot.commands.checking import warnings_of  # noqa: PLC0415
    from knowledge.reading import read_facts  # noqa: PLC0415

    folder = _facts_folder(facts)
    try:
        base = read_facts(folder)
    except FactBaseError as error:
        show_text(str(error))
        raise typer.Exit(1) from None
    examples, near_misses = sum(1 for _ in base.questions()), sum(1 for _ in base.near_misses())
    languages = ", ".join(base.manifest.languages)
    show_text(
        f"{folder}: no mistakes. {len(base.facts)} facts ({languages}), {examples} questions, {near_misses} near misses"
    )
    warnings = warnings_of(folder, base, quick=quick)
    for warning in warnings:
        show_text(str(warning))
    if warnings:
        show_text(
            f"{len(warnings)} {'warning' if len(warnings) == 1 else 'warnings'}; the facts can be used as they are"
        )


@app.command()
def schema() -> None:
    """Print the JSON Schema of a fact base's files, for editors."""
    from knowledge.schema import json_schema  # noqa: PLC0415

    show_text(json.dumps(json_schema(), indent=2, ensure_ascii=False))


def _json(said: dict[str, object]) -> str:
    """Give one line of JSON; half a surrogate pair, which no UTF-8 can hold, is escaped."""
    return json.dumps(said, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()


def _facts_folder(option: Path | None) -> Path:
    return option or read_settings().facts


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise StartError(f"{path} cannot be written ({error.strerror}); choose another place") from error


add_log_commands(app)
add_lesson_commands(app)
add_backup_command(app)
add_copy_command(app)
add_health_command(app)
