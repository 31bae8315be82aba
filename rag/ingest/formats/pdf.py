"""PDF files: their text with where it stands on the page; what the lines come to is `pdf_layout`'s.

PDFium reads the pages (the engine of a widely used browser: quick, and hardened against damaged files). It puts words
that were broken at a line's end together itself and leaves a mark there. Text in pictures is not read.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from threading import Lock
from typing import Any

from rag.datatypes import Draft, Failure, ParagraphKind
from rag.errors import SourceError
from rag.ingest.cleaning import clean_line
from rag.ingest.dates import normalise_date
from rag.ingest.fields import draft_from_fields
from rag.ingest.formats.pdf_layout import BROKEN_WORD, Line, lay_out
from rag.ingest.formats.reader import Document

PAGE_LIMIT = 400
"""The most pages that are read."""

SECONDS = 30.0
"""How long reading one file may take; looked at after each page."""

_LINE_END = re.compile("[\r\n]+")
_BREAK = 0x2
_FEW = 25
_UNREADABLE_SHARE = 0.3
_UNREADABLE = re.compile("[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]")
_STAMP = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
_WRONG_PASSWORD = 4
_UNKNOWN_LOCK = 5
# PDFium may not be called from two threads at once, not even for two documents.
_ONE_AT_A_TIME = Lock()


def read_pdf(document: Document) -> Iterator[Draft | Failure]:
    """Read the article of a PDF file. The day the file was made is its date only where nobody gives another."""
    data = document.read()
    with _ONE_AT_A_TIME:
        pages, metadata = _read_pages(data)
    _check_text(pages)
    layout = lay_out(pages, title=clean_line(metadata.get("Title", "")))
    if not layout.blocks:
        raise SourceError("There is no text below the title of this PDF; add the article's words.")
    author = clean_line(metadata.get("Author", ""))
    stamp = _STAMP.match(metadata.get("CreationDate", ""))
    yield draft_from_fields(
        # One word is the name of an account, not of a person.
        {"title": layout.title, "author": author if " " in author else ""},
        document.source,
        text="\n\n".join(layout.blocks),
        marks=tuple((heading, ParagraphKind.SUBHEAD) for heading in layout.headings),
        made=normalise_date("-".join(stamp.groups())) if stamp else None,
    )


def _read_pages(data: bytes) -> tuple[list[list[Line]], dict[str, str]]:
    """Return the lines of each page and what the file says of itself."""
    # Here, because it loads a large library that only PDF files need.
    import pypdfium2  # type: ignore[import-untyped]

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (_WRONG_PASSWORD, _UNKNOWN_LOCK):
            raise SourceError("This PDF is protected by a password; save it without one and add it again.") from None
        raise SourceError("This PDF is damaged or no PDF at all; open it, export it again and add that.") from None
    with pdf:
        count = len(pdf)
        if count > PAGE_LIMIT:
            raise SourceError(f"This PDF has {count} pages and the limit is {PAGE_LIMIT}; split it.")
        end = time.monotonic() + SECONDS
        pages = []
        for number in range(count):
            if time.monotonic() > end:
                raise SourceError(
                    f"This PDF takes more than {SECONDS:.0f} seconds to read; export it again, or split it."
                )
            try:
                pages.append(_read_page(pdf, number))
            except pypdfium2.PdfiumError:
                pages.append([])  # a page that cannot be loaded; a file of such pages only has no text
        return pages, {str(key): str(value) for key, value in pdf.get_metadata_dict().items()}


def _read_page(pdf: Any, number: int) -> list[Line]:
    """Return the lines of a page in the order in which the file has them."""
    from pypdfium2 import raw

    page = pdf[number]
    try:
        text = page.get_textpage()
        units = [raw.FPDFText_GetUnicode(text, index) for index in range(text.count_chars())]
        marked = "".join(BROKEN_WORD if unit == _BREAK else chr(unit) for unit in units)
        height = page.get_height()
        lines, start = [], 0
        for piece in _LINE_END.split(marked):
            start = marked.index(piece, start)
            if piece.strip():
                first = start + len(piece) - len(piece.lstrip())
                last = start + len(piece.rstrip()) - 1
                lines.append(_line(text, piece, first, last, number, height))
            start += len(piece)
        return lines
    finally:
        page.close()


def _line(text: Any, piece: str, first: int, last: int, page: int, height: float) -> Line:
    left, bottom, right_of_first, top = text.get_charbox(first, loose=True)
    _, end_bottom, right, end_top = text.get_charbox(last, loose=True)
    return Line(
        # A character beyond the first 65,536 comes as two halves.
        text=clean_line(piece.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")),
        page=page,
        left=left,
        right=max(right, right_of_first),
        bottom=bottom,
        end_bottom=end_bottom,
        size=max(top - bottom, end_top - end_bottom),
        from_top=(height - top) / height if height > 0 else 0.5,
    )


def _check_text(pages: list[list[Line]]) -> None:
    """Raise `SourceError` where there is no text to speak of."""
    text = "".join(line.text for page in pages for line in page)
    if len(text) < _FEW:
        raise SourceError(
            "This PDF holds no text, only pictures of it, such as a scan; run text recognition on it and add that."
        )
    if len(_UNREADABLE.findall(text)) > _UNREADABLE_SHARE * len(text):
        raise SourceError("The letters in this PDF cannot be told from its fonts; export it again, or add it as text.")
