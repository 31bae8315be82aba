"""Check that every citation points to a supplied paragraph and that its quoted words are in that paragraph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rag.datatypes import DraftClaim, EvidenceParagraph, Problem, ProblemKind
from rag.verify.quotes import quotation_problem


def check_markers(
    draft: DraftClaim, _cited: Sequence[EvidenceParagraph], evidence: Mapping[str, EvidenceParagraph]
) -> list[Problem]:
    """Report a claim without a citation, markers that point nowhere, and cite quotes that are not verbatim."""
    if not draft.cites:
        return [Problem(ProblemKind.MARKER, "The sentence cites no source.")]
    problems = []
    for cite in draft.cites:
        paragraph = evidence.get(cite.marker)
        if paragraph is None:
            detail = f"The citation “{cite.marker}” points to no paragraph that was supplied."
            problems.append(Problem(ProblemKind.MARKER, detail))
        elif cite.quote is not None and (problem := quotation_problem(cite.quote, [paragraph], evidence, None)):
            problems.append(problem)
    return problems
