"""A private chat with the real process, in three languages."""

import pytest

from bot.local_api.client_types import Message, PlayedUser
from knowledge.knowledge import Knowledge
from tests.e2e.conftest import Tanya
from tests.handlers.bots import next_reply
from tests.handlers.facts import HEIGHT, LANGUAGES, OFF_TOPIC, unclear_wording

pytestmark = pytest.mark.asyncio(loop_scope="session")

GREETING = {"id": "Halo! Saya Tanya.", "en": "Hello! I am Tanya.", "ru": "Здравствуйте! Я Таня."}
SUBJECT = {"id": "Mercusuar", "en": "The lighthouse", "ru": "Маяк"}
UNDERSTOOD = {"id": "Bahasa yang saya pahami:", "en": "I understand", "ru": "Языки, которые я понимаю"}
ANSWER = {
    "id": "Tinggi menara\n\nMenara itu setinggi 41 meter.\n\nSumber: Harbour & Sons, paragraf 3",
    "en": "Height of the tower\n\nThe tower is 41 metres tall.\n\nSource: Harbour & Sons, paragraph 3",
    "ru": "Высота башни\n\nВысота башни 41 метр.\n\nИсточник: Harbour & Sons, абзац 3",
}
LAMP = {"id": "Lampu", "en": "The lamp", "ru": "Лампа"}
UNSURE = {"id": "Saya kurang yakin", "en": "I am not sure", "ru": "Не уверена"}
UNKNOWN = {"id": "Saya tidak tahu", "en": "I don't know", "ru": "Этого я не знаю"}
TOPICS = {
    "id": ["Cahaya", "Ruangan", "Kunjungan"],
    "en": ["The light", "The rooms", "Visits"],
    "ru": ["Свет", "Комнаты", "Посещение"],
}
SHARE = {"id": "↗ Bagikan", "en": "↗ Share", "ru": "↗ Поделиться"}
BACK = {"id": "« Semua topik", "en": "« All topics", "ru": "« Все темы"}


def labels(message: Message) -> list[str]:
    return [button.text for button in message.buttons]


async def pressed(tanya: Tanya, user: PlayedUser, message: Message, text: str) -> Message:
    """Press a button; give what the bot then sent or changed."""
    await tanya.client.press(user, message, text=text)
    reply = await next_reply(tanya.client, user, message)
    await tanya.client.settle()
    return reply


@pytest.mark.parametrize("language", LANGUAGES)
async def test_start_greets_and_help_explains_in_the_persons_language(tanya: Tanya, language: str) -> None:
    user = await tanya.person(language)
    greeting = await tanya.ask(user, "/start")
    assert greeting.text.startswith(GREETING[language])
    assert SUBJECT[language] in greeting.text
    assert HEIGHT[language] in labels(greeting)
    assert UNDERSTOOD[language] in (explanation := (await tanya.ask(user, "/help")).text)
    assert "@tanya_local_bot" in explanation
    assert "/reload" not in explanation


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_question_gets_title_text_source_and_related_facts(tanya: Tanya, language: str) -> None:
    user = await tanya.person(language)
    reply = await tanya.ask(user, HEIGHT[language])
    assert reply.text == ANSWER[language]
    assert labels(reply) == [LAMP[language], "👍", "👎", SHARE[language]]
    related = await pressed(tanya, user, reply, LAMP[language])
    assert related.text.startswith(LAMP[language] + "\n\n")
    assert not related.edited, "the answer stays in view"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_unclear_question_gets_buttons_and_a_press_the_answer(tanya: Tanya, language: str) -> None:
    knowledge = Knowledge.read(tanya.process.facts)
    text = unclear_wording(knowledge, language)
    facts = [knowledge.facts.facts[name] for name in knowledge.ask(text, language).suggestions]
    user = await tanya.person(language)
    offer = await tanya.ask(user, text)
    assert offer.text.startswith(UNSURE[language])
    assert labels(offer)[:-1] == [fact.heading(language) for fact in facts]
    answer = await pressed(tanya, user, offer, labels(offer)[0])
    assert facts[0].answer[language] in answer.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_off_topic_question_gets_no_fact_but_the_topics(tanya: Tanya, language: str) -> None:
    user = await tanya.person(language)
    reply = await tanya.ask(user, OFF_TOPIC[language])
    assert reply.text.startswith(UNKNOWN[language])
    assert labels(reply) == TOPICS[language]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_topics_lead_to_facts_and_back(tanya: Tanya, language: str) -> None:
    user = await tanya.person(language)
    topics = await tanya.ask(user, "/topics")
    assert labels(topics) == TOPICS[language]
    topic = await pressed(tanya, user, topics, TOPICS[language][0])
    assert (topic.id, topic.text) == (topics.id, TOPICS[language][0])
    assert labels(topic)[-1] == BACK[language]
    again = await pressed(tanya, user, topic, BACK[language])
    assert (again.id, again.text, labels(again)) == (topics.id, topics.text, TOPICS[language])
    topic = await pressed(tanya, user, again, TOPICS[language][0])
    fact = await pressed(tanya, user, topic, LAMP[language])
    assert (fact.id, fact.text.startswith(LAMP[language] + "\n\n")) == (topic.id, True)
    back = await pressed(tanya, user, fact, "« " + TOPICS[language][0])
    assert (back.id, labels(back)) == (topic.id, labels(topic))


@pytest.mark.parametrize("data", ["f:en:gone", "t:en:gone", "x", "f:en:<b>", ":" * 64])
async def test_an_old_or_forged_button_is_acknowledged_and_told_to_be_out_of_date(tanya: Tanya, data: str) -> None:
    user = await tanya.person()
    message = await tanya.ask(user, "/topics")
    answer = await tanya.client.press(user, message, data=data, stale=True)
    assert "out of date" in answer.text
    assert answer.show_alert


async def test_somebody_of_another_language_is_met_in_the_default_one(tanya: Tanya) -> None:
    user = await tanya.person("de")
    assert (await tanya.ask(user, "/start")).text.startswith(GREETING["id"])
