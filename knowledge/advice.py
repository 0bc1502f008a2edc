"""What pydantic finds wrong in a file, put into words that say how to mend it."""

import difflib
from collections.abc import Iterator

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from knowledge.facts_model import LANGUAGE_PATTERN
from knowledge.located_yaml import LocatedDocument, Location
from knowledge.mistakes import Mistake


def advise(model: type[BaseModel], error: ValidationError, document: LocatedDocument) -> Iterator[Mistake]:
    """Give a mistake for each finding in a `document` that was read as `model`."""
    for details in error.errors(include_url=False):
        # A sequence whose items are wrong is also called too short, which it is not.
        if details["type"] == "too_short" and details["input"]:
            continue
        location = _location(details, document)
        yield Mistake(document.file, document.line(location), _advice(model, details, location))


def _location(details: ErrorDetails, document: LocatedDocument) -> Location:
    """Give where in the document a mistake stands; pydantic marks a bad key by a last part `[key]`."""
    location = tuple(details["loc"])
    return location[:-1] if location and location[-1] == "[key]" and location not in document.lines else location


def _advice(model: type[BaseModel], details: ErrorDetails, location: Location) -> str:
    """Put pydantic's finding into words that say how to mend it."""
    kind, value, limits = details["type"], details.get("input"), details.get("ctx", {})
    name = ".".join(str(part) for part in location if isinstance(part, str)) or "the file"
    advice = {
        "missing": f"'{location[-1] if location else ''}' is missing; add it",
        "string_type": f"'{name}' must be text; write it on this line, in quotes if it holds a colon",
        "string_too_short": f"'{name}' is empty; write a text or remove the entry",
        "string_too_long": f"'{value}' is too long; shorten it to {limits.get('max_length')} characters",
        "too_short": f"'{name}' is empty; add at least one entry",
        "tuple_type": f"'{name}' must be a list; write one `- entry` a line",
        "dict_type": f"'{name}' must be a mapping such as `en: text`",
        "model_type": f"'{name}' must be a mapping of keys and values",
        "int_type": f"'{name}' must be a whole number",
        "int_parsing": f"'{value}' is no whole number",
        "greater_than_equal": f"'{value}' is too small; count from {limits.get('ge')}",
    }
    if kind == "extra_forbidden":
        return _unknown_key(model, location)
    if kind == "string_pattern_mismatch":
        form = "a language code such as 'en'" if limits.get("pattern") == LANGUAGE_PATTERN else "kebab-case"
        return f"'{value}' is not {form}; use small letters, digits and hyphens"
    if kind == "value_error":
        return details["msg"].removeprefix("Value error, ")
    return advice.get(kind, f"'{name}': {details['msg']}")


def _unknown_key(model: type[BaseModel], location: Location) -> str:
    """Name the unknown key, the keys that may stand there, and the likeliest meant."""
    key = str(location[-1])
    known = _keys_at(model, location[:-1])
    close = difflib.get_close_matches(key, known, n=1)
    meant = f"did you mean '{close[0]}'?" if close else f"the keys here are {', '.join(known)}"
    return f"unknown key '{key}'; {meant}"


def _keys_at(model: type[BaseModel], location: Location) -> list[str]:
    """Give the keys that may stand at `location` of a `model`, by walking its JSON Schema."""
    schema = model.model_json_schema()
    here = schema
    for part in location:
        if isinstance(part, int):
            here = here["items"]
        elif "properties" in here:
            here = here["properties"][part]
        else:  # a mapping with free keys: its values all have one form
            here = here.get("additionalProperties") or next(iter(here["patternProperties"].values()))
        while "$ref" in here or "anyOf" in here:
            here = here["anyOf"][0] if "anyOf" in here else schema["$defs"][here["$ref"].rsplit("/", 1)[1]]
    return list(here["properties"])
