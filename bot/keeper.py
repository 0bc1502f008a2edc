"""The facts in use, with what was taught, and their renewal while the bot runs."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol, Self

from bot.daemon import in_daemon_thread
from knowledge.draft import read_draft
from knowledge.facts_model import FactBase
from knowledge.knowledge import Knowledge
from knowledge.mistakes import FactBaseError
from knowledge.taught import TaughtExample, gone, with_taught

logger = logging.getLogger(__name__)


# The indexes with lessons, apart from those of the files: many lessons shall not push these out of the cache.
TAUGHT_FOLDER = "taught"


class ReloadResult(StrEnum):
    """What became of a reload."""

    DONE = "done"
    REFUSED = "refused"
    """The files have mistakes; the old facts stay."""
    FAILED = "failed"


class ReloadWatch(Protocol):
    """Is told of reloads; must not raise."""

    def reloaded(self, result: ReloadResult) -> None:
        """Take note of what became of a reload."""


class Keeper:
    """Holds one reference to the facts and their index; a reload swaps it or changes nothing.

    What the files alone say stays at hand, for an index that has learnt a lesson cannot unlearn it.
    """

    def __init__(
        self,
        folder: Path,
        cache: Path,
        base: Knowledge,
        taught: Sequence[TaughtExample],
        watch: ReloadWatch | None = None,
    ) -> None:
        self._watch = watch
        self._folder = folder
        self._cache = cache
        self._taught = tuple(taught)
        # One index is built at a time: it takes all of a processor.
        self._building = asyncio.Lock()
        self._learner: asyncio.Task[None] | None = None
        self._learnt: frozenset[TaughtExample] = frozenset()
        self._start_from(base)

    @classmethod
    @asynccontextmanager
    async def open(
        cls, folder: Path, cache: Path, taught: Sequence[TaughtExample] = (), watch: ReloadWatch | None = None
    ) -> AsyncIterator[Self]:
        """Read the folder off the event loop; `cache` keeps built indexes. Raises FactBaseError.

        `watch` is told of reloads. With the context ends what is learnt in the background.
        """
        logger.info("reading the facts; changed ones take some seconds to learn")
        keeper = cls(folder, cache, await asyncio.to_thread(_read, folder, cache), taught, watch)
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
        """Read the facts anew and put them in use. Raises FactBaseError and changes nothing if they have mistakes.

        Waits for an index that is being built.
        """
        result = ReloadResult.FAILED
        try:
            async with self._building:
                self._start_from(await asyncio.to_thread(_read, self._folder, self._cache))
            result = ReloadResult.DONE
        except FactBaseError:
            result = ReloadResult.REFUSED
            raise
        finally:
            if self._watch:
                self._watch.reloaded(result)
        self._learn_soon()
        return self._knowledge

    async def check(self, name: str, content: bytes) -> FactBase:
        """Give the facts as they would be with this file; nothing is installed. Raises FactBaseError."""
        return await asyncio.to_thread(_checked, self._folder, name, content, self._taught)

    async def teach(self, examples: Sequence[TaughtExample]) -> None:
        """Answer these examples, in place of all taught before, at once; what is like them is learnt after that."""
        self._taught = tuple(examples)
        if not self._learnt <= set(self._taught):
            self._indexed, self._learnt = self._base, frozenset()
        self._knowledge = self._indexed.taught(self._taught)
        self._learn_soon()

    def _start_from(self, base: Knowledge) -> None:
        self._base = base
        # What has the index in use, and the lessons that it has learnt.
        self._indexed = base
        self._learnt = frozenset()
        self._knowledge = base.taught(self._taught)
        self._loaded_at = datetime.now(UTC)
        if lost := sum(1 for _ in gone(base.facts, self._taught)):
            logger.warning("%d taught questions are of facts that are gone", lost)

    @property
    def _outgrown(self) -> bool:
        """Whether the index in use was built from other questions than are known now."""
        return self._indexed.facts.fingerprint != self._knowledge.facts.fingerprint

    def _learn_soon(self) -> None:
        if self._outgrown and (self._learner is None or self._learner.done()):
            self._learner = asyncio.create_task(self._learn(), name="learning")

    async def _learn(self) -> None:
        """Build the index until it is that of what is in use."""
        while True:
            async with self._building:
                if not self._outgrown:
                    return
                known, taught = self._knowledge, self._taught
                try:
                    learnt = await in_daemon_thread(known.learnt, self._cache / TAUGHT_FOLDER)
                except Exception:
                    logger.exception("what was taught is known word for word only: it could not be learnt")
                    if known is self._knowledge:
                        return
                    continue
                # Otherwise somebody taught meanwhile, and what was just learnt is of no use any more.
                if known is self._knowledge:
                    self._knowledge = self._indexed = learnt
                    self._learnt = frozenset(taught)
                    logger.info("learnt %d taught questions", len(taught))


def _read(folder: Path, cache: Path) -> Knowledge:
    knowledge = Knowledge.read(folder, cache)
    # Looked up here, it does not hold up the event loop at the first lesson.
    _ = knowledge.untaught.near
    return knowledge


def _checked(folder: Path, name: str, content: bytes, taught: Sequence[TaughtExample]) -> FactBase:
    return with_taught(read_draft(folder, name, content), taught)
