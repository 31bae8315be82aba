"""The suite of the checker: true sentences made false in one place, and true ones in other words.

It needs no library. It measures the checker of the writers (the whole article as evidence) and `check --batch` (the
cited paragraph alone). Articles are divided by their ids; those it measures on were not used to write the rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from eval.articles import load_articles, share_of
from eval.cases import SAMPLES
from eval.mutants import FAIR, FALSE_KINDS, UNCHANGED, make_claims
from eval.paraphrases import load_paraphrases
from eval.suites import Figure, Result
from rag.batches import check_batch
from rag.datatypes import Article, Cite, DraftClaim, EvidenceParagraph, Paragraph
from rag.verify import Checker, evidence_from_articles

Case = tuple[str, str, str, Article, tuple[Paragraph, ...]]
"""A claim to check: its kind, how it was made, its text, its article, and the paragraphs it cites."""

PARAPHRASE = "paraphrase"
WAYS = ("in process", "check --batch")
_DEFAULT_SENTENCES = 3000
_FEWEST_PARAGRAPHS = 4


def run_checker(folder: Path | None, limit: int | None) -> Result:
    """Faults caught by kind, and false alarms: mutations of true sentences, and the written paraphrases."""
    articles = [a for a in load_articles(folder or SAMPLES) if _is_measured(a, everything=folder is None)]
    articles.sort(key=lambda article: share_of(article.id))
    claims: list[Case] = [
        (c.kind, c.how, c.text, c.article, (c.paragraph,)) for c in make_claims(articles, limit or _DEFAULT_SENTENCES)
    ]
    written: list[Case] = [
        (PARAPHRASE, p.kind, p.text, p.article, p.paragraphs) for p in load_paraphrases(load_articles(SAMPLES))
    ]
    return measure(folder.name if folder else "sample stories", [*claims, *written])


def measure(name: str, claims: Sequence[Case]) -> Result:
    """Check claims both ways, and count per kind how many were found unsupported."""
    checker = Checker()
    inside = [bool(checker.check(draft, evidence).problems) for draft, evidence in map(_drafted, claims)]
    outside = [line["verdict"] == "unsupported" for line in check_batch(_lines(claims))]
    total = Counter(kind for kind, *_ in claims)
    figures = []
    for way, found in zip(WAYS, (inside, outside), strict=True):
        count = Counter(claim[0] for claim, bad in zip(claims, found, strict=True) if bad)
        for kinds, says in ((FALSE_KINDS, "caught"), ((UNCHANGED, FAIR, PARAPHRASE), "false alarms")):
            figures += [
                Figure(f"{kind}, {says}, {way}", count[kind] / total[kind] if total[kind] else None, total[kind])
                for kind in kinds
            ]
    details: list[dict[str, object]] = [
        {"kind": kind, "how": how, "text": text, "article": article.id, WAYS[0]: one, WAYS[1]: other}
        for (kind, how, text, article, _), one, other in zip(claims, inside, outside, strict=True)
        if {one, other} != {kind in FALSE_KINDS}
    ]
    return Result("checker", name, tuple(figures), tuple(details))


def _is_measured(article: Article, *, everything: bool) -> bool:
    held_out = everything or share_of(f"half {article.id}") >= 0.5
    return held_out and len(article.body) >= _FEWEST_PARAGRAPHS and (article.language or "en") == "en"


def _drafted(
    claim: Case,
) -> tuple[DraftClaim, dict[str, EvidenceParagraph]]:
    _, _, text, article, cited = claim
    return DraftClaim(text, tuple(Cite(p.id) for p in cited)), evidence_from_articles([article])


def _lines(
    claims: Iterable[Case],
) -> Iterator[dict[str, object]]:
    for number, (_, _, text, article, cited) in enumerate(claims):
        evidence = [{"id": p.id, "outlet": article.outlet, "text": p.text} for p in cited]
        yield {"id": number, "text": text, "evidence": evidence}
