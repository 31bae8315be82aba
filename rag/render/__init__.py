"""Answers, briefings and comparisons as files that a person reads.

A piece becomes a `Document` (statements, tables, numbered sources: `compose`), and each format draws that document in
a file of its own. JSON alone is the piece itself, as scripts outside the project expect it.
"""

from __future__ import annotations

from enum import StrEnum

from rag.datatypes import Answer, Briefing, Changes, CheckedDraft, Comparison
from rag.errors import UsageError
from rag.render.as_docx import to_docx
from rag.render.as_html import to_html
from rag.render.as_json import to_json_bytes
from rag.render.as_markdown import to_markdown
from rag.render.as_pdf import to_pdf
from rag.render.as_text import to_text
from rag.render.changes import changes_document
from rag.render.claims import attribution
from rag.render.compose import answer_document, briefing_document, comparison_document
from rag.render.coverage import coverage_line
from rag.render.dates import readable_date
from rag.render.document import STANCE_MARKS, VERDICT_MARKS, Document
from rag.render.drafts import draft_document, draft_summary
from rag.render.given import answer_notes, answers_title

__all__ = [
    "STANCE_MARKS",
    "VERDICT_MARKS",
    "Format",
    "answer_notes",
    "answers_title",
    "attribution",
    "coverage_line",
    "draft_summary",
    "readable_date",
    "render_answer",
    "render_briefing",
    "render_changes",
    "render_comparison",
    "render_draft",
]


class Format(StrEnum):
    """What a piece can be written as. `TEXT` is for a terminal; the other names are file endings."""

    TEXT = "text"
    MD = "md"
    HTML = "html"
    JSON = "json"
    DOCX = "docx"
    PDF = "pdf"


_WRITERS = {
    Format.TEXT: to_text,
    Format.MD: to_markdown,
    Format.HTML: to_html,
    Format.DOCX: to_docx,
    Format.PDF: to_pdf,
}


def render_answer(answer: Answer, format: Format | str) -> bytes:
    """Write an answer; text formats are UTF-8.

    Raises:
        UsageError: there is no such format.
    """
    chosen = _format(format)
    return to_json_bytes(answer) if chosen is Format.JSON else _write(answer_document(answer), chosen)


def render_briefing(briefing: Briefing, format: Format | str) -> bytes:
    """Write a briefing; text formats are UTF-8.

    Raises:
        UsageError: there is no such format.
    """
    chosen = _format(format)
    return to_json_bytes(briefing) if chosen is Format.JSON else _write(briefing_document(briefing), chosen)


def render_changes(changes: Changes, format: Format | str) -> bytes:
    """Write what changed; text formats are UTF-8.

    Raises:
        UsageError: there is no such format.
    """
    chosen = _format(format)
    return to_json_bytes(changes) if chosen is Format.JSON else _write(changes_document(changes), chosen)


def render_comparison(comparison: Comparison, format: Format | str) -> bytes:
    """Write a comparison; text formats are UTF-8.

    Raises:
        UsageError: there is no such format.
    """
    chosen = _format(format)
    return to_json_bytes(comparison) if chosen is Format.JSON else _write(comparison_document(comparison), chosen)


def render_draft(checked: CheckedDraft, format: Format | str) -> bytes:
    """Write a checked draft; text formats are UTF-8.

    Raises:
        UsageError: there is no such format.
    """
    chosen = _format(format)
    return to_json_bytes(checked) if chosen is Format.JSON else _write(draft_document(checked), chosen)


def _write(document: Document, format: Format) -> bytes:
    return _WRITERS[format](document)


def _format(format: Format | str) -> Format:
    try:
        return Format(format)
    except ValueError:
        offered = ", ".join(Format)
        raise UsageError(f"There is no format {format!r}.", hint=f"The formats are {offered}.") from None
