"""Long work beside the event loop that the end of the process does not wait for."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import ParamSpec, TypeVar

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


async def in_daemon_thread(
    work: Callable[Parameters, Result], *arguments: Parameters.args, **named: Parameters.kwargs
) -> Result:
    """Give what a function gives, run in a thread of its own; raises what it raises.

    Unlike `asyncio.to_thread`, a process that stops meanwhile stops: the work is dropped.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Result] = loop.create_future()

    def give(result: Result) -> None:
        if not done.cancelled():
            done.set_result(result)

    def fail(error: Exception) -> None:
        if not done.cancelled():
            done.set_exception(error)

    def run() -> None:
        try:
            result = work(*arguments, **named)
        except Exception as error:  # noqa: BLE001 - it is raised to who waits
            with suppress(RuntimeError):  # the loop is closed: nobody waits
                loop.call_soon_threadsafe(fail, error)
        else:
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(give, result)

    threading.Thread(target=run, name=work.__name__, daemon=True).start()
    return await done
