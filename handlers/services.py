"""The collaborators of all handlers; `bot` fulfils them and passes them in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handlers.limits import Limits
from handlers.stores import AdminLog, Lessons, Maintenance, People, QuestionLog, QuietChats, Votes
from handlers.texts import Texts
from knowledge.facts_model import FactBase
from knowledge.knowledge import Knowledge
from knowledge.taught import TaughtExample


class KnowledgeKeeper(Protocol):
    """Holds the facts in use and renews them."""

    @property
    def current(self) -> Knowledge:
        """The facts and their index, as they are now."""

    @property
    def loaded_at(self) -> datetime:
        """When the facts in use were read, in UTC."""

    async def reload(self) -> Knowledge:
        """Read the facts anew and put them in use. Raises FactBaseError and changes nothing if they have mistakes."""

    async def teach(self, examples: Sequence[TaughtExample]) -> None:
        """Have these examples, in place of all taught before, answered from now on; what is like them follows soon."""

    async def check(self, name: str, content: bytes) -> FactBase:
        """Give the facts as they would be with a file of this name and content; nothing is installed.

        Raises FactBaseError if they would have mistakes.
        """


@dataclass(frozen=True)
class Services:
    """The collaborators. `clock` gives the time now, in UTC; `retention_days` how long the log keeps texts and askers.

    `limits` hold how much may be asked.
    """

    knowledge: KnowledgeKeeper
    log: QuestionLog
    people: People
    votes: Votes
    lessons: Lessons
    admin_log: AdminLog
    maintenance: Maintenance
    quiet_chats: QuietChats
    texts: Texts
    limits: Limits
    admins: frozenset[int]
    retention_days: int
    clock: Callable[[], datetime]

    def is_closed_to(self, user_id: int | None) -> bool:
        """Whether maintenance keeps the bot from answering this user; None for nobody in particular."""
        return self.maintenance.on and user_id not in self.admins
