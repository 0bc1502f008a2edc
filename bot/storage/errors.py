"""What goes wrong with a database, in one sentence that tells its operator what to do."""

from handlers.stores import StoreError


class StorageError(StoreError):
    """The database cannot be used. The text is one sentence for the operator; no traceback is needed."""


class RefusedError(StorageError):
    """The database works, but does not take these values, now or later."""


def is_locked(error: Exception) -> bool:
    """Tell whether another process holds the lock, so that trying again may help."""
    return _sqlite_code(error).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def explain(error: Exception, name: str) -> str:
    """Give the sentence for `error` of the database `name`."""
    if isinstance(error, TimeoutError):
        return f"The database {name} does not answer in time; see whether its disk or server is overloaded."
    code = _sqlite_code(error)
    for prefix, sentence in _SQLITE_SENTENCES.items():
        if code.startswith(prefix):
            return sentence.format(name=name)
    return f"The database {name} fails: {_reason(error)}."


_SQLITE_SENTENCES = {
    "SQLITE_BUSY": "The database {name} is locked by another process; stop that process or wait for it.",
    "SQLITE_LOCKED": "The database {name} is locked by another process; stop that process or wait for it.",
    "SQLITE_NOTADB": "The file {name} is not a database; move it away or point TANYA_DATABASE elsewhere.",
    "SQLITE_CORRUPT": "The database {name} is damaged; put back a copy of it or point TANYA_DATABASE elsewhere.",
    "SQLITE_READONLY": "The database {name} cannot be written; give Tanya write access to the file and its folder.",
    "SQLITE_CANTOPEN": "The database {name} cannot be opened; give Tanya write access to the file and its folder.",
    "SQLITE_PERM": "The database {name} cannot be opened; give Tanya write access to the file and its folder.",
    "SQLITE_FULL": "The database {name} cannot grow, as the disk is full; make room on it.",
    "SQLITE_IOERR": "The database {name} cannot be read or written, as the disk fails; see the system's log.",
}


def _cause(error: Exception) -> Exception:
    """Give the driver's error inside SQLAlchemy's, which holds it as `orig`; SQLAlchemy takes long to import."""
    cause = getattr(error, "orig", None)
    return cause if isinstance(cause, Exception) else error


def _sqlite_code(error: Exception) -> str:
    code: str = getattr(_cause(error), "sqlite_errorname", "")
    return code


def _reason(error: Exception) -> str:
    cause = _cause(error)
    lines = str(cause).splitlines()
    return lines[0].rstrip(".") if lines else type(cause).__name__
