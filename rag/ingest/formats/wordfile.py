"""Word files (.docx): title, headings, paragraphs and tables; sizes are looked at before anything is read."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn

from rag.datatypes import Draft, Failure, ParagraphKind
from rag.errors import SourceError
from rag.ingest.cleaning import clean_line
from rag.ingest.fields import draft_from_fields
from rag.ingest.formats.archive import ArchiveLimits, open_archive
from rag.ingest.formats.reader import Document

LIMITS = ArchiveLimits(members=5_000, total=200_000_000)
"""What a Word file, which is an archive, may hold."""

_DAMAGED = "This Word file is damaged, protected or in the old .doc form; save it as .docx and add it again."
# The library meets a damaged file with whatever error its damage leads to.
_DAMAGE = (
    OpcError,
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,  # what lxml's are
    LookupError,
    ValueError,
    AttributeError,
    TypeError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
)
_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_TEXT, _TAB = qn("w:t"), qn("w:tab")
_BREAKS = frozenset({qn("w:br"), qn("w:cr")})
_TRANSPARENT = frozenset({qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:smartTag"), qn("w:customXml")})
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# The template of a widely used library carries this day into every file that does not set its own.
_TEMPLATE_YEAR = 2013


def read_docx(document: Document) -> Iterator[Draft | Failure]:
    """Read the article of a Word file. The day it was made is its date only where nobody gives another."""
    data = document.read()
    with open_archive(io.BytesIO(data), LIMITS):
        pass
    try:
        word = docx.Document(io.BytesIO(data))
        blocks = list(_blocks(word.element.body, _style_names(word)))
        fields, made = _properties(word)
    except _DAMAGE:
        raise SourceError(_DAMAGED) from None
    title = next((text for text, style in blocks[:3] if style == "title"), "")
    if title:
        blocks = [block for block in blocks if block != (title, "title")]
    elif blocks and (blocks[0][1] == "heading 1" or blocks[0][0].casefold() == str(fields["title"]).casefold()):
        title, blocks = blocks[0][0], blocks[1:]
    if not blocks:
        raise SourceError("There is no text below the title of this Word file; add the article's words.")
    yield draft_from_fields(
        {**fields, "title": title or fields["title"]},
        document.source,
        text="\n\n".join(text for text, _ in blocks),
        marks=tuple((text, kind) for text, style in blocks if (kind := _kind(style))),
        made=made,
    )


def _kind(style: str) -> ParagraphKind | None:
    if style.startswith(("heading", "title", "subtitle")):
        return ParagraphKind.SUBHEAD
    return ParagraphKind.CAPTION if style == "caption" else None


def _properties(word: Any) -> tuple[dict[str, object], str | None]:
    """Return the fields that the file states of itself, and the day it was made."""
    core = word.core_properties
    made = core.created
    usual = isinstance(made, datetime) and made.year > _TEMPLATE_YEAR
    # A file's maker is often the name of an account or a program; a person's name has a space in it.
    author = clean_line(core.author or "")
    named = " " in author and author != "python-docx"
    fields = {"title": core.title or "", "author": author if named else "", "language": core.language or ""}
    return fields, made.date().isoformat() if usual else None


def _style_names(word: Any) -> dict[str, str]:
    return {style.style_id: (style.name or "").lower() for style in word.styles}


def _blocks(parent: Any, styles: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the lines of a body with the names of their styles; a row of a table is one line."""
    for element in parent:
        if element.tag == _PARAGRAPH:
            style = styles.get(element.style or "", "")
            for line in "".join(_words(element)).split("\n"):
                if plain := clean_line(line):
                    yield plain, style
        elif element.tag == _TABLE:
            for row in element.iter(_ROW):
                cells = (
                    clean_line(" ".join("".join(_words(p)) for p in cell.iter(_PARAGRAPH))) for cell in row.iter(_CELL)
                )
                if line := " | ".join(filter(None, cells)):
                    yield line, ""
        elif element.tag in _TRANSPARENT:
            yield from _blocks(element, styles)


def _words(element: Any) -> Iterator[str]:
    """Yield the words in a paragraph, those of accepted insertions and links too, those deleted not."""
    for child in element:
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag == _TAB:
            yield " "
        elif child.tag in _BREAKS:
            yield "\n"
        elif child.tag not in (_FALLBACK, _PARAGRAPH):
            yield from _words(child)
