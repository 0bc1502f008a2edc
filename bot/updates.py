"""Updates as they come over the wire (Bot API, "Update"): one that cannot be read harms no other."""

from typing import Any

from telegram import Bot, Chat, Update
from telegram.request import HTTPXRequest

# The field, unknown to the Bot API, in which an emptied update says why it was emptied.
_REASON = "tanya_unreadable"


class UpdatesRequest(HTTPXRequest):
    """Reads the answers to `getUpdates` one update at a time.

    The library reads a batch as a whole: one update that it cannot read would keep all others from the bot for ever.
    """

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Give the answer; an update that cannot be read is emptied, so that it is confirmed like the others."""
        answer = HTTPXRequest.parse_json_payload(payload)
        updates = answer.get("result")
        if isinstance(updates, list):
            answer["result"] = [
                _emptied(update, reason) if (reason := _flaw(update)) else update
                for update in updates
                if isinstance(update, dict) and isinstance(update.get("update_id"), int)
            ]
        return answer


def read_update(update: dict[str, Any], bot: Bot) -> Update:
    """Give an update that belongs to `bot`; one that the library cannot read is empty, see `unreadable`."""
    reason = _flaw(update)
    return Update.de_json(_emptied(update, reason) if reason else update, bot)


def unreadable(update: Update) -> str | None:
    """Tell why an update was emptied, without a word of what it held; None for one that could be read."""
    reason = update.api_kwargs.get(_REASON)
    return reason if isinstance(reason, str) else None


def _emptied(update: dict[str, Any], reason: str) -> dict[str, Any]:
    return {"update_id": update["update_id"], _REASON: reason}


def _flaw(update: dict[str, Any]) -> str | None:
    try:
        _check_whose(Update.de_json(update, None))
    except Exception as error:  # noqa: BLE001 - whatever the library raises over odd data
        kinds = ", ".join(sorted(key for key in update if key != "update_id" and key.isidentifier()))
        return f"{type(error).__name__} in {kinds[:60]}"
    return None


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
