"""What the control API's requests carry. An unknown field is refused, so that a slip is seen."""

from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from bot.local_api.faults import FaultKind
from bot.local_api.users import ChatType, Status

BodyT = TypeVar("BodyT", bound="Body")


class Body(BaseModel):
    """A request's body."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NewUser(Body):
    """A user; without an id one is given."""

    id: int = Field(default=0, ge=0)
    first_name: str = Field(default="User", min_length=1)
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    is_bot: bool = False


class UserChange(Body):
    """What of a user changes."""

    first_name: str | None = Field(default=None, min_length=1)
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None


class NewChat(Body):
    """A group, supergroup or channel. `bot` is the bot's standing in it."""

    type: ChatType = ChatType.SUPERGROUP
    id: int = Field(default=0, le=0)
    title: str = Field(default="Group", min_length=1)
    username: str = ""
    is_forum: bool = False
    members: list[int] = []
    administrators: list[int] = []
    bot: Status = Status.MEMBER


class ChatChange(Body):
    """What of a chat changes."""

    title: str | None = Field(default=None, min_length=1)
    username: str | None = None
    is_forum: bool | None = None


class Membership(Body):
    """A user's new standing, who gave it (0: the user), and what a restricted member may still do."""

    status: Status
    by: int = 0
    permissions: list[str] = []


class BotChange(Body):
    """What the bot's owner sets with BotFather; see `users.Abilities`."""

    can_join_groups: bool | None = None
    can_read_all_group_messages: bool | None = None
    supports_inline_queries: bool | None = None
    can_connect_to_business: bool | None = None
    supports_guest_queries: bool | None = None


class ByUser(Body):
    """Who did it (0: an anonymous administrator)."""

    by: int = 0


class Topic(ByUser):
    """A forum's topic, open or closed."""

    closed: bool = False


class Forward(Body):
    """The channel's post that Telegram forwards to the discussion group."""

    from_chat_id: int
    message_id: int


class Placed(Body):
    """Where a message goes; chat 0 is the private one with the bot. `as_chat_id` is in whose name."""

    chat_id: int = 0
    reply_to_message_id: int = 0
    message_thread_id: int = 0
    as_chat_id: int = 0


class Guest(Placed):
    """A guest query's text."""

    text: str


class Say(Placed):
    """A text."""

    text: str
    entities: list[JsonValue] = []


class Document(Placed):
    """A file, its content in base64."""

    file_name: str
    content: str
    mime_type: str = "application/octet-stream"
    caption: str = ""


class Send(Placed):
    """A message of any kind: the Message object's own fields."""

    message: dict[str, JsonValue]


class Edit(Body):
    """A message's new text."""

    chat_id: int = 0
    message_id: int
    text: str


class Press(Body):
    """A button, by its data or its text, of a message of a chat, a business chat, or of an inline message."""

    chat_id: int = 0
    message_id: int = 0
    inline_message_id: str = ""
    business_connection_id: str = ""
    data: str = ""
    text: str = ""
    stale: bool = False


class Inline(Body):
    """An inline query."""

    query: str = ""
    offset: str = ""
    chat_type: str = "sender"
    cached: bool = False


class Choose(Body):
    """A result of an inline query, and the chat it goes to."""

    inline_query_id: str
    result_id: str
    chat_id: int = 0


class BusinessRights(Body):
    """What the bot may do in a business account; see `business.BUSINESS_RIGHTS`."""

    rights: list[str] = []


class BySender(Body):
    """Who does it in a business chat: the owner or the customer."""

    sender: int


class BusinessSay(BySender):
    """A text."""

    text: str
    reply_to_message_id: int = 0


class BusinessSend(BySender):
    """A message of any kind."""

    message: dict[str, JsonValue]
    reply_to_message_id: int = 0


class BusinessEdit(BySender):
    """A message's new text."""

    message_id: int
    text: str


class BusinessDelete(BySender):
    """The messages to delete."""

    message_ids: list[int]


class NewFault(Body):
    """A failure on command; see `faults.Fault`. Without `times`: once, or without end with a share or a time."""

    kind: FaultKind
    method: str = ""
    times: int | None = Field(default=None, ge=0)
    status: int = Field(default=500, ge=400, le=599)
    description: str = "Internal Server Error"
    parameters: dict[str, int] = {}
    seconds: float = Field(default=0.0, ge=0, le=600)
    share: float = Field(default=1.0, gt=0, le=1)
    seed: int | None = None
    for_seconds: float = Field(default=0.0, ge=0)


class SettingsChange(Body):
    """What of the world's settings changes; see `settings.Settings`."""

    update_seconds: float | None = Field(default=None, gt=0)
    callback_query_seconds: float | None = Field(default=None, gt=0)
    inline_query_seconds: float | None = Field(default=None, gt=0)
    guest_query_seconds: float | None = Field(default=None, gt=0)
    flood_limits: bool | None = None
    chat_per_second: float | None = Field(default=None, gt=0)
    chat_burst: int | None = Field(default=None, ge=1)
    group_per_minute: int | None = Field(default=None, ge=1)
    total_per_second: int | None = Field(default=None, ge=1)
    webhook_base_delay: float | None = Field(default=None, gt=0)
    webhook_timeout: float | None = Field(default=None, gt=0)


class Pass(Body):
    """Seconds that pass at once."""

    seconds: float = Field(ge=0)
