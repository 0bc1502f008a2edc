"""A YAML file that an admin sends is checked and never installed; anybody else's is like any document."""

from pathlib import Path

import pytest
import yaml

from bot.app import open_stores
from bot.local_api.client_types import PlayedUser
from tests.handlers.bots import Running, chat_calls
from tests.handlers.facts import HEIGHT, few_facts
from tests.handlers.updates import message_json

pytestmark = pytest.mark.asyncio(loop_scope="session")


def light(old: str = "", new: str = "") -> bytes:
    text = yaml.safe_dump(few_facts()["light.yaml"], allow_unicode=True, sort_keys=False)
    return text.replace(old, new, 1).encode() if old else text.encode()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


async def checked(shared: Running, admin: PlayedUser, name: str, content: bytes) -> list[str]:
    sent = await shared.client.send_document(admin, name, content)
    await shared.client.settle()
    messages = await shared.client.wait_messages(admin.id, after=sent.sequence, timeout=0)
    return [message.text for message in messages if message.from_bot and not message.deleted]


async def checks(shared: Running) -> list[str]:
    async with open_stores(shared.settings) as stores:
        return [one.detail for one in await stores.admin_log.actions() if one.action == "check"]


async def test_a_good_file_is_told_with_what_it_would_change(shared: Running, ada: PlayedUser, facts: Path) -> None:
    before, noted = contents(facts), len(await checks(shared))
    (told,) = await checked(shared, ada, "light.yaml", light("41 metres", "42 metres"))
    assert told.splitlines() == [
        "No mistakes.",
        "There would be 4 facts.",
        "Changed: 1 (tower-height)",
        "",
        "Nothing is installed: put the file into the facts' folder, then /reload.",
    ]
    assert contents(facts) == before
    assert "41 metres" in (await shared.replies_to(ada, HEIGHT["en"]))[-1].text
    assert (await checks(shared))[noted:] == ["no mistakes"]


async def test_the_work_shows_at_once_and_ends_in_the_same_message(shared: Running, ada: PlayedUser) -> None:
    calls = await shared.client.calls()
    await checked(shared, ada, "<light> &.yaml", light())
    made = chat_calls(await shared.client.calls(after=calls[-1].number))
    made = [call for call in made if call.method != "sendChatAction"]
    assert [call.method for call in made] == ["sendMessage", "getFile", "editMessageText"]
    assert made[0].parameters["text"] == "Checking &lt;light&gt; &amp;.yaml…"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "With this file the facts would have a mistake:"),
        ("id", "Dengan berkas ini fakta akan mengandung 1 kesalahan:"),
        ("ru", "С этим файлом в фактах была бы 1 ошибка:"),
    ],
)
async def test_mistakes_are_told_by_file_and_line_in_the_admins_language(
    shared: Running, ada: PlayedUser, language: str, words: str
) -> None:
    noted = len(await checks(shared))
    content = light("paragraph: 3", "paragraph: <three>")
    line = content[: content.index(b"<three>")].count(b"\n") + 1
    await shared.client.change_user(ada, language_code=language)
    try:
        (told,) = await checked(shared, ada, "light.yaml", content)
    finally:
        await shared.client.change_user(ada, language_code="en")
    assert told.startswith(words)
    assert f"\nlight.yaml:{line}: " in told
    assert (await checks(shared))[noted:] == ["1 mistakes"]


async def test_a_name_that_no_fact_file_may_have_is_a_mistake_too(shared: Running, ada: PlayedUser) -> None:
    for name in ("light.YAML", "light <b>1</b>.yaml"):
        (told,) = await checked(shared, ada, name, light())
        assert f"\n{name}:1: " in told
        assert "such as 'my-topic.yaml'" in told


async def test_a_name_on_yml_is_taken_for_one_on_yaml(shared: Running, ada: PlayedUser) -> None:
    (told,) = await checked(shared, ada, "light.yml", light())
    assert told.startswith("No mistakes.")


async def test_very_many_mistakes_fit_a_message(shared: Running, ada: PlayedUser) -> None:
    entry = few_facts()["light.yaml"]["facts"][1] | {"related": ["<&>" * 10] * 500}
    content = yaml.safe_dump(few_facts()["light.yaml"] | {"facts": [entry]}, allow_unicode=True)
    (told,) = await checked(shared, ada, "light.yaml", content.encode())
    assert len(told) <= 4096


async def test_a_file_that_is_too_large_is_not_even_fetched(shared: Running, ada: PlayedUser) -> None:
    calls = await shared.client.calls()
    (told,) = await checked(shared, ada, "light.yaml", b"#" * 1_000_001)
    assert told == "The file is larger than 1 MB; I check smaller ones only."
    assert not await shared.client.calls("getFile", after=calls[-1].number)


async def test_a_file_that_cannot_be_fetched_is_told_as_any_error_and_the_work_does_not_seem_to_go_on(
    shared: Running, ada: PlayedUser
) -> None:
    await shared.client.fail("error", "getFile", status=400, description="Bad Request: file is temporarily unavailable")
    (told,) = await checked(shared, ada, "light.yaml", light())
    assert "Something went wrong on my side" in told


async def test_to_anybody_else_it_is_a_document_like_any_other(shared: Running, ani: PlayedUser) -> None:
    noted = len(await checks(shared))
    yaml_told = await checked(shared, ani, "light.yaml", light())
    other = await shared.client.add_user("Eve", language_code="en")
    assert yaml_told == await checked(shared, other, "light.txt", light())
    assert len(await checks(shared)) == noted


async def test_in_a_group_an_admins_file_is_not_checked(shared: Running, ada: PlayedUser) -> None:
    calls, noted = await shared.client.calls(), len(await checks(shared))
    document = {"file_id": "F", "file_unique_id": "U", "file_size": 1, "file_name": "light.yaml"}
    message = message_json(ada, {"document": document}) | {"chat": {"id": -100123, "type": "group", "title": "G"}}
    await shared.client.push({"message": message})
    await shared.client.settle()
    assert not await shared.client.calls("getFile", after=calls[-1].number)
    assert len(await checks(shared)) == noted
