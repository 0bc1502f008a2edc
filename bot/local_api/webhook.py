"""The webhook as the bot set it, and how its deliveries fare (Bot API, setWebhook, WebhookInfo)."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.local_api.json_types import JsonObject

DEFAULT_CONNECTIONS = 40  # Bot API, setWebhook
MAX_CONNECTIONS = 100


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where updates go. `certificate` is the PEM text of the bot's own certificate, empty for the system's."""

    url: str
    secret_token: str = ""
    max_connections: int = DEFAULT_CONNECTIONS
    certificate: str = ""

    @property
    def ip_address(self) -> str:
        """The address that deliveries go to, where the URL says it; names are left to the system."""
        host = urlsplit(self.url).hostname or ""
        if host == "localhost":
            return "127.0.0.1"
        return host if host.replace(".", "").isdigit() else ""


class WebhookState:
    """The webhook, None where the bot polls, with its last error until another is set."""

    def __init__(self) -> None:
        self.current: Webhook | None = None
        self._error_at = 0.0
        self._error = ""

    def set(self, webhook: Webhook | None) -> bool:
        """Set, replace or (None) remove the webhook; give whether that changes anything."""
        if webhook == self.current:
            return False
        self.current = webhook
        self._error_at, self._error = 0.0, ""
        return True

    def failed(self, at: float, message: str) -> None:
        """Remember a delivery that went wrong."""
        self._error_at, self._error = at, message

    def to_json(self) -> JsonObject:
        """Give the WebhookInfo's fields that are about the webhook itself."""
        hook = self.current
        if hook is None:
            return {"url": "", "has_custom_certificate": False}
        fields: JsonObject = {"url": hook.url, "has_custom_certificate": bool(hook.certificate)}
        if self._error:
            fields |= {"last_error_date": int(self._error_at), "last_error_message": self._error}
        fields["max_connections"] = hook.max_connections
        return fields | ({"ip_address": hook.ip_address} if hook.ip_address else {})
