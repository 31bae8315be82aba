"""What suites of answers and of briefings share: the claims shown, the paragraphs they cite, and their scores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.judges import Judge
from eval.measures import Better, Measure, Scores
from eval.scorers.citing import citation_is_exact, citation_precision, citation_recall, dangling, unproven
from eval.scorers.exactness import exact_figures, exact_quotations
from eval.suites.suite import Subject
from rag.datatypes import Article, Claim, Draft, EvidenceParagraph, Paragraph
from rag.errors import NotFoundError
from rag.ingest import build_article

CITING = (
    Measure("citation recall", "claims that all they cite supports together (ALCE)"),
    Measure("citation precision", "citations that support their claim or are needed for it (ALCE)"),
    Measure("quotations exact", "quotations that stand word for word in a cited paragraph"),
    Measure("figures exact", "figures, dates and times that a cited paragraph has"),
    Measure("dangling citations", "citations a case that lead nowhere or to other words", Better.LOWER, absolute=True),
    Measure("unproven claims", "claims shown a case that no check passed, or without a source", Better.LOWER, True),
)
FLAGGED = Measure("judge contradicts itself", "rulings a case whose reason says the opposite", Better.LOWER)
"""Only where the judges are chat models."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A paragraph that a claim cites and that exists, as it stands in its article."""

    id: str
    article_id: str
    outlet: str
    title: str
    published: str | None
    text: str


class _Ruled:
    """Asks a judge, and counts what is flagged."""

    def __init__(self, judge: Judge) -> None:
        self.flagged, self._judge = 0, judge
        self._known: dict[tuple[str, tuple[str, ...]], bool | None] = {}

    def __call__(self, claim: str, cited: Sequence[EvidenceParagraph]) -> bool | None:
        key = claim, tuple(paragraph.id for paragraph in cited)
        if key not in self._known:
            ruling = self._judge.rule(claim, cited)
            self.flagged += ruling.flagged
            self._known[key] = ruling.supported
        return self._known[key]


def citing_scores(claims: Sequence[Claim], cited: Sequence[Cited], judge: Judge) -> Scores:
    """Score claims by their citations. Without claims only the absolute measures apply."""
    paragraphs = evidence(cited)
    scores: Scores = {
        "dangling citations": float(dangling(claims, paragraphs)),
        "unproven claims": float(unproven(claims)),
    }
    if not claims:
        return scores
    ruled = _Ruled(judge)
    scores["citation recall"] = citation_recall(claims, paragraphs, ruled)
    if any(claim.citations for claim in claims):
        scores["citation precision"] = citation_precision(claims, paragraphs, ruled)
    shares = {
        "quotations exact": exact_quotations(claims, paragraphs),
        "figures exact": exact_figures(claims, paragraphs),
    }
    scores |= {name: share for name, share in shares.items() if share is not None}
    if judge.name != "program":
        scores[FLAGGED.name] = float(ruled.flagged)
    return scores


def evidence(cited: Iterable[Cited]) -> dict[str, EvidenceParagraph]:
    """Return cited paragraphs as evidence, by id."""
    return {p.id: EvidenceParagraph(p.id, p.article_id, p.outlet, p.title, None, p.published, p.text) for p in cited}


def look_up(claims: Iterable[Claim], subject: Subject) -> tuple[Cited, ...]:
    """Look the paragraphs that claims cite up in the library; those that are not there are left out."""
    found = []
    for id in dict.fromkeys(citation.paragraph_id for claim in claims for citation in claim.citations):
        try:
            found.append(_cited(*subject.paragraph(id)))
        except NotFoundError:
            continue
    return tuple(found)


def look_up_in(claims: Iterable[Claim], drafts: Sequence[Draft]) -> tuple[Cited, ...]:
    """Look the paragraphs that claims cite up in articles that are in no library."""
    wanted = {citation.paragraph_id for claim in claims for citation in claim.citations}
    articles = {article.id: article for article in map(build_article, drafts)}
    return tuple(
        _cited(article, paragraph)
        for article in articles.values()
        for paragraph in article.paragraphs
        if paragraph.id in wanted
    )


def shown(claims: Sequence[Claim], cited: Sequence[Cited]) -> list[dict[str, Any]]:
    """Return claims for a reader: each with its source paragraphs and problems."""
    paragraphs = evidence(cited)
    return [
        {
            "text": claim.text,
            "verdict": claim.verdict,
            "problems": [problem.detail for problem in claim.problems],
            "sources": [_source(citation.paragraph_id, paragraphs) for citation in claim.citations],
            "exact": all(citation_is_exact(citation, paragraphs) for citation in claim.citations),
        }
        for claim in claims
    ]


def _source(id: str, paragraphs: Mapping[str, EvidenceParagraph]) -> dict[str, str]:
    paragraph = paragraphs.get(id)
    if paragraph is None:
        return {"id": id, "outlet": "", "title": "", "text": "There is no such paragraph."}
    return {"id": id, "outlet": paragraph.outlet, "title": paragraph.title, "text": paragraph.text}


def _cited(article: Article, paragraph: Paragraph) -> Cited:
    return Cited(paragraph.id, article.id, article.outlet, article.title, article.published, paragraph.text)
