"""The admin commands of the real process: /reload with good and broken files, figures, export, and who has them."""

import csv
import io
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.e2e.conftest import Tanya
from tests.handlers.admins import PlayedAdmin
from tests.handlers.bots import replies_to
from tests.handlers.facts import HEIGHT, LANGUAGES, topic_files, write_facts

pytestmark = pytest.mark.asyncio(loop_scope="session")

QUESTION = HEIGHT["en"]


@pytest_asyncio.fixture(loop_scope="session")
async def facts_put_back(tanya: Tanya) -> AsyncIterator[None]:
    """Leave the facts as they were."""
    yield
    write_facts(tanya.process.facts)
    await tanya.outcome(tanya.admin, "/reload")


@pytest.mark.usefixtures("facts_put_back")
async def test_a_good_file_is_in_use_at_once(tanya: Tanya) -> None:
    user = await tanya.person()
    files = topic_files()
    files["light.yaml"]["facts"][0]["answer"]["en"] = "It was measured anew: 42 metres."
    write_facts(tanya.process.facts, files)
    assert "42" not in (await tanya.ask(user, QUESTION)).text
    assert (await tanya.outcome(tanya.admin, "/reload")).startswith("16 facts are in use now.")
    assert "42 metres" in (await tanya.ask(user, QUESTION)).text
    write_facts(tanya.process.facts)
    await tanya.outcome(tanya.admin, "/reload")
    assert "41 metres" in (await tanya.ask(user, QUESTION)).text


@pytest.mark.usefixtures("facts_put_back")
async def test_a_broken_file_changes_nothing_and_is_told_by_file_and_line(tanya: Tanya) -> None:
    user = await tanya.person()
    file = tanya.process.facts / "light.yaml"
    good = file.read_text(encoding="utf-8")
    file.write_text(good.replace("answer:", "anwser:", 1), encoding="utf-8")
    line = 1 + good[: good.index("answer:")].count("\n")
    refusal = await tanya.outcome(tanya.admin, "/reload")
    assert f"{file}:{line}:" in refusal
    assert "the old ones stay in use" in refusal
    assert "41 metres" in (await tanya.ask(user, QUESTION)).text
    file.write_text("facts: [unclosed", encoding="utf-8")
    assert f"{file}:1:" in await tanya.outcome(tanya.admin, "/reload")
    assert "41 metres" in (await tanya.ask(user, QUESTION)).text
    # The next good save works.
    file.write_text(good.replace("41 metres", "43 metres"), encoding="utf-8")
    assert "16 facts" in await tanya.outcome(tanya.admin, "/reload")
    assert "43 metres" in (await tanya.ask(user, QUESTION)).text


@pytest.mark.usefixtures("facts_put_back")
async def test_very_many_and_very_long_mistakes_still_fit_a_message(tanya: Tanya) -> None:
    files = topic_files()
    files["light.yaml"]["facts"][0]["questions"]["en"] += ["<&> " * 1500]
    files["light.yaml"]["facts"][1]["questions"]["en"] += ["<&> " * 1500]
    for fact in files["rooms.yaml"]["facts"]:
        fact["related"] = ["no-such-fact"] * 3
    write_facts(tanya.process.facts, files)
    refusal = await tanya.outcome(tanya.admin, "/reload")
    assert "mistakes; the old ones stay in use" in refusal
    assert "light.yaml:" in refusal
    assert "rooms.yaml:" in refusal
    assert len(refusal) <= 4096


@pytest.mark.usefixtures("facts_put_back")
async def test_a_button_of_a_fact_that_a_reload_took_away_is_out_of_date(tanya: Tanya) -> None:
    user = await tanya.person()
    answer = await tanya.ask(user, QUESTION)
    files = topic_files()
    files["light.yaml"]["facts"] = files["light.yaml"]["facts"][:1]
    files["light.yaml"]["facts"][0]["related"] = []
    write_facts(tanya.process.facts, files)
    assert "15 facts" in await tanya.outcome(tanya.admin, "/reload")
    assert "out of date" in (await tanya.client.press(user, answer, text="The lamp")).text


@pytest.mark.parametrize(("language", "words"), [("id", "16 fakta kini dipakai."), ("ru", "в работе 16 фактов")])
async def test_an_admin_is_spoken_to_in_the_admins_language(tanya: Tanya, language: str, words: str) -> None:
    await tanya.client.change_user(tanya.admin, language_code=language)
    try:
        assert words in await tanya.outcome(tanya.admin, "/reload")
    finally:
        await tanya.client.change_user(tanya.admin, language_code="en")


async def test_stats_count_what_was_asked(tanya: Tanya) -> None:
    user = await tanya.person()
    await tanya.ask(user, QUESTION)
    rows = tanya.rows()
    stats = (await tanya.ask(tanya.admin, "/stats")).text
    assert f"Questions: {len(rows)}" in stats
    assert f"People: {len({row['user_hash'] for row in rows})}" in stats
    assert f"answered {sum(row['outcome'] == 'answer' for row in rows)} (" in stats
    assert "Median time to the reply" in stats


async def test_what_was_asked_in_vain_is_listed_taught_and_taken_back(tanya: Tanya) -> None:
    user = await tanya.person()
    for text in ("Zzqx wvut?", "zzqx WVUT", "zzqx wvut!", "<b>qqq</b> &amp;"):
        await tanya.ask(user, text)
    admin = PlayedAdmin(tanya.client, tanya.admin)
    listed = (await admin.say("/unanswered")).text
    assert listed.startswith("Asked in vain, most often first")
    while "zzqx wvut!" not in admin.screen.text:
        await admin.press("›")
    line = next(line for line in admin.screen.text.splitlines() if "zzqx wvut!" in line)
    number, times, *_ = line.split()
    assert times == "3×"
    await admin.press(number.rstrip("."))
    await admin.press("Other fact…")
    await admin.press("The light")
    await admin.press("The lamp")
    assert "ten seconds" in (await tanya.ask(user, "zzqx wvut")).text
    await admin.say("/taught")
    assert "zzqx wvut!" in admin.screen.text
    await admin.press("↩ 1")
    assert "ten seconds" not in (await tanya.ask(user, "zzqx wvut")).text


@pytest.mark.parametrize(
    "command",
    [
        "/reload",
        "/stats",
        "/unanswered",
        "/taught",
        "/stats@tanya_local_bot",
        "/reload now",
        "/fact lamp",
        "/export",
        "/maintenance on",
    ],
)
async def test_to_anybody_else_the_admin_commands_do_not_exist(tanya: Tanya, command: str) -> None:
    user = await tanya.person()
    unknown = await tanya.ask(user, "/nonsense")
    assert (await tanya.ask(user, command)).text == unknown.text


async def test_the_commands_are_registered_per_language_and_for_admins_per_chat(tanya: Tanya) -> None:
    await tanya.ask(tanya.admin, "/start")
    sets = {(str(item.scope), item.language_code): item.commands for item in await tanya.client.commands()}
    everyone, admin = str({"type": "all_private_chats"}), str({"type": "chat", "chat_id": tanya.admin.id})
    groups = str({"type": "all_group_chats"})
    assert sets.keys() == {(scope, language) for scope in (everyone, groups, admin) for language in ("", *LANGUAGES)}
    of_everyone = ["ask", "topics", "language", "about", "privacy", "forget", "help", "start"]
    of_admins = ["reload", "stats", "unanswered", "taught", "fact", "export", "maintenance"]
    for language in ("", *LANGUAGES):
        assert [name for name, _ in sets[everyone, language]] == of_everyone
        assert [name for name, _ in sets[groups, language]] == ["ask", "help"]
        assert [name for name, _ in sets[admin, language]] == [*of_everyone, *of_admins]
    descriptions = {language: dict(sets[everyone, language])["help"] for language in LANGUAGES}
    assert descriptions == {"id": "Cara bertanya", "en": "How to ask", "ru": "Как спрашивать"}


async def test_the_log_is_exported_row_by_row(tanya: Tanya) -> None:
    user = await tanya.person()
    await tanya.ask(user, "=HYPERLINK(tower)")
    (message,) = await replies_to(tanya.client, tanya.admin, "/export", 30)
    document = message.json["document"]
    assert isinstance(document, dict)
    stored = tanya.server.world.files.find(str(document["file_id"]))
    assert stored is not None
    exported = list(csv.DictReader(io.StringIO(stored.content.decode("utf-8-sig"), newline="")))
    rows = sorted(tanya.rows(), key=lambda row: row["asked_at"])
    assert [row["update_id"] for row in exported] == [str(row["update_id"]) for row in rows]
    assert exported[-1]["question"] == "'=HYPERLINK(tower)"
    assert message.text.startswith(f"{len(rows)} question")
