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
    """A user's new standing, and who gave it (0: the user)."""

    status: Status
    by: int = 0


class Placed(Body):
    """Where a message goes; chat 0 is the private one with the bot."""

    chat_id: int = 0
    reply_to_message_id: int = 0
    message_thread_id: int = 0


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
    """A button, by its data or its text, of a message of a chat or of an inline message."""

    chat_id: int = 0
    message_id: int = 0
    inline_message_id: str = ""
    data: str = ""
    text: str = ""
    stale: bool = False


class Inline(Body):
    """An inline query."""

    query: str = ""
    offset: str = ""
    chat_type: str = "sender"


class Choose(Body):
    """A result of an inline query, and the chat it goes to."""

    inline_query_id: str
    result_id: str
    chat_id: int = 0


class NewFault(Body):
    """A failure on command; see `faults.Fault`."""

    kind: FaultKind
    method: str = ""
    times: int = Field(default=1, ge=1)
    status: int = Field(default=500, ge=400, le=599)
    description: str = "Internal Server Error"
    parameters: dict[str, int] = {}
    seconds: float = Field(default=0.0, ge=0, le=600)
