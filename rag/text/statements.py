"""What a draft states: its sentences as spans, those apart that state nothing; a quotation is never cut in two.

Whether a statement is true is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.text.quotations import find_quotations
from rag.text.sentences import Span, split_sentences
from rag.text.words import STOPWORDS, WORD

_LONGEST_HEADING = 14
"""Words; a longer line without a full stop is a sentence that lost it."""
_ENDS_SENTENCE = re.compile(r"[.!?…:;,][\"'”’)\]]*$")
_ASKS = re.compile(r"\?[\"'”’)\]]*$")
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s")
_BULLET = re.compile(r"(?:[-*+•–]|\d{1,3}[.)])\s+")
_FIGURE = re.compile(r"\d")
_FEWEST_WORDS = 2


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a draft: `draft[start:end] == text`. `why_not` says in words why there is nothing to check."""

    start: int
    end: int
    text: str
    why_not: str = ""


def split_statements(draft: str) -> list[Statement]:
    """Split a draft, line by line, into its sentences; what lies between them is white space and list marks."""
    found: list[Statement] = []
    at = 0
    lines = draft.split("\n")
    for number, line in enumerate(lines):
        below = any(other.strip() for other in lines[number + 1 :])
        for span in _sentences(line):
            alone = span.text == _without_bullet(line)[1]
            why = _why_not(span.text, heading=alone and below and not _BULLET.match(line.lstrip()))
            found.append(Statement(at + span.start, at + span.end, span.text, why))
        at += len(line) + 1
    return found


def _sentences(line: str) -> Iterator[Span]:
    """Yield the sentences of a line, joined where a quotation runs over the border between two."""
    offset, body = _without_bullet(line)
    spans = split_sentences(body) if body else []
    quotations = find_quotations(body)
    start: int | None = None
    for number, span in enumerate(spans):
        start = span.start if start is None else start
        runs_on = number + 1 < len(spans) and any(q.start < span.end < q.end for q in quotations)
        if not runs_on:
            yield Span(offset + start, offset + span.end, body[start : span.end])
            start = None


def _without_bullet(line: str) -> tuple[int, str]:
    """Return a line without the mark of a list item and white space around it, and where that begins."""
    indent = len(line) - len(line.lstrip())
    mark = _BULLET.match(line, indent)
    start = mark.end() if mark else indent
    return start, line[start:].strip()


def _why_not(text: str, *, heading: bool) -> str:
    if _MARKDOWN_HEADING.match(text) or (
        heading and not _ENDS_SENTENCE.search(text) and len(text.split()) <= _LONGEST_HEADING
    ):
        return "A heading or a byline."
    if _ASKS.search(text):
        return "A question."
    telling = [word for word in WORD.findall(text) if word.lower().replace("’", "'") not in STOPWORDS]
    if len(telling) < _FEWEST_WORDS and not _FIGURE.search(text):
        return "It states nothing of its own."
    return ""
