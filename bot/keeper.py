"""The facts in use, with what was taught, and their renewal while the bot runs."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from bot.daemon import in_daemon_thread
from knowledge.draft import read_draft
from knowledge.facts_model import FactBase
from knowledge.knowledge import Knowledge
from knowledge.taught import TaughtExample, with_taught

logger = logging.getLogger(__name__)


# The indexes with lessons, apart from those of the files: many lessons shall not push these out of the cache.
TAUGHT_FOLDER = "taught"


class Keeper:
    """Holds one reference to the facts and their index; a reload swaps it or changes nothing.

    `base` is what the files alone say. It stays at hand, for an index that has learnt a lesson cannot unlearn it.
    """

    def __init__(self, folder: Path, cache: Path, base: Knowledge, taught: Sequence[TaughtExample]) -> None:
        self._folder = folder
        self._cache = cache
        self._base = base
        self._taught = tuple(taught)
        self._loaded_at = datetime.now(UTC)
        self._knowledge = _known(base, base, self._taught)
        # What the index in use has learnt.
        self._learnt: frozenset[TaughtExample] = frozenset()
        # One index is built at a time: it takes all of a processor.
        self._building = asyncio.Lock()
        self._learner: asyncio.Task[None] | None = None

    @classmethod
    @asynccontextmanager
    async def open(cls, folder: Path, cache: Path, taught: Sequence[TaughtExample] = ()) -> AsyncIterator[Self]:
        """Read the folder off the event loop; `cache` keeps built indexes. Raises FactBaseError.

        With the context ends what is learnt in the background.
        """
        logger.info("reading the facts; changed ones take some seconds to learn")
        base = await asyncio.to_thread(Knowledge.read, folder, cache)
        keeper = cls(folder, cache, base, taught)
        keeper._learn_soon()
        try:
            yield keeper
        finally:
            if keeper._learner:
                keeper._learner.cancel()
                await asyncio.gather(keeper._learner, return_exceptions=True)

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
        async with self._building:
            base, taught = await asyncio.to_thread(Knowledge.read, self._folder, self._cache), self._taught
            known = await asyncio.to_thread(_known, base, base, taught)
            self._base, self._knowledge, self._learnt = base, known, frozenset()
            self._loaded_at = datetime.now(UTC)
        if taught is self._taught:
            self._learn_soon()
        else:
            await self.teach(self._taught)
        return self._knowledge

    async def check(self, name: str, content: bytes) -> FactBase:
        """Give the facts as they would be with this file; nothing is installed. Raises FactBaseError."""
        return with_taught(await asyncio.to_thread(read_draft, self._folder, name, content), self._taught)

    async def teach(self, examples: Sequence[TaughtExample]) -> None:
        """Answer these examples, in place of all taught before, at once; what is like them is learnt after that."""
        self._taught = taught = tuple(examples)
        while True:
            base, before = self._base, self._knowledge
            learnt = self._learnt if self._learnt <= set(taught) else frozenset()
            knowledge = await asyncio.to_thread(_known, before if learnt else base, base, taught)
            if taught is not self._taught:
                return  # somebody taught more meanwhile, and has all of it
            if before is self._knowledge:
                break
        self._knowledge, self._learnt = knowledge, learnt
        self._learn_soon()

    def _learn_soon(self) -> None:
        if self._learnt != set(self._taught) and (self._learner is None or self._learner.done()):
            self._learner = asyncio.create_task(self._learn(), name="learning")

    async def _learn(self) -> None:
        """Build the index until it is that of what is in use."""
        while self._learnt != set(self._taught):
            async with self._building:
                base, taught = self._base, self._taught
                try:
                    knowledge = await in_daemon_thread(_learn_from, base, taught, self._cache / TAUGHT_FOLDER)
                except Exception:
                    logger.exception("what was taught is known word for word only: it could not be learnt")
                    return
                if taught is self._taught:
                    self._knowledge, self._learnt = knowledge, frozenset(taught)
                    logger.info("learnt %d taught questions", len(taught))


def _known(knowledge: Knowledge, base: Knowledge, taught: Sequence[TaughtExample]) -> Knowledge:
    """Give what is known with these examples, of which the index of `knowledge` may have learnt some."""
    return knowledge.with_questions_of(with_taught(base.facts, taught))


def _learn_from(base: Knowledge, taught: Sequence[TaughtExample], cache: Path) -> Knowledge:
    """Build the index with what was taught, if that is more than the files say."""
    facts = with_taught(base.facts, taught)
    return base if facts is base.facts else Knowledge.of(facts, cache)
