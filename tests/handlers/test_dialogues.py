"""Whole dialogues, kept as data in `dialogues/*.yaml`, replayed through the real bot.

Each file is one dialogue: `people` gives everybody's language; a turn says who does what (`says`, `presses` a button
of the last reply by its text, `edits` the last own text) and which words the reply holds (`reply`), does not hold
(`without`), offers as buttons (`buttons`), or which words the alert shows (`alert`). `silence: true` expects no reply,
`changed` tells whether the reply changes the message seen last or is a new one.
"""

from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.local_api.client_types import CallbackAnswer, Message, PlayedUser
from knowledge.knowledge import Knowledge
from tests.handlers.bots import Running
from tests.handlers.facts import unclear_wording

pytestmark = pytest.mark.asyncio(loop_scope="session")

FOLDER = Path(__file__).parent / "dialogues"
DIALOGUES = {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.yaml"))}
WORDS = {"who", "says", "presses", "edits", "reply", "without", "buttons", "alert", "silence", "changed"}

_user_ids = count(6_000_001)
Turn = dict[str, Any]


@dataclass
class Person:
    """One who takes part, and what that person sees."""

    user: PlayedUser
    said: Message | None = None
    seen: Message | None = None
    sequence: int = 0
    alerts: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def unclear(facts: Path) -> str:
    """Give words that stand between facts."""
    return unclear_wording(Knowledge.read(facts), "en")


@pytest.mark.parametrize("name", DIALOGUES)
async def test_dialogue(shared: Running, unclear: str, name: str) -> None:
    dialogue = DIALOGUES[name]
    people = {}
    for person, language in dialogue["people"].items():
        user = await shared.client.add_user(person, language_code=language, user_id=next(_user_ids))
        people[person] = Person(user)
    for number, turn in enumerate(dialogue["turns"], start=1):
        assert turn.keys() <= WORDS, f"turn {number} of {name} has unknown words"
        await _play(shared, people[turn["who"]], turn, unclear, f"turn {number} of {name}")


async def test_there_are_dialogues() -> None:
    assert len(DIALOGUES) >= 6


async def _play(shared: Running, person: Person, turn: Turn, unclear: str, where: str) -> None:
    answer = await _act(shared, person, turn, unclear)
    await shared.client.settle()
    changes = await shared.client.wait_messages(person.user.id, after=person.sequence, timeout=0)
    replies = [message for message in changes if message.from_bot]
    person.sequence = max([person.sequence, *(message.sequence for message in changes)])
    if "alert" in turn:
        assert answer is not None, where
        assert turn["alert"] in answer.text, where
    if turn.get("silence"):
        assert not replies, where
        return
    if not {"reply", "without", "buttons"} & turn.keys():
        return
    assert len(replies) == 1, f"{where}: {[reply.text for reply in replies]}"
    if "changed" in turn:
        assert person.seen is not None, where
        assert (replies[0].id == person.seen.id) is turn["changed"], where
    person.seen = replies[0]
    labels = [button.text for button in person.seen.buttons]
    for words in turn.get("reply", []):
        assert words in person.seen.text, where
    for words in turn.get("without", []):
        assert words not in person.seen.text, where
    for words in turn.get("buttons", []):
        assert words in labels, where


async def _act(shared: Running, person: Person, turn: Turn, unclear: str) -> CallbackAnswer | None:
    client = shared.client
    if "says" in turn:
        said = turn["says"].replace("{unclear}", unclear)
        person.said = await client.say(person.user, said)
        person.sequence = person.said.sequence
    elif "edits" in turn:
        assert person.said is not None
        person.sequence = (await client.edit(person.user, person.said, turn["edits"])).sequence
    else:
        assert person.seen is not None
        return await client.press(person.user, person.seen, text=turn["presses"])
    return None
