"""What was taught goes back into the fact files by hand: valid YAML in their form, and what else is to be done."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge.facts_model import FactBase
from knowledge.reading import read_facts
from knowledge.taught import TaughtExample, on_one_line
from knowledge.taught_yaml import taught_yaml
from tests.conftest import write_facts

PRINTED = """\
# birds
# "shark teeth" is to be taken out of the questions of shark
# "When do penguins sleep" is to be taken out of what is unanswerable in penguin
facts:
  - id: penguin
    questions:
      en:
        - "shark teeth"
        - "no"
  - id: ostrich
    questions:
      en:
        - "When do penguins sleep"
---
# fish
facts:
  - id: shark
    questions:
      en:
        - "banana: \\"cake\\" #1"
      ru:
        - "сколько зубов"
# The facts of these are gone:
# {id: gone, questions: {en: ["a", "b: *c"]}}
"""


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> FactBase:
    """Give the tiny facts."""
    return read_facts(write_facts(tmp_path_factory.mktemp("tiny") / "facts"))


def test_it_is_in_the_form_and_order_of_the_files(facts: FactBase) -> None:
    examples = [
        TaughtExample("shark", "ru", "сколько зубов"),
        TaughtExample("gone", "en", "a"),
        TaughtExample("ostrich", "en", "When do penguins sleep"),
        TaughtExample("penguin", "en", "shark teeth"),
        TaughtExample("shark", "en", 'banana:\n"cake" #1'),
        TaughtExample("penguin", "en", "no"),
        TaughtExample("penguin", "en", "penguin home"),
        TaughtExample("gone", "en", "b: *c"),
    ]
    assert taught_yaml(facts, examples) == PRINTED


def test_without_lessons_there_are_no_facts(facts: FactBase) -> None:
    assert yaml.safe_load(taught_yaml(facts, [])) == {"facts": []}
    assert yaml.safe_load(taught_yaml(facts, [TaughtExample("gone", "en", "a")])) == {"facts": []}


@given(st.text(min_size=1), st.sampled_from(["shark", "ostrich", "gone"]))
def test_any_question_can_be_printed_and_read(facts: FactBase, text: str, fact: str) -> None:
    printed = taught_yaml(facts, [TaughtExample(fact, "en", f"banana {text}"), TaughtExample("shark", "en", "cake")])
    read = [text for part in yaml.safe_load_all(printed) for one in part["facts"] for text in one["questions"]["en"]]
    assert sorted(read) == sorted(["cake", *([] if fact == "gone" else [on_one_line(f"banana {text}")])])


def test_a_merged_document_is_a_fact_file_again(facts: FactBase, tmp_path: Path) -> None:
    (document,) = yaml.safe_load_all(taught_yaml(facts, [TaughtExample("shark", "en", "сколько\x07 \x85 😀 зубов")]))
    folder = write_facts(tmp_path)
    merged = yaml.safe_load((folder / "fish.yaml").read_text(encoding="utf-8"))
    merged["facts"][0]["questions"]["en"] += document["facts"][0]["questions"]["en"]
    (folder / "fish.yaml").write_text(yaml.safe_dump(merged, allow_unicode=True), encoding="utf-8")
    assert read_facts(folder).facts["shark"].questions["en"][-1].startswith("сколько")
