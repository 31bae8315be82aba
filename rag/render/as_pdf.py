"""PDF, typeset by Typst; looks live in `page.typ`.

Text reaches Typst as JSON data and is drawn as strings, so none of it can become markup or code. Typst carries fonts
for Latin, Greek, Cyrillic, Hebrew and Arabic; the fonts of the machine are used for other scripts.
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import typst

from rag.render.document import Document

_PAGE = Path(__file__).with_name("page.typ")


def to_pdf(document: Document) -> bytes:
    """Write a document as a PDF with working links, bookmarks and tags for screen readers."""
    data = json.dumps(dataclasses.asdict(document), ensure_ascii=False)
    pdf = typst.compile(_PAGE.read_bytes(), sys_inputs={"document": data})
    if not isinstance(pdf, bytes):  # a list of pages is what image formats give
        raise TypeError(f"Typst gave {type(pdf).__name__}, not one PDF.")
    return pdf
