"""Plain text files; their metadata may stand beside them in `<stem>.meta.json`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from rag.datatypes import Draft, Failure
from rag.errors import SourceError
from rag.ingest.decode import read_text
from rag.ingest.fields import draft_from_fields
from rag.ingest.formats.jsonfile import parse_json

SIDECAR = ".meta.json"
"""How the name of a file of metadata ends; it is no source itself."""


def read_plain(path: Path, source: str) -> Iterator[Draft | Failure]:
    """Read a text file and the metadata beside it. Its title, unless given there, is found with the paragraphs."""
    text = read_text(path)
    sidecar = path.with_name(path.stem + SIDECAR)
    fields = _read_sidecar(sidecar) if sidecar.is_file() else {}
    yield draft_from_fields(fields, source, text=text)


def _read_sidecar(path: Path) -> Mapping[str, object]:
    try:
        fields = parse_json(read_text(path))
    except SourceError as error:
        raise SourceError(f"The metadata file {path.name} cannot be read: {error}") from None
    if not isinstance(fields, dict):
        raise SourceError(f'The metadata file {path.name} must hold one JSON object, like {{"outlet": "..."}}.')
    return fields
