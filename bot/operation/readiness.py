"""Whether the bot can serve: its database, its facts, and Telegram."""

from dataclasses import dataclass

from bot.keeper import Keeper
from bot.operation.contact import Contact
from bot.storage.errors import StorageError
from bot.storage.stores import Stores

# A bot that was out of contact with Telegram for so many seconds is not ready.
SILENT_SECONDS = 150.0


@dataclass(frozen=True)
class Part:
    """The state of one part, in words for the operator."""

    ok: bool
    says: str


class Readiness:
    """Looks at the parts; `stores` and `keeper` are set once they are open."""

    def __init__(self, contact: Contact, silent_seconds: float = SILENT_SECONDS) -> None:
        self.stores: Stores | None = None
        self.keeper: Keeper | None = None
        self._contact = contact
        self._silent_seconds = silent_seconds

    async def parts(self) -> dict[str, Part]:
        """Give the state of `database`, `facts` and `telegram`; takes about a second where the database hangs."""
        return {"database": await self._database(), "facts": self._facts(), "telegram": self._telegram()}

    async def _database(self) -> Part:
        if self.stores is None:
            return Part(ok=False, says="is not open yet")
        try:
            await self.stores.database.ping()
        except StorageError:
            # The reason stands in the log; this page may be read by others than the operator.
            return Part(ok=False, says="cannot be read")
        if self.stores.log.in_trouble:
            return Part(ok=False, says=f"cannot be written; {len(self.stores.log.unsaved)} rows wait")
        return Part(ok=True, says="is in use")

    def _facts(self) -> Part:
        if self.keeper is None:
            return Part(ok=False, says="are not loaded yet")
        return Part(ok=True, says=f"{len(self.keeper.current.facts.facts)}, loaded at {self.keeper.loaded_at:%FT%TZ}")

    def _telegram(self) -> Part:
        if not self._contact.made:
            return Part(ok=False, says="no contact yet")
        silence = self._contact.silence
        return Part(ok=silence <= self._silent_seconds, says=f"last contact {silence:.0f} s ago")
