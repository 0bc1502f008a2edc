"""The error that a method answers with, in Telegram's form (Bot API, "Making requests")."""

from collections.abc import Mapping


class ApiError(Exception):
    """A refusal: HTTP status, description and, for some, parameters such as `retry_after` (seconds)."""

    def __init__(self, status: int, description: str, parameters: Mapping[str, int] | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = dict(parameters or {})


def bad_request(reason: str) -> ApiError:
    """Give a 400. The reason's first letter is lowered as Telegram lowers it, but not in ERROR_CODES."""
    is_code = len(reason) > 1 and (reason[1] == "_" or reason[1].isupper())
    return ApiError(400, f"Bad Request: {reason if is_code else reason[:1].lower() + reason[1:]}")


def forbidden(reason: str) -> ApiError:
    """Give a 403: the chat exists, but the bot may not."""
    return ApiError(403, f"Forbidden: {reason}")


def not_found(reason: str = "") -> ApiError:
    """Give a 404; without a reason it is Telegram's answer to a malformed token or path."""
    return ApiError(404, f"Not Found: {reason}" if reason else "Not Found")


def not_covered(what: str) -> ApiError:
    """Give a 501: Telegram has it, this server does not. Never pretend success."""
    return ApiError(501, f"Not Implemented: the local Bot API does not cover {what}")
