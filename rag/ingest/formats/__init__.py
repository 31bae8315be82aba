"""The file formats that can be read: one file each, and here the table that finds it by the file's suffix.

A new format is one more file with a `Reader` and one more line in `READERS`.
"""

from __future__ import annotations

from rag.ingest.formats.jsonfile import read_json
from rag.ingest.formats.jsonlines import read_jsonl
from rag.ingest.formats.markdown import read_markdown
from rag.ingest.formats.plain import SIDECAR, read_plain
from rag.ingest.formats.reader import Reader
from rag.ingest.formats.webpage import read_webpage

READERS: dict[str, Reader] = {
    ".txt": read_plain,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_webpage,
    ".htm": read_webpage,
    ".json": read_json,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
}
"""Reader by lower-case suffix."""

LINE_FORMATS = frozenset({".jsonl", ".ndjson"})
"""Suffixes of files with one article a line, whose lines can be counted without reading them."""

__all__ = ["LINE_FORMATS", "READERS", "SIDECAR", "Reader"]
