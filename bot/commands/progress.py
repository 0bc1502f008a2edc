"""Progress of long work, for a person who waits at a terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn


@contextmanager
def progress(description: str) -> Iterator[Callable[[str], None]]:
    """Show on the error output, if it is a terminal, what is being done and for how long; nothing stays behind.

    Gives a function that says what is being done next.
    """
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as shown:
        task = shown.add_task(description, total=None)

        def go_on(description: str) -> None:
            shown.update(task, description=description)

        yield go_on
