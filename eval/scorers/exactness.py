"""Are quotations and figures those of the cited paragraphs: shares of each that are exact, and whether a fact shows."""

from __future__ import annotations

from collections.abc import Sequence

from eval.scorers.citing import Paragraphs, citation_is_exact, cited_paragraphs
from eval.scorers.ranking import squeezed
from rag.datatypes import Cite, Claim, DraftClaim
from rag.text.figures import find_figures
from rag.text.quotations import find_quotations, locate
from rag.verify.figures import check_figures


def exact_quotations(claims: Sequence[Claim], paragraphs: Paragraphs) -> float | None:
    """Return the share of quotations that stand word for word in a paragraph their claim cites; None without any."""
    found = [
        any(locate(quotation.text, paragraph.text) or locate(quotation.text, paragraph.title) for paragraph in cited)
        for claim in claims
        for cited in [cited_paragraphs(claim, paragraphs)]
        for quotation in find_quotations(claim.text)
    ]
    return sum(found) / len(found) if found else None


def exact_figures(claims: Sequence[Claim], paragraphs: Paragraphs) -> float | None:
    """Return the share of figures, dates and times that a paragraph their claim cites has; None without any."""
    right = total = 0
    for claim in claims:
        figures = len(find_figures(claim.text))
        cited = cited_paragraphs(claim, paragraphs)
        draft = DraftClaim(claim.text, tuple(Cite(paragraph.id) for paragraph in cited))
        wrong = min(figures, len(check_figures(draft, cited, {}))) if cited else figures
        right, total = right + figures - wrong, total + figures
    return right / total if total else None


def shows_fact(claims: Sequence[Claim], paragraphs: Paragraphs, facts: Sequence[str]) -> bool:
    """Whether some claim, or the words it exactly quotes, contains one of the facts. White space does not count."""
    shown = [squeezed(claim.text) for claim in claims]
    shown += [squeezed(c.quote) for claim in claims for c in claim.citations if citation_is_exact(c, paragraphs)]
    return any(squeezed(fact) in text for fact in facts for text in shown)
