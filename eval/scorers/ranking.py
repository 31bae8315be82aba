"""Was the right thing found, and how high: hits, reciprocal rank, recall and nDCG over a list of found things."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rag.datatypes import Passage


def hit_rank(passages: Sequence[Passage], facts: Sequence[str]) -> int | None:
    """Return the rank, from 1, of the first passage that contains a fact; None if none does.

    White space does not count, as in the paper of MultiHop-RAG.
    """
    wanted = [squeezed(fact) for fact in facts]
    for passage in passages:
        text = squeezed(passage.text)
        if any(fact in text for fact in wanted):
            return passage.rank
    return None


def hits(ranks: Sequence[int | None], k: int) -> float:
    """Return the share of cases whose first hit is among the first k."""
    return sum(hit(rank, k) for rank in ranks) / len(ranks)


def reciprocal_rank(ranks: Sequence[int | None], k: int) -> float:
    """Return the mean of 1 / rank of the first hit among the first k, 0 where there is none."""
    return sum(reciprocal(rank, k) for rank in ranks) / len(ranks)


def hit(rank: int | None, k: int) -> float:
    """Return 1 if a rank is among the first k."""
    return float(rank is not None and rank <= k)


def reciprocal(rank: int | None, k: int) -> float:
    """Return 1 / rank if it is among the first k, else 0."""
    return 1 / rank if rank is not None and rank <= k else 0.0


def recall(found: Sequence[set[int]], wanted: int, k: int) -> float:
    """Return the share of wanted things that the first k results have; each result is the set of those it has."""
    return len(set[int]().union(*found[:k])) / wanted


def ndcg(found: Sequence[set[int]], wanted: int, k: int) -> float:
    """Return the normalised discounted gain of the first k results, each counting if it brings something wanted first.

    The best possible list brings one wanted thing with every result.
    """
    seen: set[int] = set()
    gain = 0.0
    for place, things in enumerate(found[:k], start=1):
        if things - seen:
            gain += 1 / math.log2(place + 1)
        seen |= things
    best = sum(1 / math.log2(place + 1) for place in range(1, min(wanted, k) + 1))
    return gain / best


def squeezed(text: str) -> str:
    """Return a text without its white space."""
    return "".join(text.split())
