"""A client of the control API: plays the users of a local Bot API, for the terminal and for tests."""

import asyncio
import base64
import ssl
from collections.abc import Iterable
from types import TracebackType

import httpx

from bot.local_api.client_types import (
    ApiCall,
    CallbackAnswer,
    CommandSet,
    InlineAnswer,
    Message,
    PlayedChat,
    PlayedUser,
    as_integer,
    as_object,
    as_objects,
    as_text,
    call_from,
    callback_answer_from,
    chat_from,
    commands_from,
    inline_answer_from,
    message_from,
    user_from,
)
from bot.local_api.json_types import JsonObject, JsonValue

WAIT = 5.0  # seconds, unless the caller says otherwise
SPARE = 10.0  # seconds that HTTP may take beyond the wait asked for


class RefusedError(Exception):
    """The control API refused; the text says why."""


class LocalApiClient:
    """Plays users, within `async with`. `url` is `LocalApiServer.url`.

    Every method raises `RefusedError` where a real Telegram client would not let the user do that, and
    `httpx.HTTPError` where the server is not there. Timeouts are in seconds.
    """

    def __init__(self, url: str) -> None:
        no_certificates = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # plain HTTP: loading them takes 30 ms
        self._http = httpx.AsyncClient(base_url=f"{url}/control", trust_env=False, verify=no_certificates)

    async def __aenter__(self) -> "LocalApiClient":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def add_user(
        self, first_name: str = "User", *, username: str = "", language_code: str = "", user_id: int = 0,
        last_name: str = "",
    ) -> PlayedUser:  # fmt: skip
        """Bring in a user; without an id one is given."""
        body: JsonObject = {
            "first_name": first_name, "last_name": last_name, "username": username, "language_code": language_code,
            "id": user_id,
        }  # fmt: skip
        return user_from(await self._post("/users", body))

    async def change_user(self, user: PlayedUser, **changes: str) -> PlayedUser:
        """Change a user's first_name, last_name, username or language_code."""
        return user_from(await self._call("PATCH", f"/users/{user.id}", dict(changes)))

    async def add_chat(
        self, title: str = "Group", *, chat_type: str = "supergroup", members: Iterable[PlayedUser] = (),
        administrators: Iterable[PlayedUser] = (), bot: str = "member", username: str = "", is_forum: bool = False,
    ) -> PlayedChat:  # fmt: skip
        """Bring in a group, supergroup or channel; `bot` is the bot's standing in it."""
        body: JsonObject = {
            "title": title, "type": chat_type, "bot": bot, "username": username, "is_forum": is_forum,
            "members": [user.id for user in members], "administrators": [user.id for user in administrators],
        }  # fmt: skip
        return chat_from(await self._post("/chats", body))

    async def set_member(self, chat: PlayedChat, user_id: int, status: str, *, by: int = 0) -> None:
        """Set a user's or the bot's standing in a chat: creator, administrator, member, left or kicked."""
        await self._call("PUT", f"/chats/{chat.id}/members/{user_id}", {"status": status, "by": by})

    async def say(
        self, user: PlayedUser, text: str, *, chat_id: int = 0, reply_to: Message | None = None, thread: int = 0,
    ) -> Message:  # fmt: skip
        """Say a text, in the private chat with the bot or in another; give the message."""
        body = _place(chat_id, reply_to, thread) | {"text": text}
        return message_from(await self._post(f"/users/{user.id}/say", body))

    async def send(
        self, user: PlayedUser, fields: JsonObject, *, chat_id: int = 0, reply_to: Message | None = None,
        thread: int = 0,
    ) -> Message:  # fmt: skip
        """Send a message of any kind, such as {"photo": […], "caption": …}."""
        body = _place(chat_id, reply_to, thread) | {"message": fields}
        return message_from(await self._post(f"/users/{user.id}/send", body))

    async def send_document(
        self, user: PlayedUser, name: str, content: bytes, *, caption: str = "", chat_id: int = 0,
        mime_type: str = "application/octet-stream", reply_to: Message | None = None,
    ) -> Message:  # fmt: skip
        """Send a file."""
        body = _place(chat_id, reply_to, 0) | {
            "file_name": name, "content": base64.b64encode(content).decode("ascii"), "mime_type": mime_type,
            "caption": caption,
        }  # fmt: skip
        return message_from(await self._post(f"/users/{user.id}/document", body))

    async def edit(self, user: PlayedUser, message: Message, text: str) -> Message:
        """Replace the text of a message of the user's own."""
        body: JsonObject = {"chat_id": message.chat_id, "message_id": message.id, "text": text}
        return message_from(await self._post(f"/users/{user.id}/edit", body))

    async def press(
        self, user: PlayedUser, message: Message, *, data: str = "", text: str = "", stale: bool = False,
        timeout: float = WAIT,  # noqa: ASYNC109 - the server bounds the wait
    ) -> CallbackAnswer:  # fmt: skip
        """Press a button, by its data or its text, and wait for the answer. Raises `TimeoutError` without one."""
        query_id = await self.begin_press(user, message, data=data, text=text, stale=stale)
        return callback_answer_from(await self._answered(query_id, timeout))

    async def begin_press(
        self, user: PlayedUser, message: Message, *, data: str = "", text: str = "", stale: bool = False
    ) -> str:
        """Press a button and do not wait; give the callback query's id."""
        body: JsonObject = {
            "chat_id": message.chat_id, "message_id": message.id, "inline_message_id": message.inline_message_id,
            "data": data, "text": text, "stale": stale,
        }  # fmt: skip
        return as_text(as_object(await self._post(f"/users/{user.id}/press", body)).get("id"))

    async def inline(
        self, user: PlayedUser, query: str, *, offset: str = "", timeout: float = WAIT,  # noqa: ASYNC109
    ) -> InlineAnswer:  # fmt: skip
        """Type an inline query and wait for the results. Raises `TimeoutError` without any."""
        query_id = await self.begin_inline(user, query, offset=offset)
        return inline_answer_from(await self._answered(query_id, timeout))

    async def begin_inline(self, user: PlayedUser, query: str, *, offset: str = "") -> str:
        """Type an inline query and do not wait; give its id."""
        body: JsonObject = {"query": query, "offset": offset}
        return as_text(as_object(await self._post(f"/users/{user.id}/inline", body)).get("id"))

    async def choose(self, user: PlayedUser, answer: InlineAnswer, result_id: str, *, chat_id: int = 0) -> Message:
        """Choose an inline result; give the message that it becomes."""
        body: JsonObject = {"inline_query_id": answer.query_id, "result_id": result_id, "chat_id": chat_id}
        return message_from(await self._post(f"/users/{user.id}/choose", body))

    async def block(self, user: PlayedUser) -> None:
        """Block the bot."""
        await self._post(f"/users/{user.id}/block")

    async def unblock(self, user: PlayedUser) -> None:
        """Unblock the bot."""
        await self._post(f"/users/{user.id}/unblock")

    async def expire(self, query_id: str) -> None:
        """Make a query too old to be answered."""
        await self._post(f"/queries/{query_id}/expire")

    async def push(self, update: JsonObject) -> int:
        """Queue any update as it is; give its update_id."""
        return as_integer(as_object(await self._post("/updates", update)).get("update_id"))

    async def wait_messages(
        self, chat_id: int, *, after: int = 0, count: int = 1, timeout: float = WAIT,  # noqa: ASYNC109
    ) -> list[Message]:  # fmt: skip
        """Give a chat's messages that came or changed after a sequence number, deleted ones too, in that order.

        Waits for `count` of them; gives fewer where the time runs out.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + timeout
        messages: list[Message] = []
        while True:
            known = messages[-1].sequence if messages else after
            path = f"/chats/{chat_id}/messages?after={known}"
            found = await self._get(path, max(end - loop.time(), 0.0))
            fresh = [message_from(entry) for entry in as_objects(found)]
            changed = {message.id for message in fresh}
            messages = [message for message in messages if message.id not in changed] + fresh
            if len(messages) >= count or loop.time() >= end or not fresh:
                return messages

    async def calls(
        self, method: str = "", *, after: int = 0, timeout: float = 0.0,  # noqa: ASYNC109
    ) -> list[ApiCall]:  # fmt: skip
        """Give the bot's calls of one method, or of all but getUpdates, waiting for one up to `timeout`."""
        found = await self._get(f"/calls?method={method}&after={after}", timeout)
        return [call_from(call) for call in as_objects(found)]

    async def settle(self, timeout: float = WAIT) -> None:  # noqa: ASYNC109
        """Wait until the bot confirmed every update and no call is under way. Raises `TimeoutError`."""
        state = as_object(await self._get("/updates?", timeout))
        if state.get("pending") or state.get("running"):
            raise TimeoutError(f"after {timeout} s, not settled: {state}")

    async def pending(self) -> int:
        """Give the number of updates that the bot has not confirmed."""
        return as_integer(as_object(await self._get("/updates?", 0.0)).get("pending"))

    async def commands(self) -> list[CommandSet]:
        """Give the bot's commands of every scope and language."""
        return [commands_from(item) for item in as_objects(await self._get("/commands?", 0.0))]

    async def fail(
        self, kind: str, method: str = "", *, times: int = 1, status: int = 500,
        description: str = "Internal Server Error", retry_after: int = 0, seconds: float = 0.0,
    ) -> None:  # fmt: skip
        """Make the next calls of a method ("" for any but getUpdates) fail.

        `kind` is "error" (with status and description), "delay" (by so many seconds), "drop_before" or
        "drop_after" (the connection, without or with the call's effect).
        """
        body: JsonObject = {
            "kind": kind, "method": method, "times": times, "status": status, "description": description,
            "parameters": {"retry_after": retry_after} if retry_after else {}, "seconds": seconds,
        }  # fmt: skip
        await self._post("/faults", body)

    async def clear_faults(self) -> None:
        """Call off every failure."""
        await self._call("DELETE", "/faults")

    async def _answered(self, query_id: str, seconds: float) -> JsonObject:
        query = as_object(await self._get(f"/queries/{query_id}?", seconds))
        if query.get("answered") is not True:
            raise TimeoutError(f"no answer within {seconds} s")
        return query

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


def _place(chat_id: int, reply_to: Message | None, thread: int) -> JsonObject:
    return {
        "chat_id": chat_id, "reply_to_message_id": reply_to.id if reply_to else 0, "message_thread_id": thread,
    }  # fmt: skip
