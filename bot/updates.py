"""Updates as they come over the wire (Bot API, "Update"): one that cannot be read harms no other."""

from typing import Any

from telegram import Bot, Update
from telegram.request import HTTPXRequest

# Fields unknown to the Bot API: why an update was emptied, and an update that was not read yet.
_REASON = "tanya_unreadable"
_POSTED = "tanya_posted"


class UpdatesRequest(HTTPXRequest):
    """Hands the answers to `getUpdates` through the library without their content; `read_posted` reads that.

    The library reads a batch as a whole: one update that it cannot read would keep all others from the bot for ever,
    and those that come again and again, until they are confirmed, would be read each time.
    """

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Give the answer, of each update only its id, with all of it in a field that the library passes over."""
        answer = HTTPXRequest.parse_json_payload(payload)
        updates = answer.get("result")
        if isinstance(updates, list):
            answer["result"] = [
                {"update_id": update["update_id"], _POSTED: update}
                for update in updates
                if isinstance(update, dict) and isinstance(update.get("update_id"), int)
            ]
        return answer


def read_posted(update: Update, bot: Bot) -> Update:
    """Give an update of a `getUpdates` by `UpdatesRequest` with its content, as `read_update` does."""
    posted = update.api_kwargs.get(_POSTED)
    return read_update(posted, bot) if isinstance(posted, dict) else update


def read_update(update: dict[str, Any], bot: Bot) -> Update:
    """Give an update that belongs to `bot`; one that the library cannot read is empty, see `unreadable`."""
    try:
        return Update.de_json(dict(update), bot)
    except Exception as error:  # noqa: BLE001 - whatever the library raises over odd data
        kinds = ", ".join(sorted(key for key in update if key != "update_id" and key.isidentifier()))
        reason = f"{type(error).__name__} in {kinds[:60]}"
        return Update.de_json({"update_id": update["update_id"], _REASON: reason}, bot)


def unreadable(update: Update) -> str | None:
    """Tell why an update was emptied, without a word of what it held; None for one that could be read."""
    reason = update.api_kwargs.get(_REASON)
    return reason if isinstance(reason, str) else None
