"""Do the citations hold: exactness, and citation recall and precision in the sense of ALCE (Gao et al. 2023).

Recall: a claim counts if all it cites supports it together. Precision: a citation counts if its claim is supported and
it is needed or supports the claim by itself. A citation to nowhere scores 0; it is never skipped. Whether paragraphs
support a claim is for a judge to say; where it cannot, the claim is unscored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rag.datatypes import Citation, Claim, EvidenceParagraph, Verdict

Supports = Callable[[str, Sequence[EvidenceParagraph]], bool | None]
"""A claim and paragraphs to whether they support it; None if nobody can say."""
Paragraphs = Mapping[str, EvidenceParagraph]


def citation_is_exact(citation: Citation, paragraphs: Paragraphs) -> bool:
    """Whether a citation names an existing paragraph and its quote stands there at its offsets."""
    paragraph = paragraphs.get(citation.paragraph_id)
    return paragraph is not None and paragraph.text[citation.start : citation.end] == citation.quote


def dangling(claims: Sequence[Claim], paragraphs: Paragraphs) -> int:
    """Count the citations that lead nowhere, or to other words than they say."""
    return sum(not citation_is_exact(citation, paragraphs) for claim in claims for citation in claim.citations)


def unproven(claims: Sequence[Claim]) -> int:
    """Count the claims shown that no check has passed, or that cite nothing."""
    return sum(claim.verdict is not Verdict.VERIFIED or not claim.citations for claim in claims)


def citation_recall(claims: Sequence[Claim], paragraphs: Paragraphs, supports: Supports) -> float | None:
    """Return the share of claims that what they cite supports."""
    return _mean([claim_is_supported(claim, paragraphs, supports) for claim in claims])


def claim_is_supported(claim: Claim, paragraphs: Paragraphs, supports: Supports) -> bool | None:
    """Whether all that a claim cites supports it together."""
    cited = cited_paragraphs(claim, paragraphs)
    return supports(claim.text, cited) if cited else False


def citation_precision(claims: Sequence[Claim], paragraphs: Paragraphs, supports: Supports) -> float | None:
    """Return the share of citations, counted once a paragraph, that support their claim or are needed for it."""
    found: list[bool | None] = []
    for claim in claims:
        ids = list(dict.fromkeys(citation.paragraph_id for citation in claim.citations))
        whole = claim_is_supported(claim, paragraphs, supports)
        found += [_is_relevant(claim, id, ids, whole, paragraphs, supports) for id in ids]
    return _mean(found)


def _is_relevant(
    claim: Claim, id: str, ids: Sequence[str], whole: bool | None, paragraphs: Paragraphs, supports: Supports
) -> bool | None:
    if id not in paragraphs:
        return False
    if not whole:
        return whole
    if len(ids) == 1:
        return True
    alone = supports(claim.text, [paragraphs[id]])
    if alone is not False:
        return alone
    rest = [paragraphs[other] for other in ids if other != id and other in paragraphs]
    without = supports(claim.text, rest) if rest else False
    return None if without is None else not without


def cited_paragraphs(claim: Claim, paragraphs: Paragraphs) -> list[EvidenceParagraph]:
    """Return the paragraphs that a claim cites and that exist, each once."""
    ids = dict.fromkeys(citation.paragraph_id for citation in claim.citations)
    return [paragraphs[id] for id in ids if id in paragraphs]


def _mean(found: Sequence[bool | None]) -> float | None:
    """Return the share of what is true; None if something could not be said, or there is nothing."""
    known = [one for one in found if one is not None]
    return sum(known) / len(known) if known and len(known) == len(found) else None
