"""What belongs to a language whatever the facts are about: `languages/<code>.yaml`."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.advice import advise
from knowledge.facts_model import Line
from knowledge.located_yaml import read_yaml
from knowledge.mistakes import FactBaseError
from knowledge.verdict import Aspect

LANGUAGES = Path(__file__).parent / "languages"


class LanguageFile(BaseModel):
    """A language's general words. Every entry is a word or phrase in small letters; `word*` means any ending."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Line = Field(description="What the language calls itself.")
    fillers: tuple[Line, ...] = Field(default=(), description="Words that carry no content in a question.")
    endings: tuple[Line, ...] = Field(
        default=(), description="What is joined to the end of a word and leaves its meaning as it is."
    )
    abbreviations: Mapping[Line, Line] = Field(default_factory=dict, description="Short forms and what they stand for.")
    asks: Mapping[Aspect, tuple[Line, ...]] = Field(
        default_factory=dict, description="Question words, by the kind of thing that they ask for."
    )


def read_language(code: str, folder: Path = LANGUAGES) -> LanguageFile:
    """Read a language's file; an empty one where the language has none. Raises FactBaseError."""
    path = folder / f"{code}.yaml"
    if not path.is_file():
        return LanguageFile(name=code)
    document = read_yaml(path, str(path))
    try:
        language = LanguageFile.model_validate(document.data)
    except ValidationError as error:
        raise FactBaseError([*document.mistakes, *advise(LanguageFile, error, document)]) from error
    if document.mistakes:
        raise FactBaseError(document.mistakes)
    return language


def read_languages(codes: Iterable[str]) -> list[LanguageFile]:
    """Read the files of several languages. Raises FactBaseError."""
    return [read_language(code) for code in codes]
