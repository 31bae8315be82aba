"""Shared copy among articles at hand, and the evidence that a reader is shown for it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

from rag.datatypes import Article, Origin, ParagraphKind
from rag.store.fingerprints import take_fingerprint
from rag.store.grouping import Grouping, New

OWN_TEXT = "its own text"
"""The evidence for an origin of one article."""

_NAMES = (
    r"(Associated Press|Agence France-Presse|Press Association|AP|AFP|Reuters|PA Media|UPI|Bloomberg|Xinhua|TASS|"
    r"Interfax|Kyodo|ANSA|EFE|dpa|DPA)"
)
_AGENCIES = re.compile(rf"\b{_NAMES}\b")
_OPENING = re.compile(rf"[^()]{{1,60}}\({_NAMES}\)")
"""How an agency's report opens: the place, and the agency in brackets."""
_FULL = {"AP": "Associated Press", "AFP": "Agence France-Presse", "DPA": "dpa", "Press Association": "PA Media"}
_HELPED = re.compile(r"\bcontribut\w+ to this (?:report|article|story)\b", re.IGNORECASE)
_CREDITS = (ParagraphKind.BYLINE, ParagraphKind.CREDIT, ParagraphKind.SIGNOFF)


def group_origins(batch: Sequence[Article]) -> list[Origin]:
    """Find shared copy among articles that are in no library."""
    held = {article.id: article for article in batch}
    grouping = Grouping()
    grouping.add([New(a.id, take_fingerprint(a), a.published, a.outlet) for a in held.values()])
    settled = grouping.settle()
    first = {key: ids[0] for ids in settled.origins for key in ids}
    members: dict[str, list[str]] = defaultdict(list)
    for key in held:
        members[first[key]].append(key)
    shares = {(one, other): shared for one, other, *_, shared in settled.pairs if shared}
    return [Origin(tuple(ids), why([held[key] for key in ids], largest_share(ids, shares))) for ids in members.values()]


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
    lines += [opening[0] for paragraph in article.body[:1] if (opening := _OPENING.match(paragraph.text))]
    return {_FULL.get(name, name) for line in lines for name in _AGENCIES.findall(line)}


def largest_share(ids: Sequence[str], shares: Mapping[tuple[str, str], int]) -> int:
    """Return the largest share between two of some articles, 0 if none is known."""
    return max((max(shares.get((a, b), 0), shares.get((b, a), 0)) for a, b in combinations(ids, 2)), default=0)
