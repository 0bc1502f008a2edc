"""What the tests of matching share: a tiny knowledge."""

import pytest

from knowledge.knowledge import Knowledge
from tests.conftest import write_facts


@pytest.fixture(scope="session")
def animals(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    """Give the tiny fact base of `tests/conftest.py` with its index."""
    return Knowledge.read(write_facts(tmp_path_factory.mktemp("animals") / "facts"))
