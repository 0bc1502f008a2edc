"""What the tests of matching share: a tiny knowledge, and the bundled one from the user's cache of indexes."""

import pytest

from bot.settings import BUNDLED_FACTS, index_cache
from knowledge.knowledge import Knowledge
from tests.conftest import write_facts


@pytest.fixture(scope="session")
def bundled() -> Knowledge:
    """Give the bundled facts; their index is learnt once and kept where the command line keeps it."""
    return Knowledge.read(BUNDLED_FACTS, index_cache())


@pytest.fixture(scope="session")
def animals(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    """Give the tiny fact base of `tests/conftest.py` with its index."""
    return Knowledge.read(write_facts(tmp_path_factory.mktemp("animals") / "facts"))
