"""What goes wrong with a database, in one sentence that tells its operator what to do."""

from handlers.stores import StoreError


class StorageError(StoreError):
    """The database cannot be used. The text is one sentence for the operator; no traceback is needed."""


class RefusedError(StorageError):
    """The database works, but does not take these values, now or later."""


def may_pass(error: Exception) -> bool:
    """Tell whether trying again soon may help: another process holds a lock, or the server is not there yet."""
    return isinstance(error, OSError) or _code(error).startswith(_PASSING)


def is_refusal(error: Exception) -> bool:
    """Tell whether the database would not take these values at any time."""
    return _code(error).startswith(_REFUSALS)


def explain(error: Exception, name: str) -> str:
    """Give the sentence for `error` of the database `name`."""
    if isinstance(error, TimeoutError):
        return _SLOW.format(name=name)
    if isinstance(error, OSError):
        return (
            f"The database {name} cannot be reached ({error.strerror or _reason(error)});"
            " see whether its server runs and TANYA_DATABASE has its address."
        )
    code = _code(error)
    for prefix, sentence in _SENTENCES.items():
        if code.startswith(prefix):
            return sentence.format(name=name)
    return f"The database {name} fails: {_reason(error)}."


_SLOW = "The database {name} does not answer in time; see whether its disk or server is overloaded."
_LOCKED = "The database {name} is locked by another process; stop that process or wait for it."
_DAMAGED = "The database {name} is damaged; put back a copy of it or point TANYA_DATABASE elsewhere."
_FULL = "The database {name} cannot grow, as the disk is full; make room on it."
_NOT_OPENED = "The database {name} cannot be opened; give Tanya write access to the file and its folder."
_NO_LOGIN = "The database {name} refuses Tanya's user or password; see TANYA_DATABASE and the server's pg_hba.conf."
_LOST = "The database {name} has ended the connection; see whether its server runs."

# By the beginning of the code: SQLite's names, and PostgreSQL's codes ("PostgreSQL Error Codes", appendix A).
_SENTENCES = {
    "SQLITE_BUSY": _LOCKED,
    "SQLITE_LOCKED": _LOCKED,
    "SQLITE_NOTADB": "The file {name} is not a database; move it away or point TANYA_DATABASE elsewhere.",
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_READONLY": "The database {name} cannot be written; give Tanya write access to the file and its folder.",
    "SQLITE_CANTOPEN": _NOT_OPENED,
    "SQLITE_PERM": _NOT_OPENED,
    "SQLITE_FULL": _FULL,
    "SQLITE_IOERR": "The database {name} cannot be read or written, as the disk fails; see the system's log.",
    "08": _LOST,
    # The server's own words would quote what people wrote.
    "22": "The database {name} does not take a value that is too long or malformed.",
    "25006": "The database {name} can only be read; point TANYA_DATABASE at the primary server.",
    "28": _NO_LOGIN,
    "3D000": "There is no database {name} on its server; make it (CREATE DATABASE) or mend TANYA_DATABASE.",
    "40P01": "The database {name} gave up one of two transactions that waited for each other; try again.",
    "42501": "The database {name} gives Tanya's user too few rights; make that user the owner of the database.",
    "53100": _FULL,
    "53300": "The database {name} takes no more connections; raise max_connections or end other programs.",
    "54": "The database {name} does not take a value that is too large.",
    "55000": "The database {name} takes no connections now; see ALLOW_CONNECTIONS on its server.",
    "55P03": _LOCKED,
    "57014": _SLOW,
    "57P": "The database {name} is being started or stopped; wait for its server or start it.",
    "XX001": _DAMAGED,
    "XX002": _DAMAGED,
}
_PASSING = ("SQLITE_BUSY", "SQLITE_LOCKED", "08", "40P01", "53300", "55P03", "57P")
_REFUSALS = ("22", "23", "54")


def _cause(error: Exception) -> Exception:
    """Give the driver's error inside SQLAlchemy's, which holds it as `orig`; SQLAlchemy takes long to import."""
    cause = getattr(error, "orig", None)
    return cause if isinstance(cause, Exception) else error


def _code(error: Exception) -> str:
    """Give SQLite's name or PostgreSQL's code of what went wrong; empty where there is none."""
    cause = _cause(error)
    code: str = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or ""
    return code


def _reason(error: Exception) -> str:
    cause = _cause(error)
    lines = str(cause).splitlines()
    return lines[0].rstrip(".") if lines else type(cause).__name__
