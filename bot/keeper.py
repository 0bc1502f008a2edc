"""The facts in use, and their renewal while the bot runs."""

import asyncio
import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from knowledge.draft import read_draft
from knowledge.facts_model import FactBase
from knowledge.knowledge import Knowledge

logger = logging.getLogger(__name__)


class Keeper:
    """Holds one reference to the facts and their index; a reload swaps it or changes nothing."""

    def __init__(self, folder: Path, cache: Path, knowledge: Knowledge) -> None:
        self._folder = folder
        self._cache = cache
        self._knowledge = knowledge
        self._loaded_at = datetime.now(UTC)
        self._reloading = asyncio.Lock()

    @classmethod
    async def open(cls, folder: Path, cache: Path) -> Self:
        """Read the folder off the event loop; `cache` keeps built indexes. Raises FactBaseError."""
        logger.info("reading the facts; changed ones take some seconds to learn")
        return cls(folder, cache, await asyncio.to_thread(Knowledge.read, folder, cache))

    @property
    def current(self) -> Knowledge:
        """The facts and their index, as they are now."""
        return self._knowledge

    @property
    def loaded_at(self) -> datetime:
        """When the facts in use were read, in UTC."""
        return self._loaded_at

    async def reload(self) -> Knowledge:
        """Read the facts anew and put them in use. Raises FactBaseError and changes nothing if they have mistakes."""
        async with self._reloading:
            self._knowledge = await asyncio.to_thread(Knowledge.read, self._folder, self._cache)
            self._loaded_at = datetime.now(UTC)
        return self._knowledge

    async def check(self, name: str, content: bytes) -> FactBase:
        """Give the facts as they would be with this file; nothing is installed. Raises FactBaseError."""
        return await asyncio.to_thread(read_draft, self._folder, name, content)
