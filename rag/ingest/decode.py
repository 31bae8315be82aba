"""Bytes to text, with a clear error where there is no text in them; it knows nothing of formats.

UTF-8 and the encodings a byte order mark announces are taken at their word; for anything else the encoding is
detected, which is a guess that legacy single-byte text needs.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from charset_normalizer import from_bytes

from rag.errors import SourceError

DOCUMENT_LIMIT = 50_000_000
"""The largest single document that is read, in bytes."""

# UTF-32 first: its little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_SHARE = 0.01
_STRAY_CONTROLS = 3
_SAMPLE = 20_000
_UNREADABLE = "The text is in an encoding that cannot be recognised; save the file as UTF-8 and add it again."
_BINARY = "This is binary data, not text; export it as text, Markdown, HTML or JSON and add that."


def read_bytes(path: Path) -> bytes:
    """Read a whole document.

    Raises:
        SourceError: it is too large.
        OSError: the file cannot be read.
    """
    check_size(path.stat().st_size)
    return path.read_bytes()


def check_size(size: int) -> None:
    """Raise `SourceError` for a document of more bytes than are read."""
    if size > DOCUMENT_LIMIT:
        raise SourceError(
            f"The file has {size / 1e6:.0f} MB and the limit for one document is {DOCUMENT_LIMIT / 1e6:.0f} MB; "
            "split it, or turn it into JSONL with one article a line."
        )


def decode(data: bytes, *, declared: str | None = None) -> str:
    """Decode a document.

    Args:
        data: the whole document.
        declared: the encoding that the document says it has, used where it is not UTF-8.

    Raises:
        SourceError: it is empty, binary, or in an unknown encoding.
    """
    text = _decode_marked(data)
    if text is None:
        text = _decode_unmarked(data, declared)
    if not text.strip():
        raise SourceError("The file is empty; add a file that holds the article's text.")
    # NUL bytes in an otherwise readable text are dropped later; a share of control characters means no text.
    sample = text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) > max(_STRAY_CONTROLS, _CONTROL_SHARE * len(sample)):
        raise SourceError(_BINARY)
    return text


def _decode_marked(data: bytes) -> str | None:
    """Decode text that says its encoding in a byte order mark; None where there is no mark."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                raise SourceError(_UNREADABLE) from None
    return None


def _decode_unmarked(data: bytes, declared: str | None) -> str:
    for encoding in ("utf-8", declared):
        if encoding:
            try:
                return data.decode(encoding)
            except (UnicodeDecodeError, LookupError):
                continue
    if b"\0" in data:
        raise SourceError(_BINARY)
    # The detector prefers rare code pages for short Western text, so the common one is tried alone first.
    for candidates in (["cp1252"], None):
        match = from_bytes(data, cp_isolation=candidates).best()
        if match is not None:
            return str(match)
    raise SourceError(_UNREADABLE)
