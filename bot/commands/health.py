"""`tanya health`: asks the running bot how it is, for health checks of containers."""

import http.client
from typing import Annotated

import typer

from bot.commands.output import show_text
from bot.problems import StartError
from bot.settings import read_settings

SECONDS = 5
# Where to ask a bot that listens on every address.
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - it is asked there, not opened
_OK = 200


def add_health_command(app: typer.Typer) -> None:
    """Give the command line this command."""
    app.command()(health)


def health(
    ready: Annotated[
        bool, typer.Option("--ready", help="Ask whether it can serve, not only whether it lives.")
    ] = False,
) -> None:
    """Ask the running bot how it is, at TANYA_HEALTH; exit code 1 if it does not answer or is not ready."""
    address = read_settings().health_address
    if address is None:
        raise StartError("TANYA_HEALTH is not set, so the bot cannot be asked; set it to 127.0.0.1:8082, say")
    host, port = address
    connection = http.client.HTTPConnection(_EVERYWHERE.get(host, host), port, timeout=SECONDS)
    try:
        connection.request("GET", "/readyz" if ready else "/healthz")
        answer = connection.getresponse()
        show_text(answer.read().decode("utf-8", "replace"))
    except (OSError, http.client.HTTPException) as error:
        show_text(f"no answer from {host}:{port} ({type(error).__name__})")
        raise typer.Exit(1) from None
    finally:
        connection.close()
    if answer.status != _OK:
        raise typer.Exit(1)
