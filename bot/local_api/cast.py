"""A default cast: users and chats for somebody who opens the page and has nobody to play yet."""

from dataclasses import dataclass

from bot.local_api.json_types import JsonObject
from bot.local_api.players import Players
from bot.local_api.playing import Place
from bot.local_api.users import Chat, ChatType, Status, User
from bot.local_api.world import FIRST_GROUP_ID, FIRST_SUPERGROUP_ID, FIRST_USER_ID, World

TOPICS = ("Questions", "Small talk")
_COLOUR = 7322096  # the first of the colours that Telegram gives to topics


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is brought in: with `admin_id`, also an administrator of the bot's, under this id."""

    admin_id: int = 0
    language: str = "en"

    def enter(self, world: World) -> None:
        """Bring in the users and the chats that are missing; whoever is there stays as they are."""
        people = [user for user in world.users.values() if not user.is_bot]
        if not [user for user in people if user.id != self.admin_id]:
            you = User(world.new_id(FIRST_USER_ID), "You", username="you_here", language_code=self.language)
            people.append(world.put_user(you))
            sari = User(world.new_id(FIRST_USER_ID), "Sari", username="sari_here", language_code="id")
            people.append(world.put_user(sari))
        if self.admin_id and self.admin_id not in world.users:
            admin = User(self.admin_id, "Admin", language_code=self.language)
            people.append(world.put_user(admin))
        if all(chat.type is ChatType.PRIVATE for chat in world.chats.values()):
            self._add_chats(world, people)

    def _add_chats(self, world: World, people: list[User]) -> None:
        def members(bot: Status) -> dict[int, Status]:
            everybody = {
                user.id: Status.CREATOR if user.id == self.admin_id else Status.MEMBER for user in people
            }  # fmt: skip
            return everybody | {world.bot.id: bot}

        group = Chat(world.new_id(FIRST_GROUP_ID, -1), ChatType.GROUP, "Reading group", members=members(Status.MEMBER))
        world.put_chat(group)
        forum_id = world.new_id(FIRST_SUPERGROUP_ID, -1)
        forum = Chat(forum_id, ChatType.SUPERGROUP, "Forum", is_forum=True, members=members(Status.MEMBER))
        world.put_chat(forum)
        for name in TOPICS:
            _open_topic(world, people[0], forum, name)
        guests_id = world.new_id(FIRST_SUPERGROUP_ID, -1)
        world.put_chat(Chat(guests_id, ChatType.SUPERGROUP, "Friends", members=members(Status.LEFT)))


def _open_topic(world: World, user: User, forum: Chat, name: str) -> None:
    """Post a topic's first message, whose number is the topic's."""
    created: JsonObject = {"forum_topic_created": {"name": name, "icon_color": _COLOUR}, "is_topic_message": True}
    stored = Players(world).post(user, forum, created, Place(forum.id))
    forum.threads.add(stored.message_id)
    stored.message = stored.message | {"message_thread_id": stored.message_id}
    world.changed(stored)
