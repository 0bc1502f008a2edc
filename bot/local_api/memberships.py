"""What happens to chats: members come and go, a group becomes a supergroup, channel posts arrive, topics close."""

from bot.local_api.json_types import JsonObject
from bot.local_api.playing import PlayError, deliver
from bot.local_api.users import (
    ANONYMOUS,
    CHANNEL_RIGHTS,
    GROUP_RIGHTS,
    PERMISSIONS,
    PRESENT,
    RIGHTS,
    TELEGRAM,
    Chat,
    ChatType,
    Status,
    StoredMessage,
    User,
)
from bot.local_api.world import FIRST_SUPERGROUP_ID, World

_GROUPS = frozenset({ChatType.GROUP, ChatType.SUPERGROUP})


class Memberships:
    """Changes the chats of a world. Every method raises `PlayError` where Telegram would not let it."""

    def __init__(self, world: World) -> None:
        self._world = world

    def set_blocked(self, user: User, *, blocked: bool) -> None:
        """Block the bot, or unblock it."""
        status = Status.KICKED if blocked else Status.MEMBER
        self.set_member(user, self._world.private_chat(user), self._world.bot, status)

    def set_member(
        self, actor: User, chat: Chat, user: User, status: Status, permissions: frozenset[str] = frozenset()
    ) -> None:
        """Change a user's standing in a chat. The bot learns of its own by `my_chat_member`.

        `permissions` are what a restricted member may still do, such as can_send_messages, or an administrator's
        rights, such as can_delete_messages; without any, an administrator has all but that of promoting others.
        """
        world = self._world
        before, after = chat.status(user.id) in PRESENT, status in PRESENT
        self._check_standing(chat, user, status, permissions)
        old = chat.member_json(user)
        chat.members[user.id] = status
        chat.permissions[user.id] = permissions
        new = chat.member_json(user)
        changed: JsonObject = {
            "chat": world.chat_json(chat), "from": actor.to_json(), "date": int(world.clock()),
            "old_chat_member": old, "new_chat_member": new,
        }  # fmt: skip
        if old != new:
            world.updates.push("my_chat_member" if user.id == world.bot.id else "chat_member", changed)
        if chat.type in _GROUPS and before != after:
            joined: JsonObject = {"new_chat_members": [user.to_json()]}
            left: JsonObject = {"left_chat_member": user.to_json()}
            deliver(world, chat, world.post(chat, actor, joined if after else left))
        world.changes.notify()

    def _check_standing(self, chat: Chat, user: User, status: Status, permissions: frozenset[str]) -> None:
        own = user.id == self._world.bot.id
        if own and chat.type in _GROUPS and status in PRESENT and not self._world.abilities.can_join_groups:
            raise PlayError("the bot cannot be added to groups")
        if status is Status.RESTRICTED and chat.type is not ChatType.SUPERGROUP:
            raise PlayError("only a supergroup restricts its members")
        known = {*RIGHTS, *CHANNEL_RIGHTS, *GROUP_RIGHTS} if status is Status.ADMINISTRATOR else set(PERMISSIONS)
        if unknown := permissions - known:
            raise PlayError(f"there is no permission {', '.join(sorted(unknown))}")

    def migrate(self, actor: User, chat: Chat) -> Chat:
        """Make a supergroup of a group; a service message in each tells the bot. Gives the supergroup."""
        world = self._world
        if chat.type is not ChatType.GROUP or chat.migrated_to:
            raise PlayError(f"chat {chat.id} is no group any more")
        new_id = world.new_id(FIRST_SUPERGROUP_ID, -1)
        supergroup = world.put_chat(Chat(new_id, ChatType.SUPERGROUP, chat.title, members=dict(chat.members)))
        deliver(world, chat, world.post(chat, actor, {"migrate_to_chat_id": new_id}))
        chat.migrated_to = new_id
        began: JsonObject = {"migrate_from_chat_id": chat.id, "sender_chat": world.chat_json(supergroup)}
        deliver(world, supergroup, world.post(supergroup, ANONYMOUS, began))
        return supergroup

    def forward_post(self, chat: Chat, channel: Chat, post: StoredMessage) -> StoredMessage:
        """Let Telegram forward a channel's post to its discussion group."""
        world = self._world
        if channel.type is not ChatType.CHANNEL or chat.type is not ChatType.SUPERGROUP:
            raise PlayError("a channel's posts are forwarded to its discussion group, a supergroup")
        shown = world.chat_json(channel)
        head = {"message_id", "date", "chat", "sender_chat", "from", "edit_date", "reply_to_message"}
        content = {name: value for name, value in post.message.items() if name not in head}
        origin: JsonObject = {
            "type": "channel", "date": post.message["date"], "chat": shown, "message_id": post.message_id,
        }  # fmt: skip
        content |= {"sender_chat": shown, "forward_origin": origin, "is_automatic_forward": True}
        stored = world.post(chat, TELEGRAM, content)
        chat.threads.add(stored.message_id)
        deliver(world, chat, stored)
        return stored

    def set_topic(self, actor: User, chat: Chat, thread: int, *, closed: bool) -> None:
        """Close a forum's topic, or open it, again or for the first time."""
        if not chat.is_forum:
            raise PlayError(f"chat {chat.id} is no forum")
        before = thread in chat.closed_threads
        chat.threads.add(thread)
        if closed:
            chat.closed_threads.add(thread)
        else:
            chat.closed_threads.discard(thread)
        if closed != before:
            service: JsonObject = {
                "forum_topic_closed" if closed else "forum_topic_reopened": {},
                "message_thread_id": thread, "is_topic_message": True,
            }  # fmt: skip
            deliver(self._world, chat, self._world.post(chat, actor, service))
