"""Whatever stands in the facts is shown as it stands: Telegram never reads it as markup."""

from pathlib import Path

from bot.local_api.client_types import as_objects
from tests.handlers.bots import running_bot
from tests.handlers.facts import few_facts, write_facts

NASTY = '<b>bold</b> & <a href="x">link</a> </i> &amp; <unknown> "q" {document}'


async def test_markup_in_titles_answers_topics_and_sources_is_escaped_everywhere(tmp_path: Path) -> None:
    files = few_facts()
    files["manifest.yaml"]["title"]["en"] = NASTY
    files["manifest.yaml"]["sources"]["guide"]["publisher"] = NASTY
    files["light.yaml"]["topic"]["title"]["en"] = NASTY
    files["light.yaml"]["facts"][0]["title"]["en"] = NASTY
    files["light.yaml"]["facts"][0]["answer"]["en"] = NASTY
    async with running_bot(tmp_path, write_facts(tmp_path / "facts", files)) as running:
        eve = await running.client.add_user(NASTY[:60], language_code="en", username="eve_says")
        assert NASTY in (await running.ask(eve, "/start")).text
        topics = await running.ask(eve, "/topics")
        await running.client.press(eve, topics, text=NASTY[:59].rstrip() + "…")
        await running.client.settle()
        [topic] = await running.client.wait_messages(eve.id, after=topics.sequence)
        assert topic.text == NASTY
        fact = await running.ask(eve, "How tall is the lighthouse tower?")
        assert fact.text == f"{NASTY}\n\n{NASTY}\n\nSource: {NASTY}, paragraph 3"
        assert [entity["type"] for entity in as_objects(fact.json["entities"])] == ["bold", "italic"]
        found = await running.client.inline(eve, "How tall is the lighthouse tower?")
        assert found.results[0].title == NASTY
        chosen = await running.client.choose(eve, found, found.results[0].id)
        assert chosen.text == fact.text


async def test_markup_in_a_question_asked_in_vain_is_shown_as_it_stands(tmp_path: Path) -> None:
    async with running_bot(tmp_path, write_facts(tmp_path / "facts", few_facts()), admins=[7]) as running:
        admin = await running.client.add_user("Ada", language_code="en", user_id=7)
        await running.ask(admin, "<b>zzqx</b> & <i>")
        assert "1× [" in (shown := (await running.ask(admin, "/unanswered")).text)
        assert "<b>zzqx</b> & <i>" in shown
