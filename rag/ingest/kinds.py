"""Which paragraphs are reporting and which are the furniture around it; the patterns are in tables of their own.

A paragraph is reporting unless a rule says otherwise: furniture taken for reporting is a blemish, reporting taken
for furniture is lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rag.datatypes import ParagraphKind
from rag.ingest.maker_patterns import MAKER_TABLES
from rag.ingest.page_patterns import PAGE_TABLES
from rag.ingest.rules import Rules

_RULES = Rules((*MAKER_TABLES, *PAGE_TABLES))
_BODY = ParagraphKind.BODY
_SUBHEAD = ParagraphKind.SUBHEAD
_LONGEST_HEADING = 80
_MOST_WORDS = 12
_LONG = 80
_EDGE = 6
_WORD = re.compile(r"[^\W_]")
_DIGITS_ONLY = re.compile(r"[\W\d_]+")
_ENDS_SENTENCE = re.compile(r"[.!?…][\"'”’)\]]*$")
_ENDS_OPEN = re.compile(r"[,;:…\-–—/&|]$")
_QUESTION = re.compile(
    r"(?:So,? |And |But )?(?:what|why|how|who|when|where|which|is|are|was|were|will|would|can|could|does|did|do|has|"
    r"have|should)\b[^.!?\"“”]{3,75}\?$",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"\d[\d.,]*%|[$£€¥]\d|\b\d+[-–]\d+\b|\b\d+\.? (?:per ?cent|dead|[a-z]+ed)\b|[a-z] \d+, [A-Z][\w .']* \d+\b"
)
"""A score, an amount, a count of what happened: a line that reports something is no mere heading."""
_LABEL = re.compile(r"[A-Z][A-Z /&]{2,30}:")
_DASHED = re.compile(r"([-–—]) \S.{0,70}\S \1")
"""A heading as the wires set it: "- Talks 'on track' -"."""


def classify(
    lines: Sequence[str],
    *,
    title: str = "",
    outlet: str = "",
    author: str | None = None,
    marks: Mapping[str, ParagraphKind] | None = None,
) -> list[ParagraphKind]:
    """Return the kind of each paragraph of an article, in order.

    Args:
        lines: the paragraphs, the title not among them (one that repeats it is a subhead).
        title: the article's title.
        outlet: who published it; a line that is just the name is a credit.
        author: who wrote it, where known; a line that is just the name is a byline.
        marks: the kinds that the source's own mark-up gives to lines.
    """
    kinds = [kind_of_line(line) for line in lines]
    if marks:
        kinds = [marks.get(line, kind) for line, kind in zip(lines, kinds, strict=True)]
    _mark_names(lines, kinds, {title: _SUBHEAD, outlet: ParagraphKind.CREDIT, author or "": ParagraphKind.BYLINE})
    for index, line in enumerate(lines):
        if kinds[index] is _BODY and len(line) <= _LONGEST_HEADING and _is_heading(index, lines, kinds):
            kinds[index] = _SUBHEAD
    return kinds


def kind_of_line(line: str) -> ParagraphKind:
    """Return the kind of a paragraph as far as its own words tell."""
    if len(line) > _RULES.longest:
        return _BODY
    kind = _RULES.match(line)
    if kind is not None:
        return kind
    if not _WORD.search(line):
        return ParagraphKind.BOILERPLATE
    return _SUBHEAD if _DASHED.fullmatch(line) or _LABEL.fullmatch(line) else _BODY


def _mark_names(lines: Sequence[str], kinds: list[ParagraphKind], names: Mapping[str, ParagraphKind]) -> None:
    """Give the first and last few lines that only repeat what is known of the article their kinds."""
    known = {_folded(name): kind for name, kind in names.items() if name}
    longest = max(map(len, known), default=0) + 8
    for index in {*range(min(_EDGE, len(lines))), *range(max(0, len(lines) - _EDGE), len(lines))}:
        if kinds[index] is _BODY and len(lines[index]) <= longest:
            kinds[index] = known.get(_folded(lines[index]), _BODY)


def _folded(line: str) -> str:
    return " ".join(line.casefold().split())


def _is_heading(index: int, lines: Sequence[str], kinds: Sequence[ParagraphKind]) -> bool:
    """Tell whether a short line stands as a heading: no sentence of its own, a paragraph after it, none open before.

    The line before must be closed, or this could be an item of a list or the second half of a broken sentence.
    """
    line = lines[index]
    if index + 1 == len(lines) or not _could_head(line):
        return False
    after = lines[index + 1]
    if kinds[index + 1] is not _BODY or (len(after) < _LONG and not _ENDS_SENTENCE.search(after)):
        return False
    if after[0].islower():
        return False
    if index == 0 or kinds[index - 1] is not _BODY:
        return True
    return _ENDS_SENTENCE.search(lines[index - 1]) is not None


def _could_head(line: str) -> bool:
    """Tell whether the words of a short line could be a heading."""
    first = line[0]
    if not (first.isupper() or first.isdigit() or first in "'‘“\""):
        return False
    if line[-1] == "?":
        return _QUESTION.match(line) is not None
    if _ENDS_SENTENCE.search(line) or _ENDS_OPEN.search(line) or _DIGITS_ONLY.fullmatch(line) or _RESULT.search(line):
        return False
    return len(line.split()) <= _MOST_WORDS
