"""Updates from groups."""

from handlers.asking import Asking
from handlers.context import Handler
from handlers.services import Services
from handlers.voices import Voices


def group_handlers(services: Services, voices: Voices, asking: Asking) -> list[Handler]:  # noqa: ARG001
    """Give the handlers of groups."""
    return []
