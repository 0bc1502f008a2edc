"""A client of the control API: plays the users of a local Bot API, for the terminal and for tests."""

import base64

from bot.local_api.client_asking import AskingClient
from bot.local_api.client_business import BusinessClient
from bot.local_api.client_chats import ChatsClient
from bot.local_api.client_conditions import ConditionsClient
from bot.local_api.client_http import WAIT, RefusedError
from bot.local_api.client_types import (
    ApiCall,
    CommandSet,
    PlayedUser,
    as_integer,
    as_object,
    as_objects,
    as_text,
    call_from,
    commands_from,
    user_from,
)
from bot.local_api.json_types import JsonObject

__all__ = ["LocalApiClient", "RefusedError"]


class LocalApiClient(ChatsClient, AskingClient, BusinessClient, ConditionsClient):
    """Plays users, within `async with`. `url` is `LocalApiServer.url`.

    Every method raises `RefusedError` where a real Telegram client would not let the user do that, and
    `httpx.HTTPError` where the server is not there. Timeouts are in seconds.
    """

    async def add_user(
        self, first_name: str = "User", *, username: str = "", language_code: str = "", user_id: int = 0,
        last_name: str = "", is_bot: bool = False,
    ) -> PlayedUser:  # fmt: skip
        """Bring in a user, or another bot; without an id one is given."""
        body: JsonObject = {
            "first_name": first_name, "last_name": last_name, "username": username, "language_code": language_code,
            "id": user_id, "is_bot": is_bot,
        }  # fmt: skip
        return user_from(await self._post("/users", body))

    async def change_user(self, user: PlayedUser, **changes: str) -> PlayedUser:
        """Change a user's first_name, last_name, username or language_code."""
        return user_from(await self._call("PATCH", f"/users/{user.id}", dict(changes)))

    async def change_bot(self, **abilities: bool) -> None:
        """Set what getMe tells: can_join_groups, can_read_all_group_messages (privacy mode off), and its like.

        The others are supports_inline_queries, can_connect_to_business and supports_guest_queries.
        """
        await self._call("PATCH", "/bot", dict(abilities))

    async def download(self, file_id: str) -> bytes:
        """Give the bytes of a file that a user or the bot sent; see `Message.file_id`."""
        return base64.b64decode(as_text(as_object(await self._get(f"/files/{file_id}?", 0.0)).get("content")))

    async def expire(self, query_id: str) -> None:
        """Make a query too old to be answered."""
        await self._post(f"/queries/{query_id}/expire")

    async def push(self, update: JsonObject) -> int:
        """Queue any update as it is; give its update_id."""
        return as_integer(as_object(await self._post("/updates", update)).get("update_id"))

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
