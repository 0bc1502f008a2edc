"""A learnt index on disk: the same verdicts, and no trust in what is not ours."""

import io
import os
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from knowledge.facts_model import FactBase
from knowledge.knowledge import Knowledge
from knowledge.matching.cache import INDEXES_KEPT, load_index, save_index
from knowledge.matching.matcher import Matcher
from knowledge.matching.trained import Trained
from knowledge.matching.training import train
from knowledge.reading import read_facts
from knowledge.verdict import Verdict
from tests.conftest import TINY, edited, write_facts
from tests.matching.bases import arrays, write_base

QUESTIONS = [
    "Where do penguins live?",
    "пингвины",
    "shark tooth",
    "When do penguins sleep?",
    "kecepatan burung unta brp",
    "ostrich speeed",
    "banana",
    "",
]


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> FactBase:
    """Give the tiny facts."""
    return read_facts(write_facts(tmp_path_factory.mktemp("tiny") / "facts"))


@pytest.fixture(scope="module")
def trained(facts: FactBase) -> Trained:
    """Give what was learnt from them."""
    return train(facts)


@pytest.fixture
def kept(tmp_path: Path, facts: FactBase, trained: Trained) -> Path:
    """Give the file of a kept index, alone in its folder."""
    save_index(tmp_path / "cache", facts, trained)
    (file,) = (tmp_path / "cache").iterdir()
    return file


def verdicts(matcher: Matcher) -> list[Verdict]:
    return [matcher.verdict(question) for question in QUESTIONS]


def test_a_kept_index_gives_identical_verdicts(kept: Path, facts: FactBase, trained: Trained) -> None:
    loaded = load_index(kept.parent, facts)
    assert loaded
    assert verdicts(Matcher.of(facts, loaded)) == verdicts(Matcher.of(facts, trained))
    assert [Matcher.of(facts, loaded).search(question) for question in QUESTIONS] == [
        Matcher.of(facts, trained).search(question) for question in QUESTIONS
    ]
    assert arrays(loaded) == arrays(trained)
    assert (loaded.seen, loaded.guesser, loaded.aspects) == (trained.seen, trained.guesser, trained.aspects)


def test_the_bundled_index_survives_its_file(bundled: Knowledge, tmp_path: Path) -> None:
    save_index(tmp_path, bundled.facts, bundled.matcher.trained)
    loaded = load_index(tmp_path, bundled.facts)
    assert loaded
    again = Matcher.of(bundled.facts, loaded)
    for _, _, question in list(bundled.facts.questions())[::97]:
        assert again.verdict(question) == bundled.ask(question)


def test_a_build_takes_the_index_that_is_kept(kept: Path, facts: FactBase, trained: Trained) -> None:
    before = kept.stat().st_mtime_ns
    assert verdicts(Matcher.build(facts, kept.parent)) == verdicts(Matcher.of(facts, trained))
    assert kept.stat().st_mtime_ns == before


def test_without_a_kept_index_a_build_keeps_one(tmp_path: Path, facts: FactBase) -> None:
    folder = tmp_path / "not" / "yet"
    assert load_index(folder, facts) is None
    Matcher.build(facts, folder)
    assert [file.suffix for file in folder.iterdir()] == [".npz"]
    assert load_index(folder, facts)


def _truncated(good: bytes) -> bytes:
    return good[: len(good) // 2]


def _pickled(good: bytes) -> bytes:
    """Put a pickled object, whose reading would run code, in the place of an array."""
    target = io.BytesIO()
    with np.load(io.BytesIO(good)) as arrays:
        content = dict(arrays) | {"idf": np.array([Alarm()], dtype=object)}
    np.savez(target, allow_pickle=True, **content)
    return target.getvalue()


def _array(_: bytes) -> bytes:
    target = io.BytesIO()
    np.save(target, np.zeros(3))
    return target.getvalue()


def _other_arrays(_: bytes) -> bytes:
    target = io.BytesIO()
    np.savez(target, other=np.zeros(3))
    return target.getvalue()


def _other_json(good: bytes) -> bytes:
    target = io.BytesIO()
    with np.load(io.BytesIO(good)) as arrays:
        np.savez(target, **(dict(arrays) | {"words": np.frombuffer(b'{"ids": 3}', dtype=np.uint8)}))
    return target.getvalue()


def _other_zip(_: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("words.npy", b"\x93NUMPY\x01\x00v\x00{'descr': (")
    return target.getvalue()


class Alarm:
    """An object that tells when it is read from a pickle."""

    rung = False

    def __setstate__(self, state: object) -> None:
        Alarm.rung = True

    def __getstate__(self) -> dict[str, int]:
        return {"some": 1}


@pytest.mark.parametrize(
    "damage",
    [
        _truncated,
        _pickled,
        _array,
        _other_arrays,
        _other_json,
        _other_zip,
        lambda good: good[:-1],
        lambda good: good[:30],
        lambda good: good[:1000] + bytes(100) + good[1100:],
        lambda _: b"",
        lambda _: b"not an index",
        lambda _: b"PK\x03\x04",
        lambda _: b"\x80\x04.",
    ],
)
def test_a_damaged_or_foreign_file_is_ignored_and_replaced(
    kept: Path, facts: FactBase, trained: Trained, damage: Callable[[bytes], bytes]
) -> None:
    kept.write_bytes(damage(kept.read_bytes()))
    assert load_index(kept.parent, facts) is None
    assert not Alarm.rung
    assert verdicts(Matcher.build(facts, kept.parent)) == verdicts(Matcher.of(facts, trained))
    assert load_index(kept.parent, facts)


def test_damage_at_any_place_is_noticed_or_harmless(tmp_path: Path) -> None:
    # Without a language file, a reading takes a millisecond.
    facts = read_facts(write_base(tmp_path / "facts", {"cat": {"xx": ["cats purr"]}, "dog": {"xx": ["dogs bark"]}}))
    trained = train(facts)
    save_index(tmp_path / "cache", facts, trained)
    (kept,) = (tmp_path / "cache").iterdir()
    good = kept.read_bytes()
    choice = random.Random(1)  # noqa: S311 - the same damage in every run
    directory = len(good) - 400
    for place in [*choice.sample(range(directory, len(good)), 300), *choice.sample(range(200), 150)]:
        damaged = bytearray(good)
        damaged[place] ^= 1 << choice.randrange(8)
        kept.write_bytes(damaged)
        loaded = load_index(kept.parent, facts)
        assert loaded is None or (loaded.ids == trained.ids and arrays(loaded) == arrays(trained))


def test_an_index_of_other_facts_under_this_name_is_ignored(kept: Path, facts: FactBase, tmp_path: Path) -> None:
    other = read_facts(write_base(tmp_path / "other", {"cat": {"xx": ["cats purr"]}, "dog": {"xx": ["dogs bark"]}}))
    save_index(tmp_path / "cache2", other, train(other))
    (foreign,) = (tmp_path / "cache2").iterdir()
    foreign.replace(kept)
    assert load_index(kept.parent, facts) is None


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path, facts: FactBase, trained: Trained) -> None:
    (tmp_path / "file").write_text("in the way")
    for folder in (tmp_path / "file", tmp_path / "file" / "below", Path(os.devnull) / "cache"):
        assert verdicts(Matcher.build(facts, folder)) == verdicts(Matcher.of(facts, trained))
    assert (tmp_path / "file").read_text() == "in the way"


def test_an_index_that_cannot_be_put_in_its_place_leaves_nothing_behind(
    kept: Path, facts: FactBase, trained: Trained
) -> None:
    kept.unlink()
    kept.mkdir()
    (kept / "in the way").touch()
    save_index(kept.parent, facts, trained)
    assert list(kept.parent.iterdir()) == [kept]


@pytest.mark.parametrize(
    "files",
    [
        edited("birds.yaml", "penguin home", "penguin homes"),
        edited("fish.yaml", "Sharks have many teeth.", "Sharks have many sharp teeth."),
        {**TINY, "concepts.yaml": "concepts: {penguin: {en: [penguin*]}}\n"},
    ],
)
def test_changed_facts_have_another_file(kept: Path, tmp_path: Path, files: dict[str, str]) -> None:
    Matcher.build(read_facts(write_facts(tmp_path / "changed", files)), kept.parent)
    assert len(list(kept.parent.iterdir())) == 2


def test_the_same_facts_in_another_folder_share_a_file(kept: Path, tmp_path: Path) -> None:
    same = read_facts(write_facts(tmp_path / "elsewhere"))
    assert load_index(kept.parent, same)


def test_only_the_newest_indexes_are_kept(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    names: list[str] = []
    for number in range(INDEXES_KEPT + 2):
        facts = read_facts(write_base(tmp_path / str(number), {"fact": {"xx": [f"question {number}"]}}))
        save_index(folder, facts, train(facts))
        (new,) = {file.name for file in folder.iterdir()} - {*names}
        os.utime(folder / new, (number, number))
        names.append(new)
    assert {file.name for file in folder.iterdir()} == {*names[-INDEXES_KEPT:]}


def test_other_files_in_the_folder_stay(kept: Path, tmp_path: Path) -> None:
    (kept.parent / "other.npz").touch()
    for number in range(INDEXES_KEPT + 1):
        (kept.parent / f"index-{number}.npz").touch()
    facts = read_facts(write_base(tmp_path / "new", {"fact": {"xx": ["question"]}}))
    save_index(kept.parent, facts, train(facts))
    assert (kept.parent / "other.npz").exists()
    assert len(list(kept.parent.glob("index-*"))) == INDEXES_KEPT
