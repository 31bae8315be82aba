"""How two values for one thing stand to each other: the same, one a rounding of the other, a revision, a conflict."""

from __future__ import annotations

import re

from rag.datatypes import FigureKind
from rag.generate.compare.counted import Counted, days_apart
from rag.text.figures import Figure, FigureType, Hedge

DIFFER = (FigureKind.REVISION, FigureKind.CONFLICT)
_ROUNDING = 0.025
"""How far a rounded figure may be from the exact one. "About 2,500" for 2,410 is another count, not a rounding."""
_AT_LEAST_REACH = 0.1
"""How far above "more than 40" the exact figure may be."""
_ROUND_REACH = 0.3
"""The same for "more than 100,000": a number with one telling digit says hardly more than its length."""
_DOZENS = 0.2
"""How far a count by the dozen may be from the exact one, either way."""
_CHANGED = re.compile(
    r"\b(?:rose|risen|rises|climb(?:ed|s)?|soar(?:ed|s)?|grew|grown|grows?|fell|fallen|revised|corrected|correction|error"
    r"|updated|new\s+(?:\w+\s+)?(?:figure|total|toll|count)|now|no\s+longer|in\s+all|so\s+far|reached|first\s+thought"
    r"|previously|earlier\s+(?:figure|count|toll)|double[ds]?|closer\s+than|later\s+found)\b",
    re.IGNORECASE,
)


def relation(one: Counted, other: Counted) -> FigureKind:
    """Return how two figures for the same thing stand to each other."""
    if one.figure.value == other.figure.value and one.figure.high == other.figure.high:
        return FigureKind.AGREED
    if _is_side(one.figure, other.figure) or _is_side(other.figure, one.figure):
        return FigureKind.AGREED
    if _rounds(one.figure, other.figure) or _rounds(other.figure, one.figure):
        return FigureKind.ROUNDING
    return FigureKind.REVISION if _revises(one, other) else FigureKind.CONFLICT


def _is_side(count: Figure, score: Figure) -> bool:
    """Whether a count is one side of a vote: "240 votes" of "240-186"."""
    one_each = score.type is FigureType.SCORE and count.type is FigureType.COUNT
    return one_each and count.value in (score.value, score.high)


def _rounds(rounded: Figure, exact: Figure) -> bool:
    """Whether a figure can be a rounder way of giving another."""
    low, value = rounded.value, exact.value
    if rounded.high is not None:
        return low <= value <= rounded.high
    if not low or not value:
        return False
    off = abs(low - value) / max(abs(low), abs(value))
    if "dozen" in rounded.text and off <= _DOZENS:
        return True
    if rounded.hedge in (Hedge.AT_LEAST, Hedge.MORE_THAN):
        reach = _ROUND_REACH if _digits(low) == 1 and low >= 100 else _AT_LEAST_REACH
        return low <= value and off <= reach and _digits(low) <= _digits(value)
    if rounded.hedge in (Hedge.LESS_THAN, Hedge.AT_MOST) and value <= low:
        return off <= _AT_LEAST_REACH
    if rounded.hedge in (Hedge.NEARLY, Hedge.LESS_THAN, Hedge.AT_MOST) and value > low:
        return False
    if off > _ROUNDING:
        return False
    return rounded.hedge is not Hedge.EXACT or _digits(low) < _digits(value)


def _digits(value: float) -> int:
    """Return how many digits of a number say something: 2 for 31,000, 5 for 31,407."""
    return len(f"{value:.6f}".rstrip("0").rstrip(".").replace(".", "").strip("0")) or 1


def _revises(one: Counted, other: Counted) -> bool:
    """Whether the later of two figures replaces the earlier one, or may: of a count that goes on, on an unknown day."""
    if one.day is None and other.day is None:
        return one.goes_on or other.goes_on
    if one.day is None or other.day is None:
        return one.moving or other.moving
    apart = days_apart(one.day, other.day)
    if apart == 0:
        return one.moving and other.moving and _lower_is_a_floor(one.figure, other.figure)
    earlier, later = (one, other) if apart > 0 else (other, one)
    if _CHANGED.search(later.sentence.text):
        return True
    if later.moving:
        return True
    return bool(later.speaker) and later.speaker == earlier.speaker


def _lower_is_a_floor(one: Figure, other: Figure) -> bool:
    """Whether the lower of two figures is "at least" so much: on one day, an earlier state of what goes on."""
    return min(one, other, key=lambda figure: figure.value).hedge in (Hedge.AT_LEAST, Hedge.MORE_THAN)
