"""How much is tried.

Every run tries the same examples; `make test TEST_LONG=1` three times as many. `TEST_FUZZ=5000` tries so many of each
test, other ones each time: `TEST_FUZZ=5000 .venv/bin/python -m pytest tests/fuzz`. What fails then is made small, which
takes minutes, and told; write it down as an `@example` or a test of its own.
"""

import os

from hypothesis import HealthCheck, Phase, settings

LONG = 3


def examples(usual: int) -> settings:
    """Give the settings of a test that usually tries so many examples."""
    wanted = os.environ.get("TEST_FUZZ", "")
    return settings(
        max_examples=int(wanted) if wanted else usual * (LONG if os.environ.get("TEST_LONG") else 1),
        derandomize=not wanted,
        # Each test holds what it tries to a time of its own.
        deadline=None,
        phases=tuple(Phase) if wanted else (Phase.explicit, Phase.generate),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )
