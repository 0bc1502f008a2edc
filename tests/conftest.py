"""What all tests share: tiny fact bases, the bundled one read once, caches, and a local Bot API with its players."""

import fcntl
import gc
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path

import pytest

from bot.__main__ import OBJECTS_BETWEEN_COLLECTIONS
from bot.local_api.client import LocalApiClient
from bot.local_api.server import LocalApiServer
from bot.settings import BUNDLED_FACTS
from knowledge.facts_model import FactBase
from knowledge.knowledge import Knowledge
from knowledge.reading import read_facts

TOKEN = "123456:local"
MANIFEST = """\
title: {id: "Hewan", en: "Animals", ru: "Звери"}
languages: [id, en, ru]
default_language: id
sources:
  atlas: {title: "Atlas of animals", publisher: "Zoo", language: en}
"""
BIRDS = """\
topic: {id: birds, title: {id: "Burung", en: "Birds", ru: "Птицы"}}
facts:
  - id: penguin
    title: {id: "Penguin", en: "Penguins", ru: "Пингвины"}
    source: {document: atlas, paragraph: 2}
    answer: {id: "Penguin hidup di selatan.", en: "Penguins live in the south.", ru: "Пингвины живут на юге."}
    questions:
      id: ["Di mana penguin hidup?", "rumah penguin"]
      en: ["Where do penguins live?", "penguin home"]
      ru: ["Где живут пингвины?", "дом пингвинов"]
    unanswerable:
      en: ["When do penguins sleep?"]
    related: [ostrich]
  - id: ostrich
    source: {document: atlas}
    answer: {id: "Burung unta berlari kencang.", en: "Ostriches run fast.", ru: "Страусы быстро бегают."}
    questions:
      id: ["Seberapa cepat burung unta berlari?", "kecepatan burung unta"]
      en: ["How fast do ostriches run?", "ostrich speed"]
      ru: ["Как быстро бегают страусы?", "скорость страуса"]
"""
FISH = """\
topic: {id: fish, title: {id: "Ikan", en: "Fish", ru: "Рыбы"}}
facts:
  - id: shark
    title: {id: "Hiu", en: "Sharks", ru: "Акулы"}
    source: {document: atlas, paragraph: 0}
    answer: {id: "Hiu punya banyak gigi.", en: "Sharks have many teeth.", ru: "У акул много зубов."}
    questions:
      id: ["Berapa gigi hiu?", "gigi hiu"]
      en: ["What teeth do sharks have?", "shark teeth"]
      ru: ["Какие зубы у акулы?", "зубы акулы"]
    related: [penguin]
"""
# Three facts, two topics, three languages, no mistake.
TINY: Mapping[str, str] = {"manifest.yaml": MANIFEST, "birds.yaml": BIRDS, "fish.yaml": FISH}


def pytest_collection_finish() -> None:
    """Keep the garbage collector off what stays, modules and tests: looking through them takes a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, *gc.get_threshold()[1:])


def write_facts(folder: Path, files: Mapping[str, str | bytes] = TINY) -> Path:
    """Write the files of a fact base into `folder`, made if missing; give the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def edited(name: str, old: str, new: str) -> dict[str, str]:
    """Give the files of the tiny fact base with one place of one file changed."""
    assert TINY[name].count(old) == 1, f"{old!r} stands {TINY[name].count(old)} times in {name}"
    return {**TINY, name: TINY[name].replace(old, new)}


@pytest.fixture
def tiny_facts(tmp_path: Path) -> Path:
    """Give the folder of a tiny fact base."""
    return write_facts(tmp_path / "facts")


@pytest.fixture(scope="session")
def bundled_facts() -> FactBase:
    """Give the bundled facts without an index."""
    return read_facts(BUNDLED_FACTS)


@pytest.fixture(scope="session", autouse=True)
def _caches(pytestconfig: pytest.Config) -> Iterator[None]:
    """Have programs keep their caches in pytest's, not in the user's: indexes of small facts, lists of fonts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(pytestconfig.cache.mkdir("caches")))
        yield


@pytest.fixture(scope="session")
def bundled(pytestconfig: pytest.Config) -> Knowledge:
    """Give the bundled facts with their index; whichever worker comes first learns it, which takes seconds."""
    folder = pytestconfig.cache.mkdir("bundled")
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return Knowledge.read(BUNDLED_FACTS, folder / "tanya")


@pytest.fixture(scope="session")
def bundled_cache(pytestconfig: pytest.Config, bundled: Knowledge) -> Path:  # noqa: ARG001 - it fills the folder
    """Give the `XDG_CACHE_HOME` of processes that answer from the bundled facts and need not learn them."""
    return pytestconfig.cache.mkdir("bundled")


@pytest.fixture
async def server() -> AsyncIterator[LocalApiServer]:
    """Run a server on a free port; its updates wait until a bot comes."""
    async with LocalApiServer(TOKEN) as running:
        yield running


@pytest.fixture
async def client(server: LocalApiServer) -> AsyncIterator[LocalApiClient]:
    """Play the users of that server."""
    async with LocalApiClient(server.url) as playing:
        yield playing
