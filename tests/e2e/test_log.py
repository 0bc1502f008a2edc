"""The question log that the real process writes: one row a question, complete, and nobody's name or id in the file."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.e2e.conftest import Tanya
from tests.handlers.facts import HEIGHT, LANGUAGES, OFF_TOPIC

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_each_question_has_one_complete_row(tanya: Tanya, language: str) -> None:
    user = await tanya.person(language)
    before = len(tanya.rows())
    began = datetime.now(UTC)
    await tanya.ask(user, HEIGHT[language])
    await tanya.ask(user, OFF_TOPIC[language])
    answered, in_vain = tanya.rows()[before:]
    assert (answered["outcome"], answered["fact"], answered["question"]) == ("answer", "tower-height", HEIGHT[language])
    assert (in_vain["outcome"], in_vain["fact"], in_vain["question"]) == ("unknown", None, OFF_TOPIC[language])
    assert 0 <= in_vain["confidence"] < answered["confidence"] <= 1
    for row in (answered, in_vain):
        assert (row["language"], row["chat_kind"]) == (language, "private")
        assert 0 < row["seconds"] < 5
        asked_at = datetime.fromisoformat(row["asked_at"]).replace(tzinfo=UTC)
        assert began - timedelta(seconds=1) < asked_at < datetime.now(UTC)
    assert in_vain["update_id"] == answered["update_id"] + 1
    assert answered["user_hash"] == in_vain["user_hash"]


async def test_two_people_have_two_hashes(tanya: Tanya) -> None:
    before = len(tanya.rows())
    for _ in range(2):
        await tanya.ask(await tanya.person(), HEIGHT["en"])
    first, second = tanya.rows()[before:]
    assert first["user_hash"] != second["user_hash"]


async def test_what_is_no_question_has_no_row(tanya: Tanya) -> None:
    user = await tanya.person()
    before = len(tanya.rows())
    message = await tanya.ask(user, "/topics")
    await tanya.ask(user, "/nonsense")
    await tanya.client.press(user, message, text="The light")
    await tanya.client.send(user, {"sticker": {
        "file_id": "F", "file_unique_id": "U", "type": "regular", "width": 1, "height": 1, "is_animated": False,
        "is_video": False,
    }})  # fmt: skip
    await tanya.client.settle()
    assert len(tanya.rows()) == before


async def test_neither_name_nor_id_of_anybody_is_in_the_files_of_the_log_or_in_what_the_process_says(
    tanya: Tanya,
) -> None:
    user = await tanya.client.add_user(
        "Xanthippe", last_name="Quagmire", username="xanthippe_q", language_code="en", user_id=987_654_321_098
    )
    await tanya.ask(user, HEIGHT["en"])
    await tanya.client.inline(user, "tower")
    await tanya.client.settle()
    files = sorted(tanya.process.folder.glob("tanya.sqlite*"))
    assert files
    kept = b"".join(file.read_bytes() for file in files)
    for secret in ("Xanthippe", "Quagmire", "xanthippe_q", str(user.id), json.dumps(user.id)):
        assert secret.encode() not in kept
        assert secret not in tanya.process.stderr
    assert user.id.to_bytes(6, "big") not in kept, "SQLite's own form of a number this large"
    assert "123456:local" not in tanya.process.stderr
