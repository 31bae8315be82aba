"""The same fact told by several articles becomes one claim with a position for each of them.

Claims are joined only where all of them are alike (complete link), so that a chain of half-alike sentences never
makes one claim. An older value and its revision are two claims. Silence is never agreement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rag.datatypes import ComparedClaim, Position, Stance, Status
from rag.generate.compare.claims import Candidate
from rag.generate.compare.likeness import SAME, Link, Pair
from rag.generate.compare.reading import Reading, cite_sentence
from rag.text.loaded import find_loaded
from rag.text.quotations import normalise

LIMIT = 40
"""How many claims a comparison lists."""
_WITHIN = 0.8
"""How alike, as a share of `SAME`, every pair of a joined claim must be."""

_Pairs = Mapping[tuple[int, int], Pair]


def compared_claims(
    claims: Sequence[Candidate], linked: Sequence[Pair], readings: Sequence[Reading]
) -> tuple[ComparedClaim, ...]:
    """Return the claims with every article's position: agreed ones first, then disputed, then single."""
    by_place = {(pair.one, pair.other): pair for pair in linked}
    built = [_compared(group, claims, by_place, readings) for group in _groups(claims, linked, by_place)]
    order = {Status.AGREED: 0, Status.DISPUTED: 1, Status.SINGLE: 2}
    built.sort(key=lambda item: (order[item[1].status], -item[0], item[1].text))
    return tuple(claim for _, claim in built[:LIMIT])


def _groups(claims: Sequence[Candidate], linked: Sequence[Pair], by_place: _Pairs) -> list[list[int]]:
    group_of = {i: [i] for i in range(len(claims))}
    for pair in sorted(linked, key=lambda p: (-p.score, p.one, p.other)):
        first, second = group_of[pair.one], group_of[pair.other]
        if pair.link is Link.REPLACED or first is second or not _joinable(first, second, claims, by_place):
            continue
        first.extend(second)
        for member in second:
            group_of[member] = first
    return [sorted(group) for group in {id(group): group for group in group_of.values()}.values()]


def _joinable(first: Sequence[int], second: Sequence[int], claims: Sequence[Candidate], by_place: _Pairs) -> bool:
    for a in first:
        for b in second:
            pair = by_place.get((min(a, b), max(a, b)))
            if pair is None or pair.link is Link.REPLACED:
                return False
            if pair.link is Link.SAME and pair.score < SAME * _WITHIN:
                return False
            if pair.link is Link.OPPOSED and claims[a].sentence.article == claims[b].sentence.article:
                return False
    return True


def _compared(
    group: Sequence[int], claims: Sequence[Candidate], by_place: _Pairs, readings: Sequence[Reading]
) -> tuple[float, ComparedClaim]:
    """Return a claim with its rank within its status."""
    stating, opposing = _sides(group, claims, by_place, readings)
    positions = tuple(_position(number, stating, opposing, claims, readings) for number in range(len(readings)))
    origins = {readings[claims[i].sentence.article].origin for i in stating}
    if any(position.stance is Stance.CONTRADICTS for position in positions):
        status = Status.DISPUTED
    else:
        status = Status.AGREED if len(origins) > 1 else Status.SINGLE
    articles = {claims[i].sentence.article for i in group}
    rank = len(origins) + max(claims[i].weight for i in group) + 0.1 * len(articles)
    return rank, ComparedClaim(_wording(stating, claims, by_place), status, positions)


def _sides(
    group: Sequence[int], claims: Sequence[Candidate], by_place: _Pairs, readings: Sequence[Reading]
) -> tuple[list[int], list[int]]:
    """Split a group into those who state the claim and those who contradict it: the more origins state it."""

    def opposed(a: int, b: int) -> bool:
        pair = by_place.get((min(a, b), max(a, b)))
        return pair is not None and pair.link is Link.OPPOSED

    def support(leader: int) -> tuple[int, int, int, float, int]:
        articles = {claims[i].sentence.article for i in group if not opposed(leader, i)}
        origins = {readings[number].origin for number in articles}
        loaded = len(find_loaded(claims[leader].sentence.text))
        return len(origins), len(articles), -loaded, claims[leader].weight, -leader

    leader = max(group, key=support)
    return [i for i in group if not opposed(leader, i)], [i for i in group if opposed(leader, i)]


def _position(
    number: int,
    stating: Sequence[int],
    opposing: Sequence[int],
    claims: Sequence[Candidate],
    readings: Sequence[Reading],
) -> Position:
    article = readings[number].article
    for stance, side in ((Stance.STATES, stating), (Stance.CONTRADICTS, opposing)):
        own = [claims[i].sentence for i in side if claims[i].sentence.article == number]
        if own:
            return Position(article.id, article.outlet, stance, tuple(cite_sentence(readings, s) for s in own))
    return Position(article.id, article.outlet, Stance.SILENT, ())


def _wording(stating: Sequence[int], claims: Sequence[Candidate], by_place: _Pairs) -> str:
    """Return the most central and most neutral of the sentences that state a claim."""

    def fitness(i: int) -> tuple[float, int]:
        likeness = [
            by_place[min(i, j), max(i, j)].score for j in stating if j != i and (min(i, j), max(i, j)) in by_place
        ]
        central = sum(likeness) / len(likeness) if likeness else 0.0
        loaded = len(find_loaded(claims[i].sentence.text))
        bracketed = claims[i].text.startswith("[")
        spoken = [_quoted(claims[j]) for j in stating]
        # A quotation that one outlet alone prints this way may be the altered one.
        usual = spoken.count(_quoted(claims[i])) / len(spoken)
        figures = len(claims[i].sentence.figures)
        return central + 0.3 * usual - 0.25 * loaded - 0.1 * bracketed - 0.03 * figures - 0.001 * len(
            claims[i].text
        ), -i

    return claims[max(stating, key=fitness)].text


def _quoted(claim: Candidate) -> str:
    return " ".join(normalise(quote.text).rstrip(",.") for quote in claim.sentence.quotations)
