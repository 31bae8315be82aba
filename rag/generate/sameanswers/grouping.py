"""Which answers are the same: near in meaning and words, and with the same figures.

Answers are joined by average link. Two that give different figures are never in one group, whatever stands between.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rag.generate.compare.concepts import concept_stems, overlaps, weights
from rag.generate.sameanswers.finding import Embed
from rag.generate.sameanswers.sought import DATED
from rag.text.figures import Figure, find_figures, same_amount

APART = 0.8
"""How far apart two answers may be, on the average, to be the same. Chosen on questions that people grouped."""

WORDS = 0.2
"""How much the words that two answers share count, beside how near they are in meaning."""

ROUNDING = 0.025
"""How far a hedged figure may be from the exact one to be the same answer."""

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def group_answers(answers: Sequence[str], embed: Embed, *, apart: float = APART) -> list[int]:
    """Return the group of each answer, numbered from 0 in the order of their first answers."""
    order = sorted(range(len(answers)), key=lambda at: answers[at])
    groups = linked(distances([answers[at] for at in order], embed), apart)
    of = {order[place]: number for number, group in enumerate(groups) for place in group}
    numbers: dict[int, int] = {}
    return [numbers.setdefault(of[at], len(numbers)) for at in range(len(answers))]


def distances(answers: Sequence[str], embed: Embed) -> NDArray[np.float64]:
    """Return how far apart the answers are, two by two: 0 for the same, infinite for those with different figures."""
    if not answers:
        return np.zeros((0, 0))
    rows = np.asarray(embed(answers), dtype=np.float64)
    stems = [frozenset(concept_stems(answer)) for answer in answers]
    alike = (1 - WORDS) * (rows @ rows.T) + WORDS * overlaps(stems, weights(stems))
    apart: NDArray[np.float64] = np.asarray(np.round(np.clip(1.0 - alike, 0.0, None), 9), dtype=np.float64)
    figures = [find_figures(answer) for answer in answers]
    for one in range(len(answers)):
        for other in range(one):
            if answers[one] == answers[other]:
                apart[one, other] = apart[other, one] = 0.0
            elif figures[one] and figures[other] and not _compatible(figures[one], figures[other]):
                apart[one, other] = apart[other, one] = np.inf
    np.fill_diagonal(apart, 0.0)
    return apart


def linked(apart: NDArray[np.float64], most: float) -> list[tuple[int, ...]]:
    """Join the two nearest groups, by the mean distance of their members, until none are as near as `most`."""
    groups: list[tuple[int, ...]] = [(at,) for at in range(len(apart))]
    while len(groups) > 1:
        near, one, other = min(
            (round(float(apart[np.ix_(groups[a], groups[b])].mean()), 9), a, b)
            for b in range(len(groups))
            for a in range(b)
        )
        if near >= most:
            break
        groups[one] += groups.pop(other)
    return groups


def _compatible(one: Sequence[Figure], other: Sequence[Figure]) -> bool:
    """Say whether all figures of one answer are in the other."""
    return _within(one, other) or _within(other, one)


def _within(some: Sequence[Figure], others: Sequence[Figure]) -> bool:
    return all(any(_same(a, b) for b in others) for a in some)


def _same(one: Figure, other: Figure) -> bool:
    """Say whether two figures are the same, or one is the other less exactly ("about 2,400"; "July 2031", "2031")."""
    if same_amount(one, other) or _rounded(one, other):
        return True
    if one.type not in DATED or other.type not in DATED:
        return False
    years = set(_YEAR.findall(one.text)) & set(_YEAR.findall(other.text))
    bare = any(figure.text.strip() in years for figure in (one, other))
    days = sorted((one.iso or "", other.iso or ""), key=len)
    return bool(years) and (bare or (bool(days[0]) and days[1].startswith(days[0])))


def _rounded(one: Figure, other: Figure) -> bool:
    """Say whether one figure is a hedged, rounder form of the other."""
    if one.type is not other.type or one.type in DATED or one.unit != other.unit or one.hedge is other.hedge:
        return False
    most = max(abs(one.value), abs(other.value))
    return abs(one.value - other.value) <= ROUNDING * most
