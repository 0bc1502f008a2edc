"""The bot's own sentences, from gettext catalogues."""

import gettext
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Self

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = Path(__file__).parent / "locales"

Translations = gettext.NullTranslations


class Texts:
    """The catalogues of all languages; the sentences in the code are the English ones."""

    def __init__(self, catalogues: Mapping[str, Translations]) -> None:
        self._catalogues = catalogues

    @classmethod
    def load(cls, folder: Path = LOCALES) -> Self:
        """Read `<language>.po` files; they are compiled in memory, so no built file can be out of date."""
        return cls({path.stem: _compile(path) for path in sorted(folder.glob("*.po"))})

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have a catalogue, English among them."""
        return tuple(sorted({*self._catalogues, "en"}))

    def of(self, language: str | None) -> Translations:
        """Give the sentences in a language (IETF tag); in English where it has no catalogue."""
        code = (language or "").lower().split("-", maxsplit=1)[0]
        return self._catalogues.get(code) or gettext.NullTranslations()


def _compile(path: Path) -> Translations:
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.stem)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
