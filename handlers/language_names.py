"""What languages are called (CLDR, through Babel); a code that CLDR does not know stays as it is."""

from collections.abc import Iterable

from babel import Locale, UnknownLocaleError
from babel.lists import format_list


def own_name(code: str) -> str:
    """Give a language's name in that language, as it begins a line."""
    known = locale(code)
    name = (known.get_display_name(known) if known else None) or code
    return name[:1].upper() + name[1:]


def language_names(codes: Iterable[str], language: str) -> str:
    """Give the names of languages as a list in `language`."""
    shown_in = locale(language) or Locale("en")
    known = ((code, locale(code)) for code in codes)
    names = [(found.get_display_name(shown_in) if found else None) or code for code, found in known]
    return format_list(names, locale=shown_in)


def locale(code: str) -> Locale | None:
    """Give what CLDR knows of a language (IETF tag), None for one it does not know."""
    try:
        return Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
