"""What a language's small talk is made of: `courtesies/<code>.yaml`."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.advice import advise
from knowledge.facts_model import Line
from knowledge.located_yaml import read_yaml
from knowledge.mistakes import FactBaseError

FOLDER = Path(__file__).parent / "courtesies"


class CourtesyFile(BaseModel):
    """A language's small talk: phrases in small letters, or single emojis."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    greeting: tuple[Line, ...] = Field(default=(), description="Said at the beginning.")
    thanks: tuple[Line, ...] = Field(default=(), description="Said after an answer.")
    farewell: tuple[Line, ...] = Field(default=(), description="Said at the end.")
    identity: tuple[Line, ...] = Field(default=(), description="Ask who or what the bot is.")
    beside: tuple[Line, ...] = Field(default=(), description="May stand beside any of these and change nothing.")
    spellings: Mapping[Line, Line] = Field(
        default_factory=dict, description="Other ways to write a word, each with the word as the phrases have it."
    )
    lookalikes: tuple[Line, ...] = Field(
        default=(), description="Words one letter away from a word of the phrases that are no typing errors."
    )


def read_courtesy_files(folder: Path = FOLDER) -> dict[str, CourtesyFile]:
    """Read the `<language>.yaml` files of a folder, by language. Raises FactBaseError."""
    return {path.stem: _read(path) for path in sorted(folder.glob("*.yaml"))}


def _read(path: Path) -> CourtesyFile:
    document = read_yaml(path, str(path))
    try:
        file = CourtesyFile.model_validate(document.data)
    except ValidationError as error:
        raise FactBaseError([*document.mistakes, *advise(CourtesyFile, error, document)]) from error
    if document.mistakes:
        raise FactBaseError(document.mistakes)
    return file
