"""One-line builders of evidence and drafts for the checker's tests."""

from __future__ import annotations

from rag.datatypes import Cite, Claim, DraftClaim, EvidenceParagraph
from rag.verify import Checker

PUBLISHED = "2031-10-10"


def paragraph(text: str, id: str = "p1", **fields: str) -> EvidenceParagraph:
    given = {
        "article_id": "a1",
        "outlet": "Sedge Herald",
        "title": "Storm hits Harrow",
        "published": PUBLISHED,
    } | fields
    return EvidenceParagraph(id=id, url=None, text=text, **given)


def check(
    claim: str, *evidence: EvidenceParagraph | str, cite: tuple[str, ...] = ("p1",), quote: str | None = None
) -> Claim:
    held = [paragraph(e) if isinstance(e, str) else e for e in evidence]
    draft = DraftClaim(claim, tuple(Cite(marker, quote) for marker in cite))
    return Checker().check(draft, {e.id: e for e in held})


def kinds(claim: Claim) -> list[str]:
    return [problem.kind.value for problem in claim.problems]
