"""What a test may set of the world beyond who is in it: life spans, flood limits, the webhook's patience."""

from dataclasses import dataclass

DAY = 24 * 60 * 60.0  # seconds that Telegram keeps updates: Bot API, "Getting updates"


@dataclass(slots=True, eq=False)
class Settings:
    """The world's settings; everything is in seconds unless it says otherwise.

    `update_seconds` is how long an update waits for the bot. `callback_query_seconds`, `inline_query_seconds` and
    `guest_query_seconds` are how long a query may be answered, and its update is kept no longer; the Bot API gives
    no numbers: these are meant to be its open-source server's, but could not be confirmed.

    `flood_limits` switches the limits of "My bot is hitting limits" (Bots FAQ) on: to one chat `chat_burst` messages
    at once and `chat_per_second` from then on, to one group `group_per_minute`, to all chats `total_per_second`.

    `webhook_base_delay` is the pause before the third try of an update's delivery (the second comes at once), doubled
    with every further one; `webhook_timeout` is how long the webhook may take to answer.
    """

    update_seconds: float = DAY
    callback_query_seconds: float = 150.0
    inline_query_seconds: float = 30.0
    guest_query_seconds: float = DAY
    flood_limits: bool = False
    chat_per_second: float = 1.0
    chat_burst: int = 5
    group_per_minute: int = 20
    total_per_second: int = 30
    webhook_base_delay: float = 2.0
    webhook_timeout: float = 60.0

    def query_seconds(self, kind: str) -> float:
        """Give how long a query of a kind ("callback_query", "inline_query", "guest_query") may be answered."""
        spans = {"callback_query": self.callback_query_seconds, "inline_query": self.inline_query_seconds}
        return spans.get(kind, self.guest_query_seconds)

    def kept_seconds(self, kind: str) -> float:
        """Give how long an update of a kind, such as "message", waits for the bot."""
        spans = {"callback_query": self.callback_query_seconds, "inline_query": self.inline_query_seconds}
        return min(self.update_seconds, spans.get(kind, self.update_seconds))
