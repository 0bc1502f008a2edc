"""Delivers updates to the webhook (Bot API, setWebhook), with redelivery as Telegram's open-source server has it.

Of one chat, or one user's queries, an update goes only when the one before it is through; others go side by side, up
to `max_connections` at once. A try that fails is repeated at once, then after `webhook_base_delay` seconds, doubled
each time up to a minute, or after the webhook's own Retry-After (seconds, at most an hour), until the update expires.
"""

import asyncio
import functools
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl

import aiohttp

from bot.local_api.calling import Caller
from bot.local_api.errors import ApiError
from bot.local_api.json_types import JsonObject, JsonValue
from bot.local_api.parameters import Parameters, parse_json
from bot.local_api.update_queue import number_of
from bot.local_api.webhook import Webhook
from bot.local_api.world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
MAX_DELAY = 60.0  # seconds
MAX_RETRY_AFTER = 3600.0  # seconds
# Not done when a webhook's answer asks for them.
_NOT_IN_ANSWERS = frozenset({"deletewebhook", "setwebhook", "close", "logout"})


class DeliveryError(Exception):
    """A try that failed; the text is `last_error_message`. `retry_after` is what the webhook asked for, or 0."""

    def __init__(self, message: str, retry_after: float = 0.0) -> None:
        super().__init__(message)
        self.retry_after = retry_after


@dataclass(slots=True)
class _Trouble:
    """An update whose delivery failed: how often, the last pause, and when to try again (the loop's time)."""

    fails: int = 0
    delay: float = 0.0
    again_at: float = 0.0


class WebhookSender:
    """Sends while the server runs; `run` ends when the world's `changes` are closed."""

    def __init__(self, world: World, caller: Caller) -> None:
        self._world = world
        self._caller = caller
        self._sending: dict[int, asyncio.Task[None]] = {}
        self._troubles: dict[int, _Trouble] = {}

    async def run(self) -> None:
        """Deliver to whatever webhook is set."""
        world = self._world
        while not world.changes.closed:
            await world.changes.wait_for(lambda: world.webhook.current is not None, MAX_RETRY_AFTER)
            if world.webhook.current:
                await self._serve(world.webhook.current)

    async def _serve(self, hook: Webhook) -> None:
        """Deliver to this webhook until another, or none, is set."""
        world = self._world
        async with _client(hook) as http:
            try:
                while world.webhook.current is hook and not world.changes.closed:
                    self._start(hook, http)
                    due = self._due()
                    has_work = functools.partial(self._has_work, hook, due)
                    wait = MAX_RETRY_AFTER if due is None else due - asyncio.get_running_loop().time()
                    await world.changes.wait_for(has_work, max(wait, 0.0))
            finally:
                await self._stop()

    def _start(self, hook: Webhook, http: aiohttp.ClientSession) -> None:
        for update in list(self._next(hook)):
            number = number_of(update)
            self._sending[number] = asyncio.create_task(self._deliver(hook, http, update))

    def _next(self, hook: Webhook) -> Iterator[JsonObject]:
        """Give the updates that may go now."""
        free = hook.max_connections - len(self._sending)
        if free <= 0:
            return
        now = asyncio.get_running_loop().time()
        lanes: set[str] = set()
        for update in self._world.updates.pending():
            lane, number = lane_of(update), number_of(update)
            if lane in lanes:
                continue
            lanes.add(lane)
            trouble = self._troubles.get(number)
            if free > 0 and number not in self._sending and not (trouble and trouble.again_at > now):
                free -= 1
                yield update

    def _has_work(self, hook: Webhook, due: float | None) -> bool:
        """Tell whether to look again: at another webhook, an update that may go, or another time to wait for."""
        return self._world.webhook.current is not hook or any(self._next(hook)) or self._due() != due

    def _due(self) -> float | None:
        """Give when the next repetition is due (the loop's time), None where nothing went wrong."""
        due = [trouble.again_at for number, trouble in self._troubles.items() if number not in self._sending]
        return min(due, default=None)

    async def _deliver(self, hook: Webhook, http: aiohttp.ClientSession, update: JsonObject) -> None:
        number = number_of(update)
        try:
            answer = await _post(hook, http, update, self._world.settings.webhook_timeout)
        except DeliveryError as error:
            self._world.webhook.failed(self._world.clock(), str(error))
            self._put_off(number, error.retry_after)
        else:
            self._troubles.pop(number, None)
            await self._obey(answer)
            self._world.updates.confirm(number)
        finally:
            self._sending.pop(number, None)
            self._world.changes.notify()

    def _put_off(self, number: int, retry_after: float) -> None:
        """Set when an update is tried again; one that would be too old by then is dropped."""
        trouble = self._troubles.setdefault(number, _Trouble())
        wait = retry_after
        if not retry_after and trouble.fails:
            trouble.delay = min(trouble.delay * 2 or self._world.settings.webhook_base_delay, MAX_DELAY)
            wait = trouble.delay
        trouble.fails += 1
        trouble.again_at = asyncio.get_running_loop().time() + wait
        if self._world.clock() + wait > self._world.updates.expires_at(number):
            self._troubles.pop(number)
            self._world.updates.confirm(number)

    async def _obey(self, answer: JsonObject) -> None:
        """Run the method call that an answer holds, if any; the webhook never learns of its result."""
        name = answer.get("method")
        if not isinstance(name, str) or name.lower() in _NOT_IN_ANSWERS or name.lower().startswith("get"):
            return
        try:
            proper, method = self._caller.find(name)
        except ApiError:
            return
        calls = self._world.calls
        calls.running += 1
        try:
            await self._caller.call(
                proper, method, Parameters({key: value for key, value in answer.items() if key != "method"})
            )
        finally:
            calls.running -= 1

    async def _stop(self) -> None:
        """Break off what is under way; those updates stay pending."""
        tasks = list(self._sending.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._sending.clear()
        self._troubles.clear()


def lane_of(update: JsonObject) -> str:
    """Name what an update must keep its order within: its chat for messages, its user for queries."""
    for kind, payload in update.items():
        if isinstance(payload, dict):
            chat, user = payload.get("chat"), payload.get("from")
            if isinstance(chat, dict):
                return f"chat {chat.get('id')}"
            if isinstance(user, dict):
                return f"{kind} {user.get('id')}"
    return f"update {number_of(update)}"


def _client(hook: Webhook) -> aiohttp.ClientSession:
    if hook.url.lower().startswith("http:"):  # loading the system's certificates takes 30 ms: not for plain HTTP
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    else:
        context = ssl.create_default_context(cadata=hook.certificate or None)
    connector = aiohttp.TCPConnector(limit=hook.max_connections, ssl=context)
    return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())


async def _post(hook: Webhook, http: aiohttp.ClientSession, update: JsonObject, seconds: float) -> JsonObject:
    """Send one update; give the object in the answer, empty where there is none. Raises `DeliveryError`."""
    headers = {SECRET_HEADER: hook.secret_token} if hook.secret_token else {}
    timeout = aiohttp.ClientTimeout(total=seconds)
    try:
        async with http.post(
            hook.url, json=update, headers=headers, timeout=timeout, allow_redirects=False
        ) as response:
            body = await response.read()
    except TimeoutError:
        raise DeliveryError("Read timeout expired") from None
    except aiohttp.ClientConnectorError as error:
        raise DeliveryError(_unconnected(error)) from None
    except aiohttp.ClientError:
        raise DeliveryError("Webhook connection closed") from None
    if response.status // 100 != 2:  # noqa: PLR2004 - 2xx
        message = f"Wrong response from the webhook: {response.status} {response.reason or ''}"
        raise DeliveryError(message.strip(), _retry_after(response))
    return _object(response.content_type, body)


def _unconnected(error: aiohttp.ClientConnectorError) -> str:
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return f"SSL error {{{error.certificate_error}}}"
    if isinstance(error, aiohttp.ClientConnectorSSLError):
        return f"SSL error {{{error.os_error}}}"
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return f"Failed to resolve host: {error.os_error.strerror}"
    return "Connection refused"


def _object(kind: str, body: bytes) -> JsonObject:
    if kind == "application/x-www-form-urlencoded":
        return dict(parse_qsl(body.decode(errors="replace")))
    try:
        value: JsonValue = parse_json(body)
    except ValueError:
        return {}
    return value if kind == "application/json" and isinstance(value, dict) else {}


def _retry_after(response: aiohttp.ClientResponse) -> float:
    given = response.headers.get("retry-after", "")
    return min(float(given), MAX_RETRY_AFTER) if given.isdigit() else 0.0
