"""What a reader of a file format is, and the document that it is given."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from rag.datatypes import Draft, Failure
from rag.ingest.decode import check_size, decode, read_bytes


@dataclass(frozen=True, slots=True)
class Document:
    """One document: a file, or bytes that came from an archive or the web.

    Args:
        source: what messages call it ("news.csv", "week.zip > a.txt").
        content: where it is, or what is in it.
        columns: our names of fields to the document's own names of them, where it has fields.
        charset: the encoding that its carrier says it has.
        url: the address it was fetched from.
        sidecar: the metadata that stands beside it.
    """

    source: str
    content: Path | bytes
    columns: Mapping[str, str] = field(default_factory=dict)
    charset: str | None = None
    url: str | None = None
    sidecar: Document | None = None

    def read(self) -> bytes:
        """Return the whole of it.

        Raises:
            SourceError: it is larger than a document may be.
            OSError: the file cannot be read.
        """
        if isinstance(self.content, Path):
            return read_bytes(self.content)
        check_size(len(self.content))
        return self.content

    def text(self) -> str:
        """Return the whole of it as text; errors also as of `decode`."""
        return decode(self.read(), declared=self.charset)

    def open(self) -> BinaryIO:
        """Open it for reading as a stream, for formats whose documents may be of any size."""
        return self.content.open("rb") if isinstance(self.content, Path) else io.BytesIO(self.content)


Reader = Callable[[Document], Iterator[Draft | Failure]]
"""Reads one document to its articles in order.

An item that cannot be read is yielded as a `Failure`; a document that cannot be read as a whole raises `SourceError`
or `OSError`.
"""
