"""The words of a draft that somebody wants checked, from a file; they are read and kept nowhere."""

from __future__ import annotations

from pathlib import Path, PurePath

from rag.datatypes import Draft
from rag.errors import SourceError
from rag.ingest.decode import decode
from rag.ingest.formats import READERS, Document

DRAFT_SUFFIXES = (".txt", ".md", ".docx")
"""The kinds of file that a draft may be."""


def read_draft(name: str, content: Path | bytes) -> str:
    """Return the text of a draft, its headline first. A file without a suffix is plain text.

    Raises:
        SourceError: it is of another kind, or cannot be read.
    """
    suffix = PurePath(name).suffix.lower()
    document = Document(name, content)
    try:
        if suffix in ("", ".txt"):
            return _lines(decode(document.read()))
        if suffix not in DRAFT_SUFFIXES:
            raise SourceError(f"A draft may be {', '.join(DRAFT_SUFFIXES)}; {suffix!r} is none of these.")
        drafts = [item for item in READERS[suffix](document) if isinstance(item, Draft)]
    except OSError as error:
        raise SourceError(f"The draft {name!r} cannot be read: {error.strerror or error}.") from None
    return _lines("\n\n".join(part for draft in drafts for part in (draft.title, draft.text) if part))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
