"""`tanya run` and `tanya chat`: the process from its first line to its last."""

import asyncio
import gc
import logging
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager

from bot.app import App, Endpoint, open_app
from bot.browser import open_page
from bot.local_api.cast import Cast
from bot.local_api.client import LocalApiClient
from bot.local_api.page import PageOptions
from bot.local_api.server import LocalApiServer
from bot.operation.logs import set_up_logs
from bot.page_verdicts import PageVerdicts
from bot.settings import Mode, Settings
from bot.terminal import StandardInput, Terminal
from bot.web_server import cannot_listen

logger = logging.getLogger(__name__)

# It opens nothing: the local Bot API serves this machine only.
LOCAL_TOKEN = "1000001:local-bot-api"  # noqa: S105
# Python's own thresholds of the garbage collector (gc.set_threshold).
COLLECTOR = (700, 10, 10)
# The person at the terminal, who is an admin there.
LOCAL_USER = 1

_STARTING = "Reading the facts; the first time, and after a change, learning them takes some seconds ..."
_INTRODUCTION = """\
Tanya is running without a token, on the local Bot API at {url}
That address is also a chat page for the browser. Or stay here:
type a question and press Enter; a number presses a button; @tanya and some words try inline mode.
To go live, get a token from @BotFather in Telegram and start with TANYA_TOKEN=<token>.
"""


async def run(settings: Settings) -> None:
    """Serve Telegram until a signal to stop; without a token, serve the local Bot API and the terminal.

    Raises StartError, FactBaseError or StorageError for what keeps the bot from running.
    """
    if settings.token is None:
        await _run_locally(settings, settings.port, serve_on=True)
        return
    token = settings.token.get_secret_value()
    hook_secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""
    set_up_logs(settings.log_format, secrets=[token, token.partition(":")[2], hook_secret])
    endpoint = Endpoint(settings.api_url, token)
    with _stop_on_signals() as stop:
        async with open_app(settings, endpoint, stop) as app:
            _collect_often()
            await app.serve(stop)
    logger.info("stopped")


async def chat(settings: Settings) -> None:
    """Talk in the terminal with the real bot on a local Bot API of its own, until the input ends."""
    # A bot that runs beside has the operator's pages.
    await _run_locally(settings.model_copy(update={"health": ""}), 0, serve_on=False)


async def _run_locally(settings: Settings, port: int, *, serve_on: bool) -> None:
    """Serve the terminal; with `serve_on`, an input that was never used (such as /dev/null) does not end it."""
    # Log lines between the lines of a chat would be in the way; trouble still shows.
    set_up_logs(settings.log_format, logging.WARNING)
    local = settings.model_copy(update={"admins": settings.admins | {LOCAL_USER}, "mode": Mode.POLLING})
    with _stop_on_signals() as stop:
        async with AsyncExitStack() as stack:
            verdicts = PageVerdicts()
            page = PageOptions(Cast(LOCAL_USER, _terminal_language()), verdicts.explain)
            server = await stack.enter_async_context(_local_server(settings.host, port, page))
            client = await stack.enter_async_context(LocalApiClient(server.url))
            terminal = Terminal(client, StandardInput(), language=_terminal_language())
            await terminal.say(_STARTING)
            app = await stack.enter_async_context(open_app(local, Endpoint(server.url, LOCAL_TOKEN, local=True), stop))
            _collect_often()
            verdicts.use(lambda: app.knowledge.current)
            await terminal.say(_INTRODUCTION.format(url=server.url))
            if serve_on:
                open_page(server.url)
            talk = asyncio.create_task(_talk(terminal, stop, serve_on=serve_on))
            try:
                await _serve_beside(app, stop, talk)
            finally:
                talk.cancel()
                await asyncio.gather(talk, return_exceptions=True)


def _collect_often() -> None:
    """Have the garbage collector look as often as Python means it to: a start has it look less often."""
    gc.set_threshold(*COLLECTOR)


async def _serve_beside(app: App, stop: asyncio.Event, talk: "asyncio.Task[None]") -> None:
    await app.serve(stop)
    if talk.done():
        talk.result()


async def _talk(terminal: Terminal, stop: asyncio.Event, *, serve_on: bool) -> None:
    try:
        used = await terminal.talk(LOCAL_USER)
    except BaseException:
        stop.set()
        raise
    if used or not serve_on:
        stop.set()


@asynccontextmanager
async def _local_server(host: str, port: int, page: PageOptions) -> AsyncIterator[LocalApiServer]:
    try:
        server = LocalApiServer(token=LOCAL_TOKEN, host=host, port=port, page=page)
        await server.__aenter__()
    except OSError as error:
        advice = "stop the other program, or set TANYA_LISTEN to another port"
        raise cannot_listen(host, port, error, advice) from error
    try:
        yield server
    finally:
        await server.__aexit__(None, None, None)


@contextmanager
def _stop_on_signals() -> Iterator[asyncio.Event]:
    """Give an event that SIGINT or SIGTERM sets: what is in hand is finished, then the process ends with 0."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    signals = (signal.SIGINT, signal.SIGTERM)
    for number in signals:
        loop.add_signal_handler(number, stop.set)
    try:
        yield stop
    finally:
        for number in signals:
            loop.remove_signal_handler(number)


def _terminal_language() -> str:
    """Give the language of the person's system, English where it names none."""
    name = (os.environ.get("LC_ALL") or os.environ.get("LANG") or "").split("_")[0].lower()
    return name if name.isalpha() and len(name) == len("en") else "en"
