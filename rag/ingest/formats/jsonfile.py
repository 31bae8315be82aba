"""JSON documents: one article, a list of them, or an object with a list called "articles"."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rag.datatypes import Draft, Failure
from rag.errors import SourceError
from rag.ingest.fields import draft_from_fields
from rag.ingest.formats.reader import Document

_LIST = "articles"


def read_json(document: Document) -> Iterator[Draft | Failure]:
    """Read the articles of a JSON document in order."""
    value = parse_json(document.text())
    if isinstance(value, dict) and isinstance(value.get(_LIST), list):
        value = value[_LIST]
    if isinstance(value, dict):
        yield draft_of_item(value, document.source, columns=document.columns)
    elif isinstance(value, list):
        if not value:
            raise SourceError("The list of articles is empty; there is nothing to add.")
        yield from read_records(value, document.source, columns=document.columns)
    else:
        raise SourceError("The JSON is neither an object nor a list of objects; give an article as an object.")


def read_records(
    items: Iterable[object], source: str, *, columns: Mapping[str, str] | None = None
) -> Iterator[Draft | Failure]:
    """Make drafts of JSON values that are in memory already, in order; `columns` as in `draft_from_fields`."""
    for number, item in enumerate(items, start=1):
        yield draft_of_item(item, f"{source} item {number}", columns=columns)


def draft_of_item(item: object, source: str, *, columns: Mapping[str, str] | None = None) -> Draft | Failure:
    """Make a draft of one JSON value, or say why it is no article."""
    if not isinstance(item, dict):
        kind = type(item).__name__
        return Failure(source, f"This is a {kind}, not an article; give an object with at least the field 'text'.")
    try:
        return draft_from_fields(item, source, columns=columns, encoded=True)
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
