"""Messages that the bot sent, as they come back over the wire: with their names, without what the bot has itself."""

from typing import Any

from bot.delivery.http_request import HttpRequest

# What the library cannot do without (Bot API, "Message").
_NAMES = ("message_id", "date", "chat")


class SendingRequest(HttpRequest):
    """Leaves text, entities and buttons of sent messages out: reading them takes longer than sending them."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Give the answer; a message in it has its id, date and chat."""
        answer = HttpRequest.parse_json_payload(payload)
        result = answer.get("result")
        if isinstance(result, dict) and result.keys() >= set(_NAMES):
            answer["result"] = {name: result[name] for name in _NAMES}
        return answer
