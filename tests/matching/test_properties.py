"""Whatever the text: a verdict of the right form, the same each time, however it is written, and soon."""

import subprocess
import sys
import time
import unicodedata
from pathlib import Path
from typing import Literal, get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.knowledge import Knowledge
from knowledge.matching.training import train
from knowledge.reading import read_facts
from knowledge.verdict import Outcome
from tests.conftest import write_facts
from tests.matching.bases import arrays, assert_consistent

Form = Literal["NFC", "NFD", "NFKC", "NFKD"]
KNOWN = "where do penguins live how fast ostriches run shark teeth дом пингвинов скорость страуса зубы berapa gigi hiu"
LETTERS = st.text(st.sampled_from("abcxyzéñабвйёщ"), min_size=1, max_size=9)
# One sentence of words that the facts have and of others.
SENTENCES = st.lists(st.one_of(st.sampled_from(KNOWN.split()), LETTERS), min_size=1, max_size=8).map(" ".join)
WHATEVER = st.one_of(st.text(st.characters(exclude_categories=["Cs"])), SENTENCES)
ENDS = st.text(st.sampled_from("?!.,;:…«»\"'()[]*_—- "), max_size=4)
# Of a processor's time, for a question of 10,000 characters; it takes about a hundredth of that.
SECONDS = 1.0
ROOT = Path(__file__).parents[2]
DIGEST = """
import hashlib, json, pathlib, sys
from knowledge.knowledge import Knowledge
from tests.matching.bases import arrays
known = Knowledge.read(pathlib.Path(sys.argv[1]))
trained = known.matcher.trained
digest = hashlib.sha256()
for name, kind, content in arrays(trained):
    digest.update(content)
digest.update(json.dumps([*trained.vectorizer.columns, *map(str, sorted(trained.seen))]).encode())
print(digest.hexdigest(), [known.ask(question) for _, _, question in known.facts.questions()])
"""


@settings(deadline=None)
@given(WHATEVER, st.sampled_from([None, "", "ru", "en-GB", "xx", "?"]))
def test_a_verdict_has_its_form_and_comes_again(animals: Knowledge, text: str, spoken: str | None) -> None:
    verdict = animals.ask(text, spoken)
    assert_consistent(animals, verdict)
    assert animals.ask(text, spoken) == verdict


@settings(deadline=None)
@given(WHATEVER)
def test_a_search_gives_facts_each_once(animals: Knowledge, text: str) -> None:
    found = animals.search(text)
    assert len(set(found)) == len(found)
    assert {*found} <= {*animals.facts.facts}


@settings(deadline=None)
@given(SENTENCES)
def test_case_does_not_matter(animals: Knowledge, text: str) -> None:
    assert animals.ask(text.upper()) == animals.ask(text.title()) == animals.ask(text)


@settings(deadline=None)
@given(SENTENCES, st.sampled_from(get_args(Form)))
def test_unicode_form_does_not_matter(animals: Knowledge, text: str, form: Form) -> None:
    assert animals.ask(unicodedata.normalize(form, text)) == animals.ask(text)


@settings(deadline=None)
@given(SENTENCES, ENDS, ENDS)
def test_punctuation_at_the_ends_does_not_matter(animals: Knowledge, text: str, before: str, after: str) -> None:
    assert animals.ask(f"{before}{text}{after}") == animals.ask(text)


@settings(deadline=None)
@given(SENTENCES, st.sampled_from(["  ", "\t", "\u00a0", " \u2003 ", "\u200b "]))
def test_spaces_do_not_matter(animals: Knowledge, text: str, space: str) -> None:
    assert animals.ask(space + text.replace(" ", space) + space) == animals.ask(text)


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "penguin",
        "penguin ",
        "pengiun ",
        "where do penguins live? ",
        "ё",
        "a\u0301",
        "\u0301",
        "\u200d",
        "\x00",
        "\x1b[31m",
        "\u202e",
        "安全",
        "ペンギン",
        "البطريق ",
        "пенгvin ",
        "ﷺ",
        "🐧",
        "👨‍👩‍👧‍👦",
        "-",
        "a-",
        "a'",
        "2",
        "nya",
        "\n",
        "? ",
        "a? ",
        "\U0010ffff",
    ],
)
def test_ten_thousand_characters_are_judged_soon(animals: Knowledge, unit: str) -> None:
    text = (unit * 10_000)[:10_000]
    start = time.process_time()
    verdict = animals.ask(text)
    assert time.process_time() - start < SECONDS
    assert_consistent(animals, verdict)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 2**32))
def test_a_long_jumble_is_judged_soon_by_the_bundled_facts(bundled: Knowledge, length: int, seed: int) -> None:
    text = "".join(np.random.default_rng(seed).choice(list("abcdefg опрст -'2.?!\n\u0301"), length))
    start = time.process_time()
    verdict = bundled.ask(text)
    assert time.process_time() - start < SECONDS
    assert_consistent(bundled, verdict)


def test_two_builds_are_equal(tmp_path: Path) -> None:
    facts = read_facts(write_facts(tmp_path))
    first, second = train(facts), train(facts)
    assert arrays(first) == arrays(second)
    # The weights of the facts, of the features and of the signs.
    assert len(arrays(first)) >= 3
    assert first.ids == second.ids == tuple(sorted(facts.facts))
    assert first.confidence.constant == second.confidence.constant
    assert list(first.vectorizer.columns) == list(second.vectorizer.columns)
    assert (first.seen, first.vocabulary, first.guesser) == (second.seen, second.vocabulary, second.guesser)


def test_builds_of_two_processes_are_equal_though_their_sets_are_ordered_otherwise(tmp_path: Path) -> None:
    folder = write_facts(tmp_path)
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", DIGEST, folder],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in ("1", "2")
    ]
    outputs = [process.communicate(timeout=60)[0] for process in processes]
    assert outputs[0] == outputs[1] != ""


def test_a_question_of_nothing_but_fillers_is_unknown_though_it_has_words(animals: Knowledge) -> None:
    verdict = animals.ask("what is it")
    assert (verdict.outcome, verdict.confidence) == (Outcome.UNKNOWN, 0.0)
