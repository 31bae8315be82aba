"""The file formats that can be read: one file each, and here the table that finds it by the file's suffix.

A new format is one more file with a `Reader` and one more line in `READERS`.
"""

from __future__ import annotations

from collections.abc import Callable

from rag.ingest.formats.archive import ArchiveReader
from rag.ingest.formats.csvfile import count_rows, read_csv
from rag.ingest.formats.emailfile import read_email
from rag.ingest.formats.feedfile import read_feed
from rag.ingest.formats.jsonfile import read_json
from rag.ingest.formats.jsonlines import count_lines, read_jsonl
from rag.ingest.formats.markdown import read_markdown
from rag.ingest.formats.pdf import read_pdf
from rag.ingest.formats.plain import SIDECAR, read_plain
from rag.ingest.formats.reader import Document, Reader
from rag.ingest.formats.webpage import read_webpage
from rag.ingest.formats.wordfile import read_docx

_DOCUMENTS: dict[str, Reader] = {
    ".txt": read_plain,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_webpage,
    ".htm": read_webpage,
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".json": read_json,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".eml": read_email,
    ".rss": read_feed,
    ".atom": read_feed,
    ".xml": read_feed,
}

_ARCHIVES = ArchiveReader(_DOCUMENTS)

READERS: dict[str, Reader] = {**_DOCUMENTS, ".zip": _ARCHIVES}
"""Reader by lower-case suffix."""

COUNTERS: dict[str, Callable[[Document], int]] = {
    ".jsonl": count_lines,
    ".ndjson": count_lines,
    ".csv": count_rows,
    ".tsv": count_rows,
    ".zip": _ARCHIVES.count,
}
"""For formats that hold many articles: what counts them without reading them, by suffix."""

__all__ = ["COUNTERS", "READERS", "SIDECAR", "Document", "Reader"]
