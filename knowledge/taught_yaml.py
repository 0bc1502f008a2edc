"""What was taught, in the form of the fact files, for a maintainer to merge into them."""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import yaml

from knowledge.facts_model import FactBase
from knowledge.taught import TaughtExample, Untaught, gone, on_one_line
from knowledge.wordings import own_wordings

NOTHING = "facts: []\n"

_Lines = Mapping[str, Sequence[str]]


def taught_yaml(facts: FactBase, examples: Sequence[TaughtExample]) -> str:
    """Give a YAML document for each topic that was taught, topics and facts in the order of the files.

    What the facts have already is left out. Comments tell what else is to be done: which question is to be taken out
    where, and what was taught of facts that are gone.
    """
    untaught = Untaught(facts, own_wordings(facts))
    lessons = untaught.lessons(examples)
    documents = []
    for file in facts.topics:
        ids = [fact.id for fact in file.facts]
        here = {key: lesson for name in ids for key, lesson in lessons.items() if lesson.fact == name}
        if here:
            documents.append("\n".join([f"# {file.topic.id}", *_taken_out(untaught, here), _block(here.values())]))
    missing = [f"# {_line(entry)}\n" for entry in _entries(gone(facts, examples))]
    heading = ["# The facts of these are gone:\n"] if missing else []
    return "".join(["---\n".join(documents or [NOTHING]), *heading, *missing])


def _entries(lessons: Iterable[TaughtExample]) -> list[dict[str, str | _Lines]]:
    """Give the facts as in a topic file, with nothing but the questions that were taught."""
    by_fact: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for lesson in lessons:
        by_fact[lesson.fact][lesson.language].append(_Quoted(on_one_line(lesson.question)))
    return [
        {"id": on_one_line(fact), "questions": {language: questions[language] for language in sorted(questions)}}
        for fact, questions in by_fact.items()
    ]


def _taken_out(untaught: Untaught, lessons: Mapping[str, TaughtExample]) -> Iterator[str]:
    for key, lesson in lessons.items():
        question = _line(_Quoted(lesson.question))
        if other := untaught.asked_of(key):
            yield f"# {question} is to be taken out of the questions of {other}"
        for other in sorted(untaught.near.get(key, ())):
            yield f"# {question} is to be taken out of what is unanswerable in {other}"


class _Quoted(str):
    """A text that is written in quotes, as questions are in the fact files."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """Writes as the fact files are written."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        """Indent lists, too."""
        super().increase_indent(flow, indentless=False)


def _quoted(dumper: yaml.SafeDumper, text: _Quoted) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style='"')


_Dumper.add_representer(_Quoted, _quoted)


def _block(lessons: Iterable[TaughtExample]) -> str:
    return _dump({"facts": _entries(lessons)}, flow=False)


def _line(value: object) -> str:
    return _dump(value, flow=True).removesuffix("...\n").strip()


def _dump(value: object, *, flow: bool) -> str:
    text: str = yaml.dump(
        value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=sys.maxsize, default_flow_style=flow
    )
    return text
