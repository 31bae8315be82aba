"""JSONL: one article a line, read as a stream, so that a file of any size needs the memory of one line."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from rag.datatypes import Draft, Failure
from rag.errors import SourceError
from rag.ingest.formats.jsonfile import draft_of_item, parse_json
from rag.ingest.formats.reader import Document

LINE_LIMIT = 20_000_000
"""The longest line that is read, in bytes."""

_CHUNK = 1 << 20
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_jsonl(document: Document) -> Iterator[Draft | Failure]:
    """Read the articles of a JSONL file, line by line."""
    with document.open() as stream:
        yield from read_stream(stream, document.source, columns=document.columns)


def count_lines(document: Document) -> int:
    """Return how many lines there are."""
    last, lines = b"\n", 0
    with document.open() as stream:
        while chunk := stream.read(_CHUNK):
            lines += chunk.count(b"\n")
            last = chunk
    return lines + (not last.endswith(b"\n"))


def read_stream(
    stream: BinaryIO, source: str, *, columns: Mapping[str, str] | None = None
) -> Iterator[Draft | Failure]:
    """Read the articles of a JSONL stream, line by line; blank lines are passed over.

    Raises:
        SourceError: there is no line in it, or it is in UTF-16.
    """
    found = False
    for number, line in enumerate(_lines(stream), start=1):
        if number == 1:
            if line is not None and line.startswith(_UTF16):
                raise SourceError("JSONL must be in UTF-8 and this is UTF-16; convert it and add it again.")
            line = line.removeprefix(codecs.BOM_UTF8) if line is not None else None
        where = f"{source} line {number}"
        if line is None:
            found = True
            yield Failure(where, f"The line is longer than {LINE_LIMIT / 1e6:.0f} MB; give one article a line.")
        elif line.strip():
            found = True
            yield _draft_of_line(line, where, columns)
    if not found:
        raise SourceError("There is no line in it; give one JSON object a line.")


def _draft_of_line(line: bytes, where: str, columns: Mapping[str, str] | None) -> Draft | Failure:
    try:
        return draft_of_item(parse_json(line.decode("utf-8")), where, columns=columns)
    except UnicodeDecodeError:
        return Failure(where, "The line is not in UTF-8; convert the file to UTF-8 and add it again.")
    except SourceError as error:
        return Failure(where, str(error))


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Yield the lines, None in place of one that is too long, of which no more than a piece is ever held."""
    while line := stream.readline(LINE_LIMIT + 1):
        if len(line) <= LINE_LIMIT:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(LINE_LIMIT)
        yield None
