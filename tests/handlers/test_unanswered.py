"""/unanswered: groups of what was asked in vain, in pages, and set aside when an admin says so."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.local_api.client_types import PlayedUser
from handlers.admin.vain_screens import ASSIGN
from handlers.buttons import DATA_BYTES, UNANSWERED, button
from knowledge.facts_model import ID_LENGTH
from tests.handlers.admins import PlayedAdmin, admin_of
from tests.handlers.bots import Running, running_bot

OUT_OF_DATE = "This button is out of date. Please ask again."
NOTHING = "Nothing was asked in vain."
CAKE = ("banana cake recipe", "a recipe for banana cake", "recipe banana cake please")
SHIP = "violet submarines underground"
# So different that no two are similar.
STRANGE = (
    "purple elephants dancing", "quantum gravity equations", "cheapest flights yesterday", "guitar chord tutorials",
    "vegetarian lasagna ingredients", "stock market crash", "football world champions",
)  # fmt: skip


@pytest_asyncio.fixture
async def running(tmp_path: Path, facts: Path) -> AsyncIterator[Running]:
    """Run a bot with an empty log."""
    async with running_bot(tmp_path, facts) as running:
        yield running


@pytest_asyncio.fixture
async def admin(running: Running) -> PlayedAdmin:
    """Bring in the admin."""
    return await admin_of(running)


@pytest_asyncio.fixture
async def ani(running: Running) -> PlayedUser:
    """Bring in a person who asks."""
    return await running.client.add_user("Ani", language_code="en")


async def ask_in_vain(running: Running, user: PlayedUser, *texts: str) -> None:
    before = len(running.rows())
    for text in texts:
        await running.ask(user, text)
    assert "answer" not in [row["outcome"] for row in running.rows()[before:]]


async def test_without_such_questions_it_says_so(admin: PlayedAdmin) -> None:
    assert (await admin.say("/unanswered")).text == NOTHING


async def test_similar_questions_stand_as_one_group_most_asked_first(
    running: Running, admin: PlayedAdmin, ani: PlayedUser
) -> None:
    await ask_in_vain(running, ani, SHIP, SHIP, *CAKE, CAKE[0], "Violet submarines, underground?!")
    screen = await admin.say("/unanswered")
    lines = screen.text.splitlines()
    assert lines[0] == "Asked in vain, most often first"
    assert lines[2:] == [
        f"1. 4× [en] {CAKE[0]}", "and 2 similar ones", "", "2. 3× [en] Violet submarines, underground?!",
    ]  # fmt: skip
    assert admin.labels == ["1", "2"]
    await admin.press("1")
    assert admin.screen.id == screen.id
    assert admin.screen.text.startswith("Asked in vain 4 times\nLast on ")
    assert f"• [en] {CAKE[0]} (2×)" in admin.screen.text
    assert f"• [en] {CAKE[1]}\n" in admin.screen.text
    assert SHIP not in admin.screen.text
    assert admin.labels[-4:] == ["Other fact…", "Dismiss", "Ignore similar", "« Back"]
    await admin.press("« Back")
    assert (admin.screen.id, admin.screen.text) == (screen.id, screen.text)


async def test_the_list_is_paged_in_place_and_leads_back_to_its_page(
    running: Running, admin: PlayedAdmin, ani: PlayedUser
) -> None:
    await ask_in_vain(running, ani, *STRANGE)
    first = await admin.say("/unanswered")
    assert "Page 1 of 2" in first.text
    assert admin.labels == ["1", "2", "3", "4", "5", "›"]
    await admin.press("›")
    assert admin.screen.id == first.id
    assert "Page 2 of 2" in admin.screen.text
    assert admin.labels == ["6", "7", "‹"]
    await admin.press("7")
    assert STRANGE[0] in admin.screen.text
    await admin.press("« Back")
    assert "Page 2 of 2" in admin.screen.text
    await admin.press("‹")
    assert admin.screen.text == first.text


async def test_dismissed_questions_come_back_when_they_are_asked_again(
    running: Running, admin: PlayedAdmin, ani: PlayedUser
) -> None:
    await ask_in_vain(running, ani, *CAKE, SHIP)
    await admin.say("/unanswered")
    await admin.press("1")
    assert (await admin.press("Dismiss")).text == "Dismissed."
    assert SHIP in admin.screen.text
    assert "banana" not in admin.screen.text
    await ask_in_vain(running, ani, CAKE[1])
    listed = (await admin.say("/unanswered")).text
    assert CAKE[1] in listed
    assert CAKE[0] not in listed


async def test_ignored_questions_and_those_like_them_never_come_back(
    running: Running, admin: PlayedAdmin, ani: PlayedUser
) -> None:
    await ask_in_vain(running, ani, *CAKE[:2])
    await admin.say("/unanswered")
    await admin.press("1")
    assert (await admin.press("Ignore similar")).text == "Similar questions are ignored now."
    assert admin.screen.text == NOTHING
    await ask_in_vain(running, ani, CAKE[0], CAKE[2], SHIP)
    listed = (await admin.say("/unanswered")).text
    assert SHIP in listed
    assert "banana" not in listed


async def test_what_people_wrote_is_shown_as_they_wrote_it(
    running: Running, admin: PlayedAdmin, ani: PlayedUser
) -> None:
    wording = "<b>qqq</b> &amp; <script>zzz</script>"
    await ask_in_vain(running, ani, wording, "wwww " * 800)
    await admin.say("/unanswered")
    assert wording in admin.screen.text
    assert len(admin.screen.text) < 1000
    for number in ("1", "2"):
        await admin.say("/unanswered")
        await admin.press(number)
        assert wording in admin.screen.text or "wwww…" in admin.screen.text


@pytest.mark.parametrize(
    "data", ["u:o:{row}", "u:t:{row}", "u:f:{row}:light", "u:d:{row}", "u:i:{row}", "u:a:{row}:lamp"]
)
async def test_a_question_that_is_gone_gives_a_polite_answer_and_the_list_anew(
    running: Running, admin: PlayedAdmin, ani: PlayedUser, data: str
) -> None:
    await ask_in_vain(running, ani, *CAKE)
    await admin.say("/unanswered")
    await admin.press("1")
    row = next(one.data for one in admin.screen.buttons if one.text == "Dismiss").split(":")[2]
    await admin.press("Dismiss")
    await ask_in_vain(running, ani, SHIP)
    answer = await admin.press(data=data.format(row=row))
    assert (answer.text, answer.show_alert) == (OUT_OF_DATE, True)
    assert SHIP in admin.screen.text
    assert admin.labels == ["1"]


@pytest.mark.parametrize(
    "data",
    ["u", "u:", "u:x:1", "u:o:", "u:o:<b>", "u:o:-1", "u:o:" + "9" * 40, "u:o:٣", "u:a:1:no-such-fact", "u:f:1:none"],
)
async def test_forged_data_changes_nothing(
    running: Running, admin: PlayedAdmin, ani: PlayedUser, caplog: pytest.LogCaptureFixture, data: str
) -> None:
    await ask_in_vain(running, ani, SHIP)
    listed = (await admin.say("/unanswered")).text
    await admin.press("1")
    assert (await admin.press(data=data)).text == OUT_OF_DATE
    assert listed in {admin.screen.text, admin.screens[-2].text, admin.screens[0].text}
    assert not [record for record in caplog.records if record.levelname in {"WARNING", "ERROR"}]
    assert (await admin.say("/unanswered")).text == listed


@pytest.mark.parametrize("data", ["u:p:0", "u:o:1", "u:n:", "u:a:1:lamp", "u:d:1", "u:i:1"])
async def test_to_anybody_else_the_buttons_do_not_exist(
    running: Running, admin: PlayedAdmin, ani: PlayedUser, data: str
) -> None:
    await ask_in_vain(running, ani, SHIP)
    seen = await running.ask(ani, "/help")
    answer = await running.client.press(ani, seen, data=data, stale=True)
    unknown = await running.client.press(ani, seen, data="nonsense:1", stale=True)
    assert (answer.text, answer.show_alert) == (unknown.text, unknown.show_alert) == (OUT_OF_DATE, True)
    assert not await running.client.wait_messages(ani.id, after=seen.sequence, timeout=0)
    assert SHIP in (await admin.say("/unanswered")).text


async def test_the_longest_ids_fit_a_button() -> None:
    data = str(button("label", UNANSWERED, ASSIGN, 2**31 - 1, "x" * ID_LENGTH).callback_data)
    assert len(data.encode()) <= DATA_BYTES


@pytest.mark.parametrize(
    ("language", "head", "labels"),
    [
        ("en", "Asked in vain 2 times", ["Other fact…", "Dismiss", "Ignore similar", "« Back"]),
        ("id", "Tak terjawab 2 kali", ["Fakta lain…", "Singkirkan", "Abaikan yang mirip", "« Kembali"]),
        ("ru", "Без ответа 2 раза", ["Другой факт…", "Убрать", "Не показывать похожие", "« Назад"]),
    ],
)
async def test_a_group_is_shown_in_the_admins_language(
    running: Running, ani: PlayedUser, language: str, head: str, labels: list[str]
) -> None:
    await ask_in_vain(running, ani, SHIP, SHIP)
    admin = await admin_of(running, language)
    await admin.say("/unanswered")
    await admin.press("1")
    assert admin.screen.text.startswith(head)
    assert admin.labels[-4:] == labels
