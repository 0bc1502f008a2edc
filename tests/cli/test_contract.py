"""Other tools call these commands: they exist with just these options, and `--help` tells them."""

import json
from pathlib import Path

import pytest
import typer

from bot.cli import app
from knowledge.schema import json_schema
from tests.cli.conftest import Tanya

COMMANDS: dict[str, set[str]] = {
    "run": set(),
    "chat": set(),
    "ask": {"QUESTION", "--lang", "--facts", "--json", "--explain"},
    "eval": {"QUESTIONS", "--facts", "--json", "--predictions", "--compare", "--all"},
    "check": {"--facts", "--quick"},
    "schema": set(),
    "stats": {"--json"},
    "export": {"--format"},
    "purge": {"--days"},
    "actions": {"--json"},
    "taught": {"--yaml"},
    "backup": {"FILE"},
    "copy-log": {"FILE"},
    "health": {"--ready"},
}


def options() -> dict[str, set[str]]:
    group = typer.main.get_command(app)
    commands: dict[str, typer.core.TyperCommand] = getattr(group, "commands")  # noqa: B009 - not in the base class
    return {
        name: {
            option
            for parameter in command.params
            for option in (parameter.opts if parameter.param_type_name == "option" else [str(parameter.name).upper()])
        }
        for name, command in commands.items()
    }


def test_the_commands_are_those_of_the_contract_with_just_their_options() -> None:
    assert options() == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_help_names_every_option(tanya: Tanya, command: str) -> None:
    ran = tanya(command, "--help")
    assert ran.code == 0
    assert not ran.err
    for option in COMMANDS[command] - {"QUESTION", "QUESTIONS", "FILE"}:
        assert option in ran.out


def test_help_of_the_program_names_every_command(process: Tanya) -> None:
    ran = process("--help")
    assert (ran.code, ran.err) == (0, "")
    assert all(f" {command} " in ran.out for command in COMMANDS)


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("ask",),
        ("eval",),
        ("ask", "--nonsense", "x"),
        ("export", "--format", "xml"),
        ("purge", "--days", "-1"),
    ],
)
def test_wrong_arguments_end_with_2_and_no_traceback(tanya: Tanya, arguments: tuple[str, ...]) -> None:
    ran = tanya(*arguments)
    assert ran.code == 2
    assert ran.err
    assert "Traceback" not in ran.err


def test_schema_prints_the_schema(process: Tanya) -> None:
    ran = process("schema")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out) == json_schema()


def test_commands_that_only_look_leave_no_file(tanya: Tanya, tiny_facts: Path, cwd: Path) -> None:
    tanya("schema")
    tanya("check", "--facts", tiny_facts)
    tanya("ask", "--facts", tiny_facts, "penguin")
    assert list(cwd.iterdir()) == []
