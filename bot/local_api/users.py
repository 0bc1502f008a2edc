"""Who is in the world: users, chats, members. Their JSON is Telegram's (Bot API, User, Chat, ChatMember)."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.local_api.json_types import JsonObject

RIGHTS = (
    "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
    "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
    "can_edit_stories", "can_delete_stories",
)  # fmt: skip
CHANNEL_RIGHTS = ("can_post_messages", "can_edit_messages")
GROUP_RIGHTS = ("can_pin_messages",)


# Bot API, ChatMemberRestricted.
PERMISSIONS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_react_to_messages", "can_edit_tag", "can_change_info", "can_invite_users",
    "can_pin_messages", "can_manage_topics",
)  # fmt: skip


class ChatType(StrEnum):
    """Bot API, Chat: type."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class Status(StrEnum):
    """Bot API, ChatMember: status."""

    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    RESTRICTED = "restricted"
    LEFT = "left"
    KICKED = "kicked"


PRESENT = frozenset({Status.CREATOR, Status.ADMINISTRATOR, Status.MEMBER, Status.RESTRICTED})
IN_CHARGE = frozenset({Status.CREATOR, Status.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class User:
    """A person or a bot."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    is_bot: bool = False

    def to_json(self) -> JsonObject:
        """Give the User object; what is empty is left out."""
        fields: JsonObject = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        optional = {
            "last_name": self.last_name, "username": self.username, "language_code": self.language_code,
        }  # fmt: skip
        return fields | {name: value for name, value in optional.items() if value}


# Who Telegram says wrote what no user wrote in their own name.
ANONYMOUS = User(1_087_968_824, "Group", username="GroupAnonymousBot", is_bot=True)
CHANNEL = User(136_817_688, "Channel", username="Channel_Bot", is_bot=True)
TELEGRAM = User(777_000, "Telegram")


@dataclass(frozen=True, slots=True)
class Abilities:
    """What the bot's owner set with BotFather, and getMe tells (Bot API, User)."""

    can_join_groups: bool = True
    can_read_all_group_messages: bool = False
    supports_inline_queries: bool = True
    can_connect_to_business: bool = True
    supports_guest_queries: bool = True


@dataclass(slots=True, eq=False)
class StoredMessage:
    """A message and what became of it.

    `sequence` rises with every change of any message of the world; `keyboard` is a reply keyboard (or its
    removal, or a forced reply), which Telegram shows to the user but not in the Message object; `author_id` is who
    wrote it, in whatever name.
    """

    message: JsonObject
    chat_id: int
    sequence: int = 0
    keyboard: JsonObject | None = None
    inline_message_id: str = ""
    deleted: bool = False
    author_id: int = 0

    @property
    def message_id(self) -> int:
        """The message's number in its chat."""
        number = self.message["message_id"]
        return number if isinstance(number, int) else 0

    @property
    def thread(self) -> int:
        """The topic or comment thread that a reply to this message lands in; 0 for none."""
        thread = self.message.get("message_thread_id")
        if isinstance(thread, int):
            return thread
        return self.message_id if self.message.get("is_automatic_forward") else 0

    def as_replied(self) -> JsonObject:
        """Give the message as a reply to it carries it: without what it itself replied to."""
        return {name: value for name, value in self.message.items() if name != "reply_to_message"}

    def to_json(self) -> JsonObject:
        """Give the entry that the control API lists."""
        fields: JsonObject = {
            "sequence": self.sequence, "message": self.message, "deleted": self.deleted,
            "keyboard": self.keyboard, "inline_message_id": self.inline_message_id,
        }  # fmt: skip
        return fields


@dataclass(slots=True, eq=False)
class Chat:
    """A chat with its members and messages.

    In a private chat the bot is a member once the user wrote to it, and `kicked` while the user blocks it.
    `threads` are the topics or comment threads, `permissions` what restricted members may still do and what rights
    administrators have, `migrated_to` the supergroup that a group became, and `owner_id` the business account whose
    private chat it is (0: the bot's).
    """

    id: int
    type: ChatType
    title: str = ""
    username: str = ""
    is_forum: bool = False
    members: dict[int, Status] = field(default_factory=dict)
    messages: dict[int, StoredMessage] = field(default_factory=dict)
    threads: set[int] = field(default_factory=set)
    closed_threads: set[int] = field(default_factory=set)
    permissions: dict[int, frozenset[str]] = field(default_factory=dict)
    migrated_to: int = 0
    owner_id: int = 0

    def status(self, user_id: int) -> Status:
        """Give a user's standing; someone never seen has left."""
        return self.members.get(user_id, Status.LEFT)

    def messages_after(self, sequence: int) -> list[StoredMessage]:
        """Give the messages that came or changed after a sequence number, in order of change."""
        found = [stored for stored in self.messages.values() if stored.sequence > sequence]
        return sorted(found, key=lambda stored: stored.sequence)

    def may_send(self, user_id: int, what: str) -> bool:
        """Tell whether a member may send "messages", "documents", "photos", …; only restricted ones may not."""
        restricted = self.status(user_id) is Status.RESTRICTED
        return not restricted or f"can_send_{what}" in self.permissions.get(user_id, frozenset())

    def has_right(self, user_id: int, right: str) -> bool:
        """Tell whether someone in charge may do a thing, such as "can_delete_messages".

        The creator may do everything, an administrator without any right set everything but promoting others.
        """
        status, given = self.status(user_id), self.permissions.get(user_id)
        if status is Status.ADMINISTRATOR:
            return right in given if given else right not in {"can_be_edited", "is_anonymous", "can_promote_members"}
        return status is Status.CREATOR

    def member_json(self, user: User) -> JsonObject:
        """Give a user's ChatMember object."""
        status = self.status(user.id)
        fields: JsonObject = {"user": user.to_json(), "status": str(status)}
        if status is Status.CREATOR:
            fields["is_anonymous"] = False
        elif status is Status.ADMINISTRATOR:
            extra = CHANNEL_RIGHTS if self.type is ChatType.CHANNEL else GROUP_RIGHTS
            fields |= {right: self.has_right(user.id, right) for right in (*RIGHTS, *extra)}
        elif status is Status.RESTRICTED:
            allowed = self.permissions.get(user.id, frozenset())
            fields |= {"is_member": True, "until_date": 0} | {name: name in allowed for name in PERMISSIONS}
        elif status is Status.KICKED:
            fields["until_date"] = 0
        return fields

    def to_json(self, user: User | None = None) -> JsonObject:
        """Give the Chat object; for a private chat from its `user`."""
        fields: JsonObject = {"id": self.id, "type": str(self.type)}
        optional: JsonObject = {"title": self.title, "username": self.username, "is_forum": self.is_forum}
        if user is not None:
            optional = {
                "username": user.username, "first_name": user.first_name, "last_name": user.last_name,
            }  # fmt: skip
        return fields | {name: value for name, value in optional.items() if value}
