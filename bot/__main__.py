"""`python -m bot` and the installed command `tanya`."""

import gc
import sys

from bot.cli import app
from bot.problems import StartError
from bot.storage.errors import StorageError
from knowledge.mistakes import FactBaseError

# Wrong settings, facts or database, as with wrong arguments.
EXIT_WRONG_SETUP = 2
# Python's own 700 has the collector look again and again through all that a start makes and keeps: a fifth of its time.
# A bot that is started goes back to it (bot.running), for what requests and reloads leave shall not pile up.
OBJECTS_BETWEEN_COLLECTIONS = 50_000


def main() -> None:
    """Run the command line; what keeps a command from running is one sentence and exit code 2."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, *gc.get_threshold()[1:])
    try:
        app()
    except (StartError, StorageError) as error:
        print(f"tanya: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(EXIT_WRONG_SETUP)
    except FactBaseError as error:
        print(f"{error}\ntanya: the facts cannot be used; mend them, `tanya check` tells more", file=sys.stderr)  # noqa: T201
        sys.exit(EXIT_WRONG_SETUP)


if __name__ == "__main__":
    main()
