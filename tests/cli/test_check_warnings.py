"""`tanya check` warns of what is no mistake, with the line to mend, and still ends with 0."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, Tanya
from tests.conftest import write_facts

Questions = Mapping[str, Sequence[str]]

MANIFEST = """\
title: {en: Tools, id: Alat}
languages: [en, id]
default_language: en
sources: {book: {title: Book, language: en}}
"""
COLOURS = ("red", "blue", "green", "white", "black", "brown", "pink", "grey", "golden", "silver", "purple", "orange")
WARNING = re.compile(r"(?P<file>[^:]+):(?P<line>\d+): warning: (?P<message>.+)")


def about(tool: str, also: Sequence[str] = ()) -> list[str]:
    return [*(f"{colour} {tool}" for colour in COLOURS), *also]


def fact(name: str, questions: Questions, near_misses: Sequence[str] = ("who made the moon",)) -> str:
    """Give a fact in YAML, one question a line."""
    lines = [f"  - id: {name}", "    source: {document: book}", f"    answer: {{en: {name}., id: {name}.}}"]
    lines.append("    questions:")
    for language, texts in questions.items():
        lines += [f"      {language}:", *(f'        - "{text}"' for text in texts)]
    if near_misses:
        lines += ["    unanswerable:", "      en:", *(f'        - "{text}"' for text in near_misses)]
    return "\n".join(lines) + "\n"


def folder_of(folder: Path, *facts: str, **more: str) -> Path:
    topic = "topic: {id: tools, title: {en: Tools, id: Alat}}\nfacts:\n" + "".join(facts)
    files = {"manifest.yaml": MANIFEST, "tools.yaml": topic}
    return write_facts(folder, {**files, **{f"{name}.yaml": text for name, text in more.items()}})


def rich_fact(name: str) -> str:
    return fact(name, {"en": about(f"{name} blade"), "id": about(f"mata {name}")}, [f"who sold the {name}"])


def warnings(ran: Ran) -> list[tuple[str, str]]:
    """Give the text of the line that each warning names, and the warning."""
    assert (ran.code, ran.err) == (0, "")
    first, *rest = ran.out.splitlines()
    assert "no mistakes" in first
    if not rest:
        return []
    *lines, count = rest
    assert count.startswith(f"{len(lines)} warning{'' if len(lines) == 1 else 's'};")
    found = []
    for line in lines:
        match = WARNING.fullmatch(line)
        assert match, line
        text = Path(match["file"]).read_text(encoding="utf-8").splitlines()[int(match["line"]) - 1]
        found.append((text.strip(), match["message"]))
    return found


def test_good_facts_have_no_warning(process: Tanya, tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "facts", rich_fact("knife"), rich_fact("spoon"))
    assert warnings(process("check", "--facts", folder)) == []


def test_a_thin_fact_is_warned_of_at_its_language(tanya: Tanya, tmp_path: Path) -> None:
    thin = fact("hammer", {"en": about("hammer", about("mallet")), "id": about("palu")[:11]}, ["who sold the hammer"])
    few = fact("pliers", {"en": about("pliers")[:9], "id": about("tang")[:1]}, ["who sold the pliers"])
    bare = fact("rake", {"en": about("rake"), "id": about("garu")}, [])
    found = warnings(tanya("check", "--quick", "--facts", folder_of(tmp_path / "facts", thin, few, bare)))
    assert found == [
        ("id:", "'hammer' has 11 questions in 'id', but 24 in 'en'; write at least half as many"),
        ("en:", "'pliers' has 9 questions in 'en'; write 10 or more"),
        ("id:", "'pliers' has 1 question in 'id'; write 10 or more"),
        ("- id: rake", "'rake' has no near miss; write under 'unanswerable' what it seems to answer and does not"),
    ]


def test_a_question_that_another_fact_wins_is_warned_of_at_its_line(tanya: Tanya, tmp_path: Path) -> None:
    stray = "the knife blade that cuts best"
    spoon = fact("spoon", {"en": about("spoon", [stray]), "id": about("sendok")}, ["who sold the spoon"])
    folder = folder_of(tmp_path / "facts", rich_fact("knife"), spoon)
    ((line, message),) = warnings(tanya("check", "--facts", folder))
    assert line == f'- "{stray}"'
    assert message.startswith(f"learnt without it, 'knife' wins '{stray}' from 'spoon'; ")


def test_facts_that_confuse_each_other_are_warned_of_at_the_one_that_loses(tanya: Tanya, tmp_path: Path) -> None:
    strays = ["knife blade one", "knife blade two", "knife blade three", "knife blade four"]
    spoon = fact("spoon", {"en": about("spoon", strays[:1]), "id": about("sendok", strays[1:])}, ["who sold the spoon"])
    knife = fact("knife", {"en": about("knife blade", about("knife")), "id": about("mata knife")}, ["who sold a knife"])
    found = warnings(tanya("check", "--facts", folder_of(tmp_path / "facts", knife, spoon)))
    pairs = [(line, message) for line, message in found if "confuse each other" in message]
    assert [line for line, _ in pairs] == ["- id: spoon"]
    lost = [message for _, message in found if message.startswith("learnt without it, 'knife' wins")]
    assert len(lost) >= 3
    assert f"'knife' wins {len(lost)} questions of 'spoon'" in pairs[0][1]


def test_quick_leaves_out_what_needs_training(tanya: Tanya, tmp_path: Path) -> None:
    spoon = fact("spoon", {"en": about("spoon", ["the knife blade that cuts"]), "id": about("sendok")}, [])
    folder = folder_of(tmp_path / "facts", rich_fact("knife"), spoon)
    assert len(warnings(tanya("check", "--facts", folder))) == 2
    ((_, message),) = warnings(tanya("check", "--quick", "--facts", folder))
    assert "no near miss" in message


CONCEPTS = """\
concepts:
  cutting:
    en:
      - cut*
      - slice
  parting:
    en:
      - Slice
      - part
    id:
      - potong
"""


def test_a_word_of_two_concepts_is_warned_of_where_it_is_repeated(tanya: Tanya, tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "facts", rich_fact("knife"), concepts=CONCEPTS.replace("- part\n", "- sever\n"))
    ((line, message),) = warnings(tanya("check", "--quick", "--facts", folder))
    assert line == "- Slice"
    assert message.startswith("concept 'parting' shares 'Slice' with concept 'cutting', ")


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("part", "'part' of concept 'parting' is a filler word too, "),
        ("particul*", "'particul*' of concept 'parting' covers filler words, 'particular', 'particularly', "),
        ("Everywhere", "'Everywhere' of concept 'parting' is a filler word too, "),
    ],
)
def test_a_filler_word_in_a_concept_is_warned_of_at_its_line(
    tanya: Tanya, tmp_path: Path, entry: str, message: str
) -> None:
    concepts = CONCEPTS.replace("- Slice\n", "- sever\n").replace("- part\n", f"- {entry}\n")
    folder = folder_of(tmp_path / "facts", rich_fact("knife"))
    (folder / "concepts").mkdir()
    (folder / "concepts" / "tools.yaml").write_text(concepts)
    ((line, warning),) = warnings(tanya("check", "--quick", "--facts", folder))
    assert line == f"- {entry}"
    assert warning.startswith(message)


def test_mistakes_come_without_warnings(tanya: Tanya, tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "facts", rich_fact("knife"), fact("spoon", {"en": ["spoon"]}))
    ran = tanya("check", "--facts", folder)
    assert (ran.code, ran.err) == (1, "")
    assert "warning" not in ran.out


def test_the_bundled_facts_are_thin_nowhere(tanya: Tanya) -> None:
    messages = [message for _, message in warnings(tanya("check", "--quick"))]
    assert not [message for message in messages if "write 10 or more" in message or "no near miss" in message]
