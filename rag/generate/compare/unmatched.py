"""Which figures of one claim the other has none for: each sort of figure for itself, for a rate is no answer to a sum.

A rounder figure is an equal one. Which figures count the very same thing is for `figures` to say.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.text.figures import Figure, FigureType

_SORTS = (
    frozenset({FigureType.PERCENT}),
    frozenset({FigureType.MONEY}),
    frozenset({FigureType.COUNT, FigureType.MEASURE}),
    frozenset({FigureType.DATE, FigureType.YEAR, FigureType.TIME}),
)
_DAYS = _SORTS[-1]
_NEAR = 0.03
"""How far two values may be from each other, as a share of the larger, and still be the same figure, rounded."""

Sorted = tuple[tuple[Figure, ...], ...]
"""The figures of a claim by their sort: rates, sums of money, counts, dates."""


def by_sort(figures: Sequence[Figure]) -> Sorted:
    """Return figures by their sort."""
    return tuple(tuple(figure for figure in figures if figure.type in sort) for sort in _SORTS)


def unmatched(one: Sorted, other: Sorted) -> tuple[float, ...]:
    """Return for each sort the share of figures without an equal, in the claim with fewer such; 0 if one has none."""
    return tuple(_share(first, second) for first, second in zip(one, other, strict=True))


def _share(one: Sequence[Figure], other: Sequence[Figure]) -> float:
    if not one or not other:
        return 0.0
    first = sum(any(_equal(a, b) for b in other) for a in one) / len(one)
    second = sum(any(_equal(a, b) for a in one) for b in other) / len(other)
    return 1 - max(first, second)


def _equal(one: Figure, other: Figure) -> bool:
    if one.value == other.value:
        return True
    if one.type in _DAYS or other.type in _DAYS:
        return False
    return abs(one.value - other.value) < _NEAR * max(abs(one.value), abs(other.value))
