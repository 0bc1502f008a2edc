"""Updates as they come over the wire (Bot API, "Update"): one that cannot be read harms no other."""

from collections.abc import Mapping, Sequence
from typing import Any

from telegram import Bot, Chat, Update

from bot.delivery.http_request import HttpRequest

# Fields unknown to the Bot API: why an update was emptied, and updates that were not read yet.
_REASON = "tanya_unreadable"
_POSTED = "tanya_posted"


class UpdatesRequest(HttpRequest):
    """Hands the answers to `getUpdates` through the library unread; `posted` gives them.

    The library reads a batch as a whole: one update that it cannot read would keep all others from the bot for ever,
    and those that come again and again, until they are confirmed, would be read each time.
    """

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Give the answer, with one update that carries all the others in a field that the library passes over."""
        answer = HttpRequest.parse_json_payload(payload)
        updates = answer.get("result")
        if isinstance(updates, list):
            answer["result"] = [{"update_id": 0, _POSTED: updates}]
        return answer


def posted(answer: Sequence[Update]) -> Mapping[int, dict[str, Any]]:
    """Give the updates of a `getUpdates` by `UpdatesRequest`, unread, by their ids; what has none is left out."""
    updates = [update for carrier in answer for update in carrier.api_kwargs.get(_POSTED, ())]
    return {
        update["update_id"]: update
        for update in updates
        if isinstance(update, dict) and isinstance(update.get("update_id"), int)
    }


def read_update(update: dict[str, Any], bot: Bot) -> Update:
    """Give an update that belongs to `bot`; one that the library cannot read is empty, see `unreadable`."""
    try:
        read = Update.de_json(dict(update), bot)
        _check_whose(read)
    except Exception as error:  # noqa: BLE001 - whatever the library raises over odd data
        kinds = ", ".join(sorted(key for key in update if key != "update_id" and key.isidentifier()))
        reason = f"{type(error).__name__} in {kinds[:60]}"
        return Update.de_json({"update_id": update["update_id"], _REASON: reason}, bot)
    return read


def unreadable(update: Update) -> str | None:
    """Tell why an update was emptied, without a word of what it held; None for one that could be read."""
    reason = update.api_kwargs.get(_REASON)
    return reason if isinstance(reason, str) else None


def _check_whose(update: Update) -> None:
    """Raise TypeError for an update without its chat, or with ids that are none: the library takes them as they are.

    Updates are kept in order by these ids, before anything that is made for failures.
    """
    message = update.effective_message
    if message and not isinstance(message.chat, Chat):
        raise TypeError("a message needs its chat")
    for whose in (update.effective_chat, update.effective_user):
        if whose and not isinstance(whose.id, int):
            raise TypeError("an id is a number")
