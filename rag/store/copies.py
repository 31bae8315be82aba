"""Shared copy among articles at hand, and the evidence that a reader is shown for it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

from rag.datatypes import Article, Origin, ParagraphKind
from rag.store.clusters import connected
from rag.store.fingerprints import take_fingerprint
from rag.store.kinship import share_of, shares_copy

OWN_TEXT = "its own text"
"""The evidence for an origin of one article."""

_AGENCIES = re.compile(
    r"\b(Associated Press|Agence France-Presse|Press Association|AP|AFP|Reuters|PA Media|UPI|Bloomberg|Xinhua|TASS|"
    r"Interfax|Kyodo|ANSA|EFE|dpa|DPA)\b"
)
_FULL = {"AP": "Associated Press", "AFP": "Agence France-Presse", "DPA": "dpa", "Press Association": "PA Media"}
_HELPED = re.compile(r"\bcontribut\w+ to this (?:report|article|story)\b", re.IGNORECASE)
_CREDITS = (ParagraphKind.BYLINE, ParagraphKind.CREDIT, ParagraphKind.SIGNOFF)


def group_origins(batch: Sequence[Article]) -> list[Origin]:
    """Find shared copy among articles that are in no library."""
    shingles = [take_fingerprint(article).shingles for article in batch]
    shares = {}
    for one, other in combinations(range(len(batch)), 2):
        shared, share = share_of(shingles[one], shingles[other])
        if shares_copy(shared, share):
            shares[one, other] = share
    first = connected(range(len(batch)), shares)
    members: dict[int, list[int]] = defaultdict(list)
    for at in range(len(batch)):
        members[first[at]].append(at)
    found = []
    for group in members.values():
        share = max((shares.get(pair, 0) for pair in combinations(group, 2)), default=0)
        held = [batch[at] for at in group]
        found.append(Origin(tuple(article.id for article in held), why(held, share)))
    return found


def why(articles: Sequence[Article], share: int) -> str:
    """Say why articles count as one source: the largest share of wording between two of them, and who is credited."""
    if len(articles) < 2:
        return OWN_TEXT
    words = f"{share / 100:.0f}% of the shorter article's wording is in the other"
    credited = set.intersection(*(agencies(article) for article in articles))
    return f"{words}; all credit {' and '.join(sorted(credited))}" if credited else words


def agencies(article: Article) -> set[str]:
    """Return the news agencies that an article names as its author, in a credit, or as having contributed."""
    lines = [article.author or "", article.outlet]
    for paragraph in article.paragraphs:
        if paragraph.kind in _CREDITS or _HELPED.search(paragraph.text):
            lines.append(paragraph.text)
    # A report opens with the place and the agency: "SALTMARSH (Reuters) - ...".
    lines += [paragraph.text[:60].partition(")")[0] for paragraph in article.body[:1] if "(" in paragraph.text[:40]]
    return {_FULL.get(name, name) for line in lines for name in _AGENCIES.findall(line)}


def largest_share(ids: Sequence[str], shares: Mapping[tuple[str, str], int]) -> int:
    """Return the largest share between two of some articles, 0 if none is known."""
    return max((max(shares.get((a, b), 0), shares.get((b, a), 0)) for a, b in combinations(ids, 2)), default=0)
