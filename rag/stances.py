"""Stances that are proven: an article states a claim only where its own cited paragraph passes the checks for it.

Which sentences of several articles are about one fact is a guess by likeness (`rag/generate/compare`). That guess is
held here against each article alone, by the same checker that stands between a writer and a reader. What does not pass
is silence, which is never agreement. It leaves out contradictions, whose reasons the comparison gives.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rag.datatypes import (
    Citation,
    Cite,
    ComparedClaim,
    Comparison,
    DraftClaim,
    EvidenceParagraph,
    Position,
    ProblemKind,
    Stance,
    Status,
)
from rag.verify import Checker

_OTHER_WORDS = frozenset({ProblemKind.QUOTATION_ALTERED, ProblemKind.QUOTATION_ABSENT})
"""An outlet that prints a statement in other words reports it all the same: the ledger of quotations has both."""

_ORDER = {Status.AGREED: 0, Status.DISPUTED: 1, Status.SINGLE: 2}


def proven(comparison: Comparison, evidence: Mapping[str, EvidenceParagraph], checker: Checker) -> Comparison:
    """Return a comparison in which every article that states a claim has been checked for it."""
    origin_of = {article: number for number, origin in enumerate(comparison.origins) for article in origin.articles}
    claims = [_checked(claim, evidence, checker, origin_of) for claim in comparison.claims]
    return replace(comparison, claims=tuple(sorted(claims, key=lambda claim: _ORDER[claim.status])))


def states(draft: DraftClaim, evidence: Mapping[str, EvidenceParagraph], checker: Checker) -> bool:
    """Tell whether what a draft cites states it."""
    return all(problem.kind in _OTHER_WORDS for problem in checker.check(draft, evidence).problems)


def _checked(
    claim: ComparedClaim, evidence: Mapping[str, EvidenceParagraph], checker: Checker, origin_of: Mapping[str, int]
) -> ComparedClaim:
    if sum(position.stance is Stance.STATES for position in claim.positions) < 2:
        return claim
    positions = tuple(_position(claim.text, position, evidence, checker) for position in claim.positions)
    if positions == claim.positions or not any(position.stance is Stance.STATES for position in positions):
        return claim
    stances = {position.stance for position in positions}
    origins = {origin_of[position.article_id] for position in positions if position.stance is Stance.STATES}
    status = Status.DISPUTED if Stance.CONTRADICTS in stances else Status.AGREED if len(origins) > 1 else Status.SINGLE
    return replace(claim, status=status, positions=positions)


def _position(text: str, position: Position, evidence: Mapping[str, EvidenceParagraph], checker: Checker) -> Position:
    if position.stance is not Stance.STATES:
        return position
    kept = tuple(citation for citation in position.citations if _passes(text, citation, evidence, checker))
    return replace(position, citations=kept, stance=Stance.STATES if kept else Stance.SILENT)


def _passes(text: str, citation: Citation, evidence: Mapping[str, EvidenceParagraph], checker: Checker) -> bool:
    if text in citation.quote:
        return True
    return states(DraftClaim(text, (Cite(citation.paragraph_id, citation.quote),)), evidence, checker)
