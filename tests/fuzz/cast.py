"""Who plays in random updates. Numbers and names that only the running world knows stand here as placeholders."""

from bot.local_api.json_types import JsonObject
from tests.handlers.bots import ADMIN

BOT_NAME = "tanya_local_bot"
PERSON, OTHER, ROBOT = 61_000_001, 61_000_002, 61_000_003
# To be replaced where the update is handed over: a chat takes few messages a minute, so each update has its own.
CUSTOMER, OWNER = 61_000_011, 61_000_012
GROUP, SUPERGROUP, CHANNEL = -61_000_021, -1_006_100_000_022, -1_006_100_000_023
BOT_ID = 61_000_031
NOW = 1_610_000_041
CONNECTION = "open-connection"
UNKNOWN_CONNECTION = "nobody-knows-it"

USERS: dict[int, JsonObject] = {
    PERSON: {"id": PERSON, "is_bot": False, "first_name": "Eve <i>&", "language_code": "en"},
    OTHER: {"id": OTHER, "is_bot": False, "first_name": "Вера", "language_code": "ru"},
    ADMIN: {"id": ADMIN, "is_bot": False, "first_name": "Ada", "language_code": "en"},
    CUSTOMER: {"id": CUSTOMER, "is_bot": False, "first_name": "Budi", "language_code": "id"},
    OWNER: {"id": OWNER, "is_bot": False, "first_name": "Owner"},
    ROBOT: {"id": ROBOT, "is_bot": True, "first_name": "Other", "username": "other_bot"},
    BOT_ID: {"id": BOT_ID, "is_bot": True, "first_name": "Tanya", "username": BOT_NAME},
    1_087_968_824: {"id": 1_087_968_824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"},
}
PEOPLE = (PERSON, OTHER, ADMIN)
CHATS: dict[int, JsonObject] = {
    **{
        who: {"id": who, "type": "private", "first_name": str(USERS[who]["first_name"])}
        for who in (PERSON, OTHER, ADMIN, CUSTOMER, OWNER)
    },
    GROUP: {"id": GROUP, "type": "group", "title": "G <b>"},
    SUPERGROUP: {"id": SUPERGROUP, "type": "supergroup", "title": "S & 🗼"},
    CHANNEL: {"id": CHANNEL, "type": "channel", "title": "C"},
}
