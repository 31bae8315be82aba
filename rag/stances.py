"""Stances held against the articles: an article does not state a claim where its own paragraph says otherwise.

Which sentences of several articles are about one fact is a guess by likeness (`rag/generate/compare`), trained on pairs
that a person judged. What is joined so may still differ in one word that turns it. So each position is held against
what it cites: another name, figure or day in the place of the claim's, or a "not" more or less, is silence, which is
never agreement. What is only left out is no reason. Contradictions are left as they are.
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
from rag.verify.changes import check_changes

_OTHER_WORDS = frozenset({ProblemKind.QUOTATION_ALTERED, ProblemKind.QUOTATION_ABSENT})
"""An outlet that prints a statement in other words reports it all the same: the ledger of quotations has both."""

_ORDER = {Status.AGREED: 0, Status.DISPUTED: 1, Status.SINGLE: 2}


def proven(comparison: Comparison, evidence: Mapping[str, EvidenceParagraph], checker: Checker) -> Comparison:
    """Return a comparison in which no article states a claim that its paragraph turns."""
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
    origins = {origin_of[position.article_id] for position in positions if position.stance is Stance.STATES}
    held = replace(claim, positions=positions)
    status = Status.DISPUTED if held.is_disputed else Status.AGREED if len(origins) > 1 else Status.SINGLE
    return replace(held, status=status)


def _position(text: str, position: Position, evidence: Mapping[str, EvidenceParagraph], checker: Checker) -> Position:
    if position.stance is not Stance.STATES:
        return position
    kept = tuple(citation for citation in position.citations if _passes(text, citation, evidence, checker))
    return replace(position, citations=kept, stance=Stance.STATES if kept else Stance.SILENT)


def _passes(text: str, citation: Citation, evidence: Mapping[str, EvidenceParagraph], checker: Checker) -> bool:
    """Whether what is cited bears a claim out, or at least has nothing else in the place of what it says."""
    draft = DraftClaim(text, (Cite(citation.paragraph_id, citation.quote),))
    if text in citation.quote or states(draft, evidence, checker):
        return True
    paragraph = evidence[citation.paragraph_id]
    # Only the words that were joined: what else the paragraph says is no other wording of the claim.
    return not check_changes(draft, [replace(paragraph, text=citation.quote)], evidence)
