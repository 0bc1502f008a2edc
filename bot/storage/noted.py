"""A stored action of an admin; of its own, since printing it needs no database."""

from dataclasses import dataclass
from datetime import datetime

# Enough to tell admins apart in a log line and in a table.
HASH_SHOWN = 8


@dataclass(frozen=True)
class NotedAction:
    """A stored action; `admin_hash` stands for the admin."""

    done_at: datetime
    admin_hash: str
    action: str
    detail: str
