"""The wire between a client and the control API."""

import asyncio
import ssl
from types import TracebackType
from typing import Self

import httpx

from bot.local_api.client_types import Message, as_object, as_objects, as_text, message_from
from bot.local_api.json_types import JsonObject, JsonValue

WAIT = 5.0  # seconds, unless the caller says otherwise
PATIENCE = 30.0  # the same, for what is sure to come, however busy the machine
SPARE = 10.0  # seconds that HTTP may take beyond the wait asked for


class RefusedError(Exception):
    """The control API refused; the text says why."""


class ControlHttp:
    """Calls the control API, within `async with`. `url` is `LocalApiServer.url`."""

    def __init__(self, url: str) -> None:
        no_certificates = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # plain HTTP: loading them takes 30 ms
        self._http = httpx.AsyncClient(base_url=f"{url}/control", trust_env=False, verify=no_certificates)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def _answered(self, query_id: str, seconds: float) -> JsonObject:
        query = as_object(await self._get(f"/queries/{query_id}?", seconds))
        if query.get("answered") is not True:
            raise TimeoutError(f"no answer within {seconds} s")
        return query

    async def _changed(self, path: str, after: int, count: int, seconds: float) -> list[Message]:
        """Give what came or changed in a chat's messages; fewer than `count` where the time runs out."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        messages: list[Message] = []
        while True:
            known = messages[-1].sequence if messages else after
            found = await self._get(f"{path}?after={known}", max(end - loop.time(), 0.0))
            fresh = [message_from(entry) for entry in as_objects(found)]
            changed = {message.id for message in fresh}
            messages = [message for message in messages if message.id not in changed] + fresh
            if len(messages) >= count or loop.time() >= end or not fresh:
                return messages

    async def _get(self, path: str, seconds: float) -> JsonValue:
        return await self._call("GET", f"{path}&wait={seconds}", seconds=seconds)

    async def _post(self, path: str, body: JsonObject | None = None) -> JsonValue:
        return await self._call("POST", path, body or {})

    async def _call(self, method: str, path: str, body: JsonValue = None, *, seconds: float = 0.0) -> JsonValue:
        response = await self._http.request(method, path, json=body, timeout=seconds + SPARE)
        answer: JsonObject = response.json()
        if answer.get("ok") is not True:
            raise RefusedError(as_text(answer.get("description")))
        return answer.get("result")


def place_of(chat_id: int, reply_to: Message | None, thread: int = 0, as_chat: int = 0) -> JsonObject:
    """Give where a message goes, as the control API takes it."""
    return {
        "chat_id": chat_id, "reply_to_message_id": reply_to.id if reply_to else 0, "message_thread_id": thread,
        "as_chat_id": as_chat,
    }  # fmt: skip
