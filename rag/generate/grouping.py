"""Sentences of several articles brought together: the same statement once with all its sources, and what differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.generate.compare.concepts import overlap, weights
from rag.generate.compare.reading import Reading, Sentence
from rag.generate.relevance import Wanted
from rag.text.figures import same_figure

SAME_WORDS = 0.92
"""How alike two sentences must be to be shown as one: the same copy, or all but."""

SEVERAL = "Reported by several outlets"
DIFFER = "The figures differ"
SINGLE = "Only in {outlet}"


@dataclass(frozen=True, slots=True)
class Group:
    """A heading, and under it statements: each a list of sentences that say it in (nearly) the same words."""

    heading: str
    claims: tuple[tuple[Sentence, ...], ...]


def group_sentences(chosen: Sequence[Sentence], readings: Sequence[Reading], wanted: Wanted) -> list[Group]:
    """Group the chosen sentences, keeping their order, so that a reader sees who reports what."""
    weight = weights([sentence.stems for sentence in chosen])
    claims: list[list[Sentence]] = []
    for sentence in chosen:
        same = next((c for c in claims if _same(c[0], sentence, weight)), None)
        if same is None:
            claims.append([sentence])
        else:
            same.append(sentence)
    origins = {readings[s.article].origin for s in chosen}
    outlets = [readings[s.article].article.outlet for s in chosen]
    if len(origins) < 2:
        heading = SINGLE.format(outlet=outlets[0]) if len(set(outlets)) == 1 else "From one source, in several outlets"
        return [Group(heading, tuple(tuple(c) for c in claims))] if claims else []
    heading = DIFFER if wanted is Wanted.FIGURE and _differ(chosen) else SEVERAL
    return [Group(heading, tuple(tuple(c) for c in claims))]


def _same(one: Sentence, other: Sentence, weight: dict[str, float]) -> bool:
    if one.article == other.article or overlap(one.stems, other.stems, weight) < SAME_WORDS:
        return False
    return len(one.figures) == len(other.figures) and all(
        any(same_figure(a, b) for b in other.figures) for a in one.figures
    )


def _differ(chosen: Sequence[Sentence]) -> bool:
    """Whether some figure of one sentence has a counterpart of the same unit and another value elsewhere."""
    for place, one in enumerate(chosen):
        for other in chosen[place + 1 :]:
            if one.article == other.article:
                continue
            for a in one.figures:
                same_kind = [b for b in other.figures if b.type is a.type and b.unit == a.unit and b.noun == a.noun]
                if same_kind and all(b.value != a.value for b in same_kind):
                    return True
    return False
