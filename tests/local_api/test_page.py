"""The chat page's server side: its files, the stream of events, the cast, and who is refused."""

import asyncio
import json
import time
from collections.abc import AsyncGenerator

import httpx
import pytest
from telegram import Bot

from bot.local_api.cast import TOPICS, Cast
from bot.local_api.client import LocalApiClient
from bot.local_api.client_types import PlayedUser
from bot.local_api.json_types import JsonObject
from bot.local_api.page import FOLDER, PageOptions
from bot.local_api.server import LocalApiServer
from tests.conftest import TOKEN

PATHS = ("/", "/page/main.js", "/control/state", f"/bot{TOKEN}/getMe")
MOST_LINES = 300
# What would turn a text into markup or code, or is against the policy.
FORBIDDEN = (
    "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "style=", "import(",
)  # fmt: skip


async def stream(http: httpx.AsyncClient, last: str = "") -> AsyncGenerator[tuple[str, str, JsonObject], None]:
    """Give the stream's events as kind, id and data."""
    headers = {"Last-Event-ID": last} if last else {}
    async with http.stream("GET", "/control/events", headers=headers, timeout=10) as answer:
        assert answer.status_code == 200
        fields: dict[str, str] = {}
        async for line in answer.aiter_lines():
            if line:
                name, _, value = line.partition(": ")
                fields[name] = value
            elif "event" in fields:
                yield fields["event"], fields["id"], json.loads(fields["data"])
                fields = {}


async def until(http: httpx.AsyncClient, kind: str, last: str = "") -> list[tuple[str, str, JsonObject]]:
    """Give the events up to the first of a kind."""
    found = []
    async for event in stream(http, last):
        found.append(event)
        if event[0] == kind:
            break
    return found


async def test_the_page_and_each_of_its_files_is_served_with_a_strict_policy(http: httpx.AsyncClient) -> None:
    kinds = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
    assert (await http.get("/")).text == (FOLDER / "index.html").read_text(encoding="utf-8")
    for path in FOLDER.iterdir():
        answer = await http.get(f"/page/{path.name}")
        assert answer.status_code == 200
        assert answer.headers["content-type"].split(";")[0] == kinds[path.suffix]
        assert answer.headers["content-security-policy"].startswith("default-src 'self';")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("name", ["page.py", "..%2fpage.py", "%2e%2e/page.py", "../server.py", "none.js", ""])
async def test_no_other_file_is_served(http: httpx.AsyncClient, name: str) -> None:
    answer = await http.get(f"/page/{name}")
    assert answer.status_code == 404
    assert "import" not in answer.text


def test_the_page_has_no_inline_script_or_style_no_markup_from_texts_and_names_no_other_host() -> None:
    for path in FOLDER.iterdir():
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= MOST_LINES, path.name
        for forbidden in FORBIDDEN:
            assert forbidden not in text, f"{forbidden} in {path.name}"
        for address in ("http://", "https://", "//cdn"):
            allowed = text.count("http://www.w3.org/2000/svg") if path.suffix == ".svg" else text.count("`https://${")
            assert text.count(address) <= allowed, f"{address} in {path.name}"
    assert "<script>" not in (FOLDER / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:{port}",
             "1.2.3.4:{port}", "x@127.0.0.1:{port}", "127.0.0.1:{port}/", "[::2]:{port}", ""],
)  # fmt: skip
async def test_other_hosts_are_refused(http: httpx.AsyncClient, server: LocalApiServer, path: str, host: str) -> None:
    answer = await http.get(path, headers={"Host": host.format(port=server.port)})
    assert answer.status_code == 403
    assert answer.json()["description"].startswith("Forbidden: ")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
async def test_this_machines_own_names_are_not(
    http: httpx.AsyncClient, server: LocalApiServer, path: str, host: str
) -> None:
    address = f"{host}:{server.port}"
    headers = {"Host": address, "Origin": f"http://{address}", "Sec-Fetch-Site": "same-origin"}
    assert (await http.get(path, headers=headers)).status_code == 200


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
async def test_pages_of_other_origins_are_refused(
    http: httpx.AsyncClient, client: LocalApiClient, path: str, headers: dict[str, str]
) -> None:
    assert (await http.get(path, headers=headers)).status_code == 403
    user = await client.add_user()
    said = await http.post(f"/control/users/{user.id}/say", json={"text": "x"}, headers=headers)
    assert said.status_code == 403
    assert await client.wait_messages(user.id, timeout=0) == []


async def test_the_cast_is_brought_in_once_and_only_where_it_is_missing(http: httpx.AsyncClient) -> None:
    for _ in range(2):
        assert (await http.post("/control/cast")).json()["result"] == {"admin_id": 0, "explains": False}
    state = (await http.get("/control/state")).json()["result"]
    assert [user["first_name"] for user in state["users"]] == ["Tanya", "You", "Sari"]
    bot = str(state["bot"]["id"])
    standing = [(chat["title"], chat["type"], chat["members"][bot]) for chat in state["chats"]]
    assert standing == [
        ("Reading group", "group", "member"), ("Forum", "supergroup", "member"), ("Friends", "supergroup", "left"),
    ]  # fmt: skip


async def test_whoever_is_there_already_stays_as_they_are(client: LocalApiClient, http: httpx.AsyncClient) -> None:
    ani = await client.add_user("Ani")
    group = await client.add_chat("Group", members=[ani])
    await http.post("/control/cast")
    state = (await http.get("/control/state")).json()["result"]
    assert [user["first_name"] for user in state["users"]] == ["Tanya", "Ani"]
    assert [chat["id"] for chat in state["chats"]] == [group.id]


async def test_the_administrator_of_the_cast_is_in_charge_of_its_chats_and_its_topics_are_open() -> None:
    page = PageOptions(Cast(admin_id=7, language="ru"))
    async with LocalApiServer(TOKEN, page=page) as server, LocalApiClient(server.url) as client:
        async with httpx.AsyncClient(base_url=server.url, trust_env=False) as http:
            assert (await http.post("/control/cast")).json()["result"]["admin_id"] == 7
        forum = next(chat for chat in server.world.chats.values() if chat.is_forum)
        assert str(forum.members[7]) == "creator"
        assert server.world.users[7].language_code == "ru"
        opened = await client.wait_messages(forum.id, timeout=0)
        names = [(message.json["forum_topic_created"], message.json["message_thread_id"]) for message in opened]
        assert [thread for _, thread in names] == [message.id for message in opened]
        assert [str(created) for created, _ in names] == [
            str({"name": name, "icon_color": 7322096}) for name in TOPICS
        ]  # fmt: skip
        said = await client.say(client_user(7), "x", chat_id=forum.id, thread=opened[0].id)
        assert said.json["message_thread_id"] == opened[0].id


def client_user(number: int) -> PlayedUser:
    """Give a user by the id alone."""
    return PlayedUser(number, "x", "", "")


async def test_the_stream_tells_what_happens_and_is_taken_up_where_it_was_cut(
    http: httpx.AsyncClient, client: LocalApiClient, bot: Bot
) -> None:
    ani = await client.add_user("Ani")
    await client.say(ani, "one")
    past = await until(http, "ready")
    assert [kind for kind, _, _ in past] == ["state", "message", "call", "update", "ready"]
    assert past[2][2]["method"] == "getMe"
    reached = past[-1][1]
    await bot.send_message(ani.id, "two")
    again = await until(http, "ready", reached)
    assert [kind for kind, _, _ in again] == ["state", "message", "call", "ready"]
    message = again[1][2]["message"]
    assert isinstance(message, dict)
    assert message["text"] == "two"
    later = asyncio.create_task(until(http, "update", again[-1][1]))
    await client.say(ani, "three")
    assert [kind for kind, _, _ in await later][-1] == "update"


async def test_new_people_and_chats_are_told(http: httpx.AsyncClient, client: LocalApiClient) -> None:
    events = stream(http)
    while (await anext(events))[0] != "ready":
        pass
    await client.add_user("Ani")
    kind, _, state = await anext(events)
    assert kind == "state"
    assert "Ani" in json.dumps(state["users"])
    await events.aclose()


@pytest.mark.parametrize(("last", "status"), [("x", 400), ("1-2", 400), ("9" * 40 + "-0-0", 400)])
async def test_a_malformed_place_in_the_stream_is_refused(http: httpx.AsyncClient, last: str, status: int) -> None:
    assert (await http.get("/control/events", headers={"Last-Event-ID": last})).status_code == status


async def test_a_place_of_an_earlier_run_is_the_beginning(http: httpx.AsyncClient, client: LocalApiClient) -> None:
    await client.say(await client.add_user("Ani"), "one")
    assert "message" in [kind for kind, _, _ in await until(http, "ready", "5000-5000-5000")]


async def test_the_stream_does_not_hold_up_the_stop() -> None:
    async with LocalApiServer(TOKEN) as server, httpx.AsyncClient(base_url=server.url, trust_env=False) as http:
        reading = asyncio.create_task(until(http, "never"))
        await asyncio.sleep(0.2)
        started = time.perf_counter()
        await server.__aexit__(None, None, None)
        assert time.perf_counter() - started < 1
        assert [kind for kind, _, _ in await reading] == ["state", "ready"]


async def test_a_verdict_is_explained_where_somebody_can() -> None:
    page = PageOptions(explain=lambda text: {"question": text, "outcome": "unknown"})
    async with LocalApiServer(TOKEN, page=page) as server, httpx.AsyncClient(trust_env=False) as http:
        answer = (await http.get(f"{server.url}/control/explain", params={"text": "a & b?"})).json()
    assert answer == {"ok": True, "result": {"question": "a & b?", "outcome": "unknown"}}


async def test_without_an_explanation_there_is_none(http: httpx.AsyncClient) -> None:
    assert (await http.get("/control/explain?text=x")).status_code == 404


async def test_a_file_is_downloaded_and_never_shown_as_a_page(http: httpx.AsyncClient, client: LocalApiClient) -> None:
    ani = await client.add_user("Ani")
    await client.send_document(ani, "ä b.html", b"<script>alert(1)</script>", mime_type="text/html")
    [message] = await client.wait_messages(ani.id)
    answer = await http.get(f"/control/files/{message.file_id}/content")
    assert answer.content == b"<script>alert(1)</script>"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''%C3%A4%20b.html"
    assert (await http.get("/control/files/none/content")).status_code == 404
