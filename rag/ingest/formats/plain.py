"""Plain text files; their metadata may stand beside them in `<stem>.meta.json`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rag.datatypes import Draft, Failure
from rag.errors import SourceError
from rag.ingest.fields import draft_from_fields
from rag.ingest.formats.jsonfile import parse_json
from rag.ingest.formats.reader import Document

SIDECAR = ".meta.json"
"""How the name of a file of metadata ends; it is no source itself."""


def read_plain(document: Document) -> Iterator[Draft | Failure]:
    """Read a text file and the metadata beside it. Its title, unless given there, is found with the paragraphs."""
    text = document.text()
    fields = _read_sidecar(document.sidecar) if document.sidecar else {}
    yield draft_from_fields(fields, document.source, text=text, encoded=True)


def _read_sidecar(sidecar: Document) -> Mapping[str, object]:
    try:
        fields = parse_json(sidecar.text())
    except SourceError as error:
        raise SourceError(f"The metadata file {sidecar.source} cannot be read: {error}") from None
    if not isinstance(fields, dict):
        raise SourceError(f'The metadata file {sidecar.source} must hold one JSON object, like {{"outlet": "..."}}.')
    return fields
