"""Scorers: pure functions from what was produced and what is known to a number; None where there is nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rag.datatypes import Answer, Citation, Paragraph, Passage

FindParagraph = Callable[[str], Paragraph | None]
"""A paragraph id to its paragraph, or None where there is none: a citation to nowhere is wrong, not skipped."""


def hit_rank(passages: Sequence[Passage], facts: Sequence[str]) -> int | None:
    """Return the rank, from 1, of the first passage that contains a fact; None if none does.

    White space does not count, as in the paper of MultiHop-RAG.
    """
    wanted = [_squeezed(fact) for fact in facts]
    for passage in passages:
        text = _squeezed(passage.text)
        if any(fact in text for fact in wanted):
            return passage.rank
    return None


def hits(ranks: Sequence[int | None], k: int) -> float:
    """Return the share of cases whose first hit is among the first k."""
    return sum(rank is not None and rank <= k for rank in ranks) / len(ranks)


def reciprocal_rank(ranks: Sequence[int | None], k: int) -> float:
    """Return the mean of 1 / rank of the first hit among the first k, 0 where there is none."""
    return sum(1 / rank for rank in ranks if rank is not None and rank <= k) / len(ranks)


def citation_is_exact(citation: Citation, find: FindParagraph) -> bool:
    """Whether a citation names an existing paragraph and its quote stands there at its offsets."""
    paragraph = find(citation.paragraph_id)
    return paragraph is not None and paragraph.text[citation.start : citation.end] == citation.quote


def shows_fact(answer: Answer, facts: Sequence[str]) -> bool:
    """Whether the quoted words of some citation contain a fact."""
    quotes = [_squeezed(citation.quote) for claim in answer.claims for citation in claim.citations]
    return any(_squeezed(fact) in quote for fact in facts for quote in quotes)


def _squeezed(text: str) -> str:
    return "".join(text.split())
