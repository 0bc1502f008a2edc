"""Webhooks (Bot API, setWebhook, deleteWebhook, getWebhookInfo), under the rules of a Bot API server's local mode.

An http URL, and any port, is taken on loopback; elsewhere Telegram's own rules hold: https on port 80, 88, 443 or
8443. A host is not looked up when it is set; one that does not exist shows as `last_error_message`. The texts are
those of Telegram's open-source server, but for a secret token or certificate that it refuses, seen in reports only.
"""

import ipaddress
import re
import ssl
from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit

from bot.local_api.errors import bad_request, not_covered
from bot.local_api.json_types import JsonObject, JsonValue
from bot.local_api.methods.method import Method
from bot.local_api.methods.updates import take_allowed
from bot.local_api.parameters import Parameters
from bot.local_api.webhook import DEFAULT_CONNECTIONS, MAX_CONNECTIONS, Webhook
from bot.local_api.world import World

PORTS = frozenset({80, 88, 443, 8443})  # Bot API, setWebhook, notes
MAX_SECRET = 256  # characters: Bot API, setWebhook


async def set_webhook(world: World, parameters: Parameters) -> JsonValue:
    """Bot API, setWebhook; an empty `url` removes it. A long poll under way ends with 409."""
    url = parameters.text("url").strip()
    webhook = _webhook(url, parameters) if url else None
    take_allowed(world, parameters)
    return _replaced(world, webhook, drop=parameters.flag("drop_pending_updates"))


async def delete_webhook(world: World, parameters: Parameters) -> JsonValue:
    """Bot API, deleteWebhook."""
    return _replaced(world, None, drop=parameters.flag("drop_pending_updates"))


async def get_webhook_info(world: World, parameters: Parameters) -> JsonValue:  # noqa: ARG001 - every method has them
    """Bot API, getWebhookInfo."""
    allowed: list[JsonValue] = [*sorted(world.updates.allowed)]
    info: JsonObject = world.webhook.to_json() | {"pending_update_count": len(world.updates)}
    return info | ({"allowed_updates": allowed} if allowed else {})


def _replaced(world: World, webhook: Webhook | None, *, drop: bool) -> JsonValue:
    if drop:
        world.updates.drop_all()
    if world.webhook.set(webhook) and webhook:
        world.updates.end_poll()
    world.changes.notify()
    return True


def _webhook(url: str, parameters: Parameters) -> Webhook:
    _check_url(url)
    secret = parameters.text("secret_token")
    if len(secret) > MAX_SECRET:
        raise bad_request("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad_request("secret token contains unallowed characters")
    if parameters.text("ip_address"):
        raise not_covered("ip_address of setWebhook")
    connections = min(max(parameters.integer("max_connections", DEFAULT_CONNECTIONS), 1), MAX_CONNECTIONS)
    return Webhook(url, secret, connections, _certificate(parameters))


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise bad_request("invalid webhook URL specified") from None
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
        raise bad_request("invalid webhook URL specified")
    if _is_loopback(parts):
        return
    if parts.scheme.lower() == "http":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if port not in {None, *PORTS}:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def _is_loopback(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _certificate(parameters: Parameters) -> str:
    upload = parameters.files.get("certificate")
    if upload is None:
        if parameters.text("certificate"):
            raise bad_request("certificate must be uploaded as a file")
        return ""
    try:
        text = upload.content.decode("ascii")
        ssl.create_default_context(cadata=text)
    except (ValueError, ssl.SSLError):
        raise bad_request("bad webhook: certificate is not a PEM-encoded X.509 certificate") from None
    return text


METHODS: Mapping[str, Method] = {
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
