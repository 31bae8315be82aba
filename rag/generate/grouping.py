"""Sentences of several articles brought together: the same statement once with all its sources, and what differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.datatypes import FigureKind
from rag.generate.compare.concepts import overlap, weights
from rag.generate.compare.reading import Reading, Sentence
from rag.text.figures import same_figure

SAME_WORDS = 0.92
"""How alike two sentences must be to be shown as one: the same copy, or all but."""

SEVERAL = "Reported by several outlets"
SINGLE = "Only in {outlet}"
ONE_ORIGIN = "From one source, carried by several outlets"
_BY_KIND = {
    FigureKind.CONFLICT: "The figures differ",
    FigureKind.REVISION: "The figure was revised",
    FigureKind.ROUNDING: "The same figure, exact and rounded",
}


@dataclass(frozen=True, slots=True)
class Group:
    """A heading, and under it statements: each a list of sentences that say it in (nearly) the same words."""

    heading: str
    claims: tuple[tuple[Sentence, ...], ...]


def group_sentences(
    chosen: Sequence[Sentence], readings: Sequence[Reading], kind: FigureKind | None = None
) -> list[Group]:
    """Bring the chosen sentences together, keeping their order, so that a reader sees who reports what.

    Args:
        chosen: the sentences.
        readings: their articles, by number.
        kind: how the figures in them stand to each other, where they give figures for one thing.
    """
    weight = weights([sentence.stems for sentence in chosen])
    claims: list[list[Sentence]] = []
    for sentence in chosen:
        same = next((c for c in claims if _same(c[0], sentence, weight)), None)
        if same is None:
            claims.append([sentence])
        else:
            same.append(sentence)
    return [Group(_heading(chosen, readings, kind), tuple(tuple(c) for c in claims))] if claims else []


def _heading(chosen: Sequence[Sentence], readings: Sequence[Reading], kind: FigureKind | None) -> str:
    articles = [readings[sentence.article] for sentence in chosen]
    outlets = {reading.article.outlet for reading in articles}
    if len(outlets) == 1:
        return SINGLE.format(outlet=outlets.pop())
    if len({reading.origin for reading in articles}) == 1:
        return ONE_ORIGIN
    return _BY_KIND.get(kind, SEVERAL) if kind else SEVERAL


def _same(one: Sentence, other: Sentence, weight: dict[str, float]) -> bool:
    if one.article == other.article or overlap(one.stems, other.stems, weight) < SAME_WORDS:
        return False
    return len(one.figures) == len(other.figures) and all(
        any(same_figure(a, b) for b in other.figures) for a in one.figures
    )
