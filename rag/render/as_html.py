"""A self-contained HTML page: one file, no script, nothing loaded from anywhere; looks live in `page.html`."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from rag.render.document import Document

_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def to_html(document: Document) -> bytes:
    """Write a document as a UTF-8 HTML page."""
    return _PAGES.get_template("page.html").render(document=document).encode()
