"""The suite of the checker: true sentences made false in one place, and true ones in other words.

A case is a true sentence with everything made of it, or a written paraphrase. It measures the checker of the writers
(the whole article as evidence) and `check --batch` (the cited paragraph alone), and needs no library. Articles are
divided by their ids; those it measures on were not used to write the rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from eval.articles import load_articles, share_of
from eval.cases import Case, CaseSet
from eval.judges import Judge
from eval.measures import Better, Measure, Scores
from eval.mutants import FAIR, FALSE_KINDS, UNCHANGED, Claim, make_claims
from eval.paraphrases import load_paraphrases
from eval.sets.folders import SAMPLES
from eval.suites.suite import Outcome, Subject, Suite
from rag.batches import check_batch
from rag.datatypes import Article, Cite, Draft, DraftClaim
from rag.ingest import build_article
from rag.verify import Checker, evidence_from_articles

PARAPHRASE = "paraphrase"
TRUE_KINDS = (UNCHANGED, FAIR, PARAPHRASE)
WAYS = ("in process", "check --batch")
_DEFAULT_SENTENCES = 3000
_FEWEST_PARAGRAPHS = 4

Found = tuple[tuple[bool, bool], ...]
"""For each claim of a case, whether it was found unsupported, in both ways."""


def measure_name(kind: str, way: str) -> str:
    """Return the name of the figure of a kind of claim in one way."""
    return f"{kind}, {'caught' if kind in FALSE_KINDS else 'false alarms'}, {way}"


def _measures() -> Iterator[Measure]:
    for way in WAYS:
        for kind in FALSE_KINDS:
            yield Measure(measure_name(kind, way), f"false claims ({kind}) that were found")
        for kind in TRUE_KINDS:
            yield Measure(measure_name(kind, way), f"true claims ({kind}) that were turned away", Better.LOWER)


def load_checker(folder: Path | None, limit: int | None) -> CaseSet:
    """Make the claims; `limit` counts sentences. The paraphrases are always those of the sample stories."""
    articles = [a for a in load_articles(folder or SAMPLES) if _is_measured(a, everything=folder is None)]
    articles.sort(key=lambda article: share_of(article.id))
    made = list(_sentences(make_claims(articles, limit or _DEFAULT_SENTENCES)))
    written = [
        _case(f"paraphrase {p.id}", p.article, [(PARAPHRASE, p.kind, p.text, p.article, [q.id for q in p.paragraphs])])
        for p in load_paraphrases(load_articles(SAMPLES))
    ]
    return CaseSet(folder.name if folder else "sample stories", (*made, *written[:limit]))


def _is_measured(article: Article, *, everything: bool) -> bool:
    held_out = everything or share_of(f"half {article.id}") >= 0.5
    return held_out and len(article.body) >= _FEWEST_PARAGRAPHS and (article.language or "en") == "en"


def _sentences(claims: Iterable[Claim]) -> Iterator[Case]:
    """Put what was made of one sentence into one case: the sentence as it stands is the first of each."""
    held: list[Claim] = []
    for claim in claims:
        if claim.kind == UNCHANGED and held:
            yield _mutants(held)
            held = []
        held.append(claim)
    if held:
        yield _mutants(held)


def _mutants(claims: Sequence[Claim]) -> Case:
    first = claims[0]
    id = f"{first.paragraph.id} {first.article.paragraphs.index(first.paragraph)} {share_of(first.text):.9f}"
    return _case(id, first.article, [(c.kind, c.how, c.text, c.article, [c.paragraph.id]) for c in claims])


def _case(id: str, article: Article, claims: Sequence[tuple[str, str, str, Article, Sequence[str]]]) -> Case:
    articles = list(dict.fromkeys([article, *(claim[3] for claim in claims)]))
    items = [
        {"kind": kind, "how": how, "text": text, "article": articles.index(source), "cites": list(cites)}
        for kind, how, text, source, cites in claims
    ]
    return Case(id, article.id, articles=tuple(map(_draft, articles)), expected={"claims": items})


def _draft(article: Article) -> Draft:
    return Draft(
        article.text, article.title, article.outlet, article.published, article.url, article.author, article.language
    )


@lru_cache(maxsize=256)
def _article(draft: Draft) -> Article:
    return build_article(draft)


def ask(_subject: Subject, case: Case) -> Found:
    """Check every claim of a case in both ways."""
    checker, found = Checker(), []
    lines: list[dict[str, object]] = []
    for item in _claims(case):
        evidence = evidence_from_articles([_article(case.articles[item["article"]])])
        draft = DraftClaim(item["text"], tuple(Cite(id) for id in item["cites"]))
        found.append(bool(checker.check(draft, evidence).problems))
        cited = [{"id": id, "outlet": evidence[id].outlet, "text": evidence[id].text} for id in item["cites"]]
        lines.append({"id": len(lines), "text": item["text"], "evidence": cited})
    outside = [line["verdict"] == "unsupported" for line in check_batch(lines)]
    return tuple(zip(found, outside, strict=True))


def score(case: Case, found: Found, _judge: Judge) -> Outcome:
    """Score what was found: each kind of claim is one figure a way."""
    scores: Scores = {}
    wrong = []
    for item, ways in zip(_claims(case), found, strict=True):
        for way, bad in zip(WAYS, ways, strict=True):
            scores[measure_name(item["kind"], way)] = float(bad)
        if set(ways) != {item["kind"] in FALSE_KINDS}:
            wrong.append(item | {"found": ways})
    told = [f"{w['kind']} {w['how']}".strip() + f": {_in_words(w['found'])}" for w in wrong]
    claims = [{"text": w["text"], "sources": _sources(case, w["article"], w["cites"])} for w in wrong]
    return Outcome(scores, {"question": "", "claims": claims, "problems": told} if wrong else {})


def _in_words(found: Sequence[bool]) -> str:
    return "; ".join(
        f"{way} {'turned it away' if bad else 'let it pass'}" for way, bad in zip(WAYS, found, strict=True)
    )


def _sources(case: Case, place: int, cites: Sequence[str]) -> list[dict[str, str]]:
    article = _article(case.articles[place])
    return [
        {"id": p.id, "outlet": article.outlet, "title": article.title, "text": p.text}
        for p in article.paragraphs
        if p.id in cites
    ]


def _claims(case: Case) -> list[dict[str, Any]]:
    claims: list[dict[str, Any]] = (case.expected or {})["claims"]
    return claims


CHECKER = Suite(
    name="checker",
    about="false claims caught and true ones turned away, by kind of change",
    measures=tuple(_measures()),
    product=Found,
    load=load_checker,
    ask=ask,
    score=score,
    needs_library=False,
)
