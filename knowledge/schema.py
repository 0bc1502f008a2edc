"""The JSON Schema of a fact base's files, for editors."""

from pydantic import JsonValue
from pydantic.json_schema import models_json_schema

from knowledge.facts_model import ConceptFile, Manifest, TopicFile

# The committed copy that each file of the bundled facts names in its first line.
SCHEMA_FILE = "fact-base.schema.json"


FORMS = (Manifest, TopicFile, ConceptFile)


def json_schema() -> dict[str, JsonValue]:
    """Give one schema that fits every file of a fact base."""
    references, definitions = models_json_schema([(form, "validation") for form in FORMS])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Tanya fact base: manifest.yaml, <topic>.yaml or concepts.yaml",
        "anyOf": [dict(reference) for reference in references.values()],
        "$defs": definitions["$defs"],
    }
