"""The part of the client that asks the bot beside writing to it: buttons, inline queries, guest queries."""

from bot.local_api.client_http import WAIT, RefusedError, place_of
from bot.local_api.client_types import (
    CallbackAnswer,
    InlineAnswer,
    Message,
    PlayedUser,
    as_object,
    as_text,
    callback_answer_from,
    inline_answer_from,
    message_from,
)
from bot.local_api.client_writing import WritingClient
from bot.local_api.json_types import JsonObject


class AskingClient(WritingClient):
    """Presses buttons and asks inline or as a guest, as any user."""

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
            "business_connection_id": as_text(message.json.get("business_connection_id")),
            "data": data, "text": text, "stale": stale,
        }  # fmt: skip
        return as_text(as_object(await self._post(f"/users/{user.id}/press", body)).get("id"))

    async def inline(
        self, user: PlayedUser, query: str, *, offset: str = "", chat_type: str = "sender", cached: bool = False,
        timeout: float = WAIT,  # noqa: ASYNC109
    ) -> InlineAnswer:  # fmt: skip
        """Type an inline query and wait for the results. Raises `TimeoutError` without any.

        With `cached`, results that Telegram still keeps (cache_time, is_personal) come without asking the bot.
        """
        query_id = await self.begin_inline(user, query, offset=offset, chat_type=chat_type, cached=cached)
        return inline_answer_from(await self._answered(query_id, timeout))

    async def begin_inline(
        self, user: PlayedUser, query: str, *, offset: str = "", chat_type: str = "sender", cached: bool = False
    ) -> str:
        """Type an inline query and do not wait; give its id."""
        body: JsonObject = {"query": query, "offset": offset, "chat_type": chat_type, "cached": cached}
        return as_text(as_object(await self._post(f"/users/{user.id}/inline", body)).get("id"))

    async def choose(self, user: PlayedUser, answer: InlineAnswer, result_id: str, *, chat_id: int = 0) -> Message:
        """Choose an inline result; give the message that it becomes."""
        body: JsonObject = {"inline_query_id": answer.query_id, "result_id": result_id, "chat_id": chat_id}
        return message_from(await self._post(f"/users/{user.id}/choose", body))

    async def press_inline_button(self, user: PlayedUser, answer: InlineAnswer) -> Message:
        """Press the button above inline results: the user goes to the private chat and starts the bot with it."""
        parameter = as_text((answer.button or {}).get("start_parameter"))
        if not parameter:
            raise RefusedError("the inline results have no button that starts the bot")
        return await self.start(user, parameter)

    async def guest(
        self, user: PlayedUser, text: str, chat_id: int, *, reply_to: Message | None = None, thread: int = 0,
        timeout: float = WAIT,  # noqa: ASYNC109
    ) -> Message:  # fmt: skip
        """Name the bot in a group where it is no member, and wait for its answer there.

        Raises `TimeoutError` without one.
        """
        query_id = await self.begin_guest(user, text, chat_id, reply_to=reply_to, thread=thread)
        return await self.guest_answer(query_id, timeout=timeout)

    async def begin_guest(
        self, user: PlayedUser, text: str, chat_id: int, *, reply_to: Message | None = None, thread: int = 0,
    ) -> str:  # fmt: skip
        """Name the bot in a group where it is no member, and do not wait; give the guest query's id."""
        body = place_of(chat_id, reply_to, thread) | {"text": text}
        return as_text(as_object(await self._post(f"/users/{user.id}/guest", body)).get("id"))

    async def guest_answer(self, query_id: str, *, timeout: float = WAIT) -> Message:  # noqa: ASYNC109
        """Wait for the answer to a guest query; give its message. Raises `TimeoutError` without one."""
        answer = as_object((await self._answered(query_id, timeout)).get("answer"))
        return message_from(answer.get("entry"))
