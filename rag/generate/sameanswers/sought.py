"""What would answer a question: a name, a figure, a place, a reason, a way, or what something is.

It leaves out questions for yes or no, and for what somebody said: the first are `disputes`' matter, the second are
answered by whole statements, which the claims of an answer show already.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from rag.generate.compare.concepts import concept_stems
from rag.generate.question import Question, Wanted
from rag.text.figures import FigureType


class Kind(StrEnum):
    """The kind of words that answer."""

    NAME = "name"
    FIGURE = "figure"
    PLACE = "place"
    REASON = "reason"
    MANNER = "manner"
    NATURE = "nature"


DATED = frozenset({FigureType.DATE, FigureType.TIME, FigureType.YEAR})
"""The figures that say when."""

_COUNTED = frozenset({FigureType.COUNT, FigureType.MONEY, FigureType.PERCENT, FigureType.MEASURE, FigureType.AGE,
                      FigureType.SCORE})  # fmt: skip
_AMOUNTS = frozenset({FigureType.MONEY, FigureType.PERCENT, FigureType.MEASURE, FigureType.COUNT})
_LASTING = re.compile(r"\bhow\s+(?:long|old|soon)\b|\buntil\s+when\b", re.IGNORECASE)
_YES_OR_NO = re.compile(
    r"^\W*(?:and\s+|but\s+|so\s+)?(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|shall|should|may"
    r"|might|must)(?:n['’]t)?\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\bwhy\b|\bhow\s+come\b|\bfor\s+what\s+reason\b"
    r"|\bwhat\s+(?:has\s+|have\s+|had\s+)?(?:caused?|led|prompted|made|drove|driven|triggered|sparked)\b"
    r"|\b(?:what|which)(?:['’]s|\s+(?:is|was|are|were))?\s+(?:the\s+)?(?:\w+\s+)?(?:reasons?|causes?|aims?|purpose|motives?)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"(?:^|[:,]|\band|\bfrom|\bto)\W*where\b|\b(?:what|which)\s+(?:place|town|city|country|street|port)\b", re.I
)
_MANNER = re.compile(r"(?:^|[:,]|\band)\W*(?:how|in\s+what\s+way|by\s+what\s+means)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sought:
    """A question read for what would answer it: its own stems, which no answer is made of, and what it counts."""

    text: str
    kind: Kind
    stems: frozenset[str]
    figures: frozenset[FigureType]
    thing: frozenset[str]
    lasting: bool = False


def sought(text: str) -> Sought | None:
    """Read a question; None if it asks for yes or no, for what somebody said, or nothing that has a word in it."""
    question = Question.read(text)
    stems = frozenset(concept_stems(text))
    if not stems or _YES_OR_NO.search(text) or question.wanted is Wanted.STATEMENT:
        return None
    kind, figures = _kind(text, question)
    return Sought(text, kind, stems, figures, question.thing, _LASTING.search(text) is not None)


def _kind(text: str, question: Question) -> tuple[Kind, frozenset[FigureType]]:
    none: frozenset[FigureType] = frozenset()
    if _LASTING.search(text):
        return Kind.FIGURE, _COUNTED | DATED
    match question.wanted:
        case Wanted.DATE:
            return Kind.FIGURE, DATED
        case Wanted.COUNT:
            return Kind.FIGURE, _COUNTED
        case Wanted.AMOUNT:
            return Kind.FIGURE, _AMOUNTS
        case Wanted.PERSON:
            return Kind.NAME, none
    for pattern, kind in ((_REASON, Kind.REASON), (_PLACE, Kind.PLACE), (_MANNER, Kind.MANNER)):
        if pattern.search(text):
            return kind, none
    return Kind.NATURE, none
