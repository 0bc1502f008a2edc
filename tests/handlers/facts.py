"""A small fact base in three languages: a lighthouse, its visitors, and its rooms (more than a page of them)."""

from itertools import chain, combinations
from pathlib import Path
from typing import Any

import yaml

from knowledge.knowledge import Knowledge
from knowledge.text import normalise, words
from knowledge.verdict import Outcome

LANGUAGES = ("id", "en", "ru")
TOPICS = ("light", "rooms", "visits")
# What no fact covers, in each language.
OFF_TOPIC = {"id": "resep kue pisang", "en": "banana cake recipe", "ru": "рецепт бананового пирога"}
# The first question of the fact "tower-height".
HEIGHT = {
    "id": "Berapa tinggi menara mercusuar?",
    "en": "How tall is the lighthouse tower?",
    "ru": "Какой высоты башня маяка?",
}

Entry = dict[str, Any]

_ROOMS = (
    ("rope", "tali", "канатов"),
    ("map", "peta", "карт"),
    ("anchor", "jangkar", "якорей"),
    ("flag", "bendera", "флагов"),
    ("boat", "perahu", "лодок"),
    ("fish", "ikan", "рыб"),
    ("book", "buku", "книг"),
    ("clock", "jam", "часов"),
    ("bell", "lonceng", "колоколов"),
    ("wind", "angin", "ветров"),
    ("wave", "ombak", "волн"),
    ("bird", "burung", "птиц"),
)

_HEIGHT: Entry = {
    "id": "tower-height",
    "title": {"id": "Tinggi menara", "en": "Height of the tower", "ru": "Высота башни"},
    "source": {"document": "guide", "paragraph": 3},
    "answer": {
        "id": "Menara itu setinggi 41 meter.",
        "en": "The tower is 41 metres tall.",
        "ru": "Высота башни 41 метр.",
    },
    "questions": {
        "id": [HEIGHT["id"], "tinggi menara", "menaranya setinggi apa?", "Berapa meter tinggi mercusuar itu?"],
        "en": [HEIGHT["en"], "height of the tower", "How many metres high is the tower?", "tower height"],
        "ru": [HEIGHT["ru"], "высота башни", "Сколько метров высота маяка?", "насколько высокая башня"],
    },
    "unanswerable": {
        "id": ["Kapan menara mercusuar dibangun?"],
        "en": ["When was the lighthouse tower built?"],
        "ru": ["Когда построили башню маяка?"],
    },
    "related": ["lamp"],
}
_LAMP: Entry = {
    "id": "lamp",
    "title": {"id": "Lampu", "en": "The lamp", "ru": "Лампа"},
    "source": {"document": "guide", "paragraph": 0},
    "answer": {
        "id": "Lampu berputar sekali tiap sepuluh detik.",
        "en": "The lamp turns once in ten seconds.",
        "ru": "Лампа вращается раз в десять секунд.",
    },
    "questions": {
        "id": ["Seberapa sering lampu berputar?", "putaran lampu", "lampunya berputar berapa kali?"],
        "en": ["How often does the lamp turn?", "turning of the lamp", "How fast does the light go round?"],
        "ru": ["Как часто вращается лампа?", "вращение лампы", "с какой скоростью крутится свет?"],
    },
}
_TICKET: Entry = {
    "id": "ticket",
    "title": {"id": "Tiket & potongan", "en": "Tickets & discounts", "ru": "Билеты & скидки"},
    "source": {"document": "guide"},
    "answer": {
        "id": 'Tiket <b>lima</b> koin; anak <6 tahun & pemandu "gratis".',
        "en": 'A ticket is <b>five</b> coins; children <6 & guides enter "free".',
        "ru": 'Билет <b>пять</b> монет; дети <6 лет & гиды "бесплатно".',
    },
    "questions": {
        "id": ["Berapa harga tiket masuk?", "harga tiket", "tiketnya berapa?"],
        "en": ["What does a ticket cost?", "ticket price", "How much is the entrance?"],
        "ru": ["Сколько стоит билет?", "цена билета", "почём вход?"],
    },
}
_HOURS: Entry = {
    "id": "opening-hours",
    "source": {"document": "guide", "paragraph": 5},
    "answer": {
        "id": "Buka dari pukul sembilan sampai petang.",
        "en": "It opens at nine and closes at dusk.",
        "ru": "Открыто с девяти до сумерек.",
    },
    "questions": {
        "id": ["Pukul berapa museum buka?", "waktu buka museum", "museum tutup kapan?"],
        "en": ["When is the museum open?", "opening hours", "When does the museum close?"],
        "ru": ["Когда открыт музей?", "время работы музея", "во сколько закрывается музей?"],
    },
    "related": ["ticket"],
}


def topic_files() -> dict[str, Entry]:
    """Give the files of the fact base by name, fresh each time, so that a test may change them."""
    rooms = [_room(*names) for names in _ROOMS]
    contents = {
        "manifest.yaml": {
            "title": {"id": "Mercusuar", "en": "The lighthouse", "ru": "Маяк"},
            "languages": list(LANGUAGES),
            "default_language": "id",
            "sources": {"guide": {"title": "Guide", "publisher": "Harbour & Sons", "language": "en"}},
        },
        "light.yaml": _topic("light", "Cahaya", "The light", "Свет", [_HEIGHT, _LAMP]),
        "rooms.yaml": _topic("rooms", "Ruangan", "The rooms", "Комнаты", rooms),
        "visits.yaml": _topic("visits", "Kunjungan", "Visits", "Посещение", [_TICKET, _HOURS]),
    }
    copied: dict[str, Entry] = yaml.safe_load(yaml.safe_dump(contents))
    return copied


def write_facts(folder: Path, files: dict[str, Entry] | None = None) -> Path:
    """Write the files into the folder (made if missing); give the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (files or topic_files()).items():
        (folder / name).write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return folder


def few_facts() -> dict[str, Entry]:
    """Give the files without the rooms: four facts, for tests that start a bot of their own."""
    return {name: content for name, content in topic_files().items() if name != "rooms.yaml"}


def _topic(name: str, in_id: str, in_en: str, in_ru: str, facts: list[Entry]) -> Entry:
    return {"topic": {"id": name, "title": {"id": in_id, "en": in_en, "ru": in_ru}}, "facts": facts}


def _room(en: str, in_id: str, ru: str) -> Entry:
    return {
        "id": f"room-{en}",
        "title": {"id": f"Ruang {in_id}", "en": f"The {en} room", "ru": f"Комната {ru}"},
        "source": {"document": "guide", "paragraph": 9},
        "answer": {
            "id": f"Ruang {in_id} ada di lantai dua.",
            "en": f"The {en} room is on the second floor.",
            "ru": f"Комната {ru} на втором этаже.",
        },
        "questions": {
            "id": [f"Di mana ruang {in_id}?", f"ruang {in_id}"],
            "en": [f"Where is the {en} room?", f"{en} room"],
            "ru": [f"Где комната {ru}?", f"комната {ru}"],
        },
    }


def unclear_wording(knowledge: Knowledge, language: str) -> str:
    """Give a few words from the facts' questions that the matcher, whatever it is, takes for a suggestion."""
    questions = [text for _, spoken, text in knowledge.facts.questions() if spoken == language]
    known = sorted({word for text in questions for word in words(normalise(text))})
    for some in chain.from_iterable(combinations(known, count) for count in (1, 2, 3)):
        verdict = knowledge.ask(" ".join(some), language)
        if verdict.outcome is Outcome.SUGGEST and verdict.language == language and not verdict.missing:
            return " ".join(some)
    raise AssertionError(f"no few words are unclear to the matcher in {language}")
