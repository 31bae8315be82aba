"""Check that words in quotation marks are verbatim in a cited paragraph.

Likeness only chooses which words to show beside an altered quotation; it never lets one pass.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rag.datatypes import DraftClaim, EvidenceParagraph, Problem, ProblemKind
from rag.text.quotations import find_quotations, locate, nearest, word_diff
from rag.verify.evidence import is_whole_sentence

_NEAR = 0.6
_NEAR_IF_SHORT = 0.8
_SHORT = 3
"""Below this many words some text as like as `_NEAR` stands in any paragraph."""


def check_quotes(
    draft: DraftClaim, cited: Sequence[EvidenceParagraph], evidence: Mapping[str, EvidenceParagraph]
) -> list[Problem]:
    """Report every quotation of the claim that no cited paragraph has word for word."""
    quotations = find_quotations(draft.text)
    if not quotations or is_whole_sentence(draft.text, cited):
        return []
    problems = []
    for quotation in quotations:
        if quotation.scare and any(locate(quotation.text, paragraph.title) for paragraph in cited):
            continue
        span = (quotation.start, quotation.end)
        if problem := quotation_problem(quotation.text, cited, evidence, span):
            problems.append(problem)
    return problems


def quotation_problem(
    quote: str,
    cited: Sequence[EvidenceParagraph],
    evidence: Mapping[str, EvidenceParagraph],
    span: tuple[int, int] | None,
) -> Problem | None:
    """Return what is wrong with quoted words: in another source, altered or in none; None if they are verbatim."""
    if any(locate(quote, paragraph.text) for paragraph in cited):
        return None
    for other in evidence.values():
        if locate(quote, other.text) and other not in cited:
            detail = f"The quoted words are not in the paragraph cited but in another, of {_source(other)}."
            return Problem(ProblemKind.QUOTATION_MISATTRIBUTED, detail, span)
    near = max(((*nearest(quote, p.text), p) for p in cited), key=lambda found: found[2], default=None)
    if near and near[2] >= (_NEAR if len(quote.split()) >= _SHORT else _NEAR_IF_SHORT):
        start, end, _, paragraph = near
        diff = word_diff(paragraph.text[start:end].rstrip(",."), quote.strip().rstrip(",."))
        return Problem(ProblemKind.QUOTATION_ALTERED, f"The quotation differs from {_source(paragraph)}: {diff}", span)
    detail = f"The quoted words are in no source supplied: “{quote.strip()}”."
    return Problem(ProblemKind.QUOTATION_ABSENT, detail, span)


def _source(paragraph: EvidenceParagraph) -> str:
    return paragraph.outlet or f"“{paragraph.title}”" if paragraph.outlet or paragraph.title else "an unnamed outlet"
