"""JSON documents: one article, a list of them, or an object with a list called "articles"."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from rag.datatypes import Draft, Failure
from rag.errors import SourceError
from rag.ingest.decode import read_text
from rag.ingest.fields import draft_from_fields

_LIST = "articles"


def read_json(path: Path, source: str) -> Iterator[Draft | Failure]:
    """Read the articles of a JSON document in order."""
    document = parse_json(read_text(path))
    if isinstance(document, dict) and isinstance(document.get(_LIST), list):
        document = document[_LIST]
    if isinstance(document, dict):
        yield draft_of_item(document, source)
    elif isinstance(document, list):
        if not document:
            raise SourceError("The list of articles is empty; there is nothing to add.")
        yield from read_records(document, source)
    else:
        raise SourceError("The JSON is neither an object nor a list of objects; give an article as an object.")


def read_records(items: Iterable[object], source: str) -> Iterator[Draft | Failure]:
    """Make drafts of JSON values that are in memory already, in order."""
    for number, item in enumerate(items, start=1):
        yield draft_of_item(item, f"{source} item {number}")


def draft_of_item(item: object, source: str) -> Draft | Failure:
    """Make a draft of one JSON value, or say why it is no article."""
    if not isinstance(item, dict):
        kind = type(item).__name__
        return Failure(source, f"This is a {kind}, not an article; give an object with at least the field 'text'.")
    try:
        return draft_from_fields(item, source)
    except SourceError as error:
        return Failure(source, str(error))


def parse_json(text: str) -> Any:
    """Parse JSON.

    Raises:
        SourceError: it is not valid, with the place; or nested too deep.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise SourceError(f"The JSON is not valid: {error.msg} ({where}); correct it and add it again.") from None
    except (RecursionError, ValueError):  # ValueError: a number of thousands of digits
        raise SourceError("The JSON is nested too deep or holds a number too long to read; simplify it.") from None
