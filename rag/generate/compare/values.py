"""How two values for one thing stand to each other: the same, one a rounding of the other, a revision, a conflict."""

from __future__ import annotations

import re

from rag.datatypes import FigureKind
from rag.generate.compare.counted import Counted, days_apart
from rag.text.figures import Figure, Hedge

_ROUNDING = 0.025
"""How far a rounded figure may be from the exact one. "About 2,500" for 2,410 is another count, not a rounding."""
_AT_LEAST_REACH = 0.1
"""How far above "more than 40" the exact figure may be."""
_MOVING = frozenset({"deaths", "injured", "missing", "arrests", "cases", "displaced", "hostages", "in hospital"})
"""Counts that change from day to day, so that a later, different one replaces the earlier."""
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
    if _rounds(one.figure, other.figure) or _rounds(other.figure, one.figure):
        return FigureKind.ROUNDING
    return FigureKind.REVISION if _revises(one, other) else FigureKind.CONFLICT


def _rounds(rounded: Figure, exact: Figure) -> bool:
    """Whether a figure can be a rounder way of giving another."""
    low, value = rounded.value, exact.value
    if rounded.high is not None:
        return low <= value <= rounded.high
    if not low or not value:
        return False
    off = abs(low - value) / max(abs(low), abs(value))
    if rounded.hedge in (Hedge.AT_LEAST, Hedge.MORE_THAN):
        return low <= value and off <= _AT_LEAST_REACH and _digits(low) <= _digits(value)
    if rounded.hedge in (Hedge.NEARLY, Hedge.LESS_THAN, Hedge.AT_MOST) and value > low:
        return False
    if off > _ROUNDING:
        return False
    return rounded.hedge is not Hedge.EXACT or _digits(low) < _digits(value)


def _digits(value: float) -> int:
    """Return how many digits of a number say something: 2 for 31,000, 5 for 31,407."""
    return len(f"{value:.6f}".rstrip("0").rstrip(".").replace(".", "").strip("0")) or 1


def _revises(one: Counted, other: Counted) -> bool:
    """Whether the later of two figures replaces the earlier one."""
    apart = days_apart(one.day, other.day)
    if apart == 0:
        return False
    earlier, later = (one, other) if apart > 0 else (other, one)
    if _CHANGED.search(later.sentence.text):
        return True
    if later.concept in _MOVING and later.known:
        return True
    return bool(later.speaker) and later.speaker == earlier.speaker
