"""The same fact told by several articles becomes one claim with a position for each of them.

A claim is worded by one sentence, and every position is a sentence that was held against that one and found to say the
same or the opposite; so a chain of half-alike sentences never makes one claim. A sentence that says two things may bear
out two claims. An older value and its revision are two claims. Silence is never agreement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.datatypes import ComparedClaim, Position, Stance, Status
from rag.generate.compare.claims import Candidate
from rag.generate.compare.counterclaims import among, countered
from rag.generate.compare.likeness import Link, Pair
from rag.generate.compare.reading import Reading, cite_sentence
from rag.text.loaded import find_loaded
from rag.text.quotations import normalise

LIMIT = 40
"""How many claims a comparison lists, and as many more as are agreed or disputed, up to twice that."""

_Linked = Mapping[int, Mapping[int, Pair]]


@dataclass(frozen=True, slots=True)
class _Star:
    """A claim by those that state it and those that contradict it; `fresh` are those no earlier claim is made of."""

    stating: tuple[int, ...]
    opposing: tuple[int, ...]
    fresh: frozenset[int]


def compared_claims(
    claims: Sequence[Candidate], linked: Sequence[Pair], readings: Sequence[Reading]
) -> tuple[ComparedClaim, ...]:
    """Return the claims with every article's position: agreed ones first, then disputed, then single."""
    by_claim: dict[int, dict[int, Pair]] = defaultdict(dict)
    for pair in linked:
        if pair.link is not Link.REPLACED:
            by_claim[pair.one][pair.other] = by_claim[pair.other][pair.one] = pair
    stars = _stars(claims, by_claim, readings)
    compared = [_compared(star, claims, by_claim, readings) for star in stars]
    full = countered([claim for _, claim in compared], [star.stating for star in stars], linked)
    built = [(rank, claim) for (rank, _), claim in zip(compared, full, strict=True)]
    order = {Status.AGREED: 0, Status.DISPUTED: 1, Status.SINGLE: 2}
    built.sort(key=lambda item: (order[item[1].status], -item[0], item[1].text))
    shared = sum(claim.status is not Status.SINGLE for _, claim in built)
    return among([claim for _, claim in built[: max(LIMIT, min(2 * LIMIT, shared))]])


def _stars(claims: Sequence[Candidate], linked: _Linked, readings: Sequence[Reading]) -> list[_Star]:
    """Cover every link between two claims by a star, the best supported first; what is left over stands alone."""
    open_links = {
        (i, j) for i, others in linked.items() for j, pair in others.items() if i < j and pair.link is not Link.ALIKE
    }
    strength = {i: _strength(i, linked, claims, readings) for i in linked if claims[i].text is not None}
    stars: list[_Star] = []
    used: set[int] = set()
    while open_links:
        left: dict[int, float] = defaultdict(float)
        for i, j in open_links:
            left[i] += linked[i][j].score
            left[j] += linked[i][j].score
        # A claim is worded by a sentence of its own, so that nothing is said twice.
        able = [i for i in left if i in strength and i not in used]
        if not able:
            break
        leader = max(able, key=lambda i: (strength[i][0], left[i], strength[i][1], -i))
        stating = _agreeing(leader, linked, claims)
        opposing = _opposing(stating, linked, claims)
        stars.append(_Star(tuple(sorted(stating)), tuple(sorted(opposing)), frozenset(stating) - used))
        members = {*stating, *opposing}
        used |= members
        open_links = {(i, j) for i, j in open_links if not {i, j} <= members and not {i, j} <= used}
    alone = [i for i, claim in enumerate(claims) if i not in used and claim.text is not None and not claim.spoken]
    return stars + [_Star((i,), (), frozenset((i,))) for i in alone]


def _agreeing(leader: int, linked: _Linked, claims: Sequence[Candidate]) -> list[int]:
    """Return the leader and those that state the same, the likeliest first, all of different articles alike."""
    same = [(j, pair.score) for j, pair in linked[leader].items() if pair.link is Link.SAME]
    found = [leader]
    for j, _ in sorted(same, key=lambda item: (-item[1], item[0])):
        others = [i for i in found if claims[i].sentence.article != claims[j].sentence.article]
        if all(i in linked[j] and linked[j][i].link in (Link.SAME, Link.ALIKE) for i in others):
            found.append(j)
    return found


def _opposing(stating: Sequence[int], linked: _Linked, claims: Sequence[Candidate]) -> set[int]:
    """Return those that contradict a claim. What an article says that states it too is the other side of a dispute."""
    own = {claims[i].sentence.article for i in stating}
    found = {j for i in stating for j, pair in linked[i].items() if pair.link is Link.OPPOSED}
    return {j for j in found if claims[j].sentence.article not in own}


def _strength(i: int, linked: _Linked, claims: Sequence[Candidate], readings: Sequence[Reading]) -> tuple[int, float]:
    """Return how many origins state a claim, and how neutral and weighty it is."""
    same = [j for j, pair in linked[i].items() if pair.link is Link.SAME]
    origins = {readings[claims[j].sentence.article].origin for j in (i, *same)}
    return len(origins), claims[i].weight - len(find_loaded(claims[i].sentence.text))


def _compared(
    star: _Star, claims: Sequence[Candidate], linked: _Linked, readings: Sequence[Reading]
) -> tuple[float, ComparedClaim]:
    """Return a claim with its rank within its status."""
    positions = tuple(_position(number, star, claims, readings) for number in range(len(readings)))
    origins = {readings[claims[i].sentence.article].origin for i in star.stating}
    if any(position.stance is Stance.CONTRADICTS for position in positions):
        status = Status.DISPUTED
    else:
        status = Status.AGREED if len(origins) > 1 else Status.SINGLE
    members = star.stating + star.opposing
    articles = {claims[i].sentence.article for i in members}
    rank = len(origins) + max(claims[i].weight for i in members) + 0.1 * len(articles)
    return rank, ComparedClaim(_wording(star, claims, linked), status, positions)


def _position(number: int, star: _Star, claims: Sequence[Candidate], readings: Sequence[Reading]) -> Position:
    article = readings[number].article
    for stance, side in ((Stance.STATES, star.stating), (Stance.CONTRADICTS, star.opposing)):
        own = [claims[i].sentence for i in side if claims[i].sentence.article == number]
        if own:
            return Position(article.id, article.outlet, stance, tuple(cite_sentence(readings, s) for s in own))
    return Position(article.id, article.outlet, Stance.SILENT, ())


def _wording(star: _Star, claims: Sequence[Candidate], linked: _Linked) -> str:
    """Return the sentence that says least of its own, is most central and most neutral, of those that stand alone."""
    standing = sorted(i for i in star.fresh if claims[i].text is not None)

    def fitness(i: int) -> tuple[float, int]:
        text = claims[i].text or ""
        likeness = [linked[i][j].score for j in star.stating if j in linked.get(i, {})]
        central = sum(likeness) / max(1, len(star.stating) - 1)
        others = [claims[j] for j in star.stating if claims[j].sentence.article != claims[i].sentence.article]
        common = sum(_borne_out(claims[i], other) for other in others) / max(1, len(others))
        loaded = len(find_loaded(claims[i].sentence.text))
        spoken = [_quoted(claims[j]) for j in star.stating]
        # A quotation that one outlet alone prints this way may be the altered one.
        usual = spoken.count(_quoted(claims[i])) / len(spoken)
        figures = len(claims[i].sentence.figures)
        bracketed = text.startswith("[")
        return central + common + usual - 0.25 * loaded - 0.1 * bracketed - 0.03 * figures - 0.001 * len(text), -i

    return claims[max(standing, key=fitness)].text or ""


def _borne_out(claim: Candidate, other: Candidate) -> float:
    """Return the share of what a claim says, its figures among it, that another one says too."""
    values = {figure.value for figure in claim.sentence.figures}
    said = len(claim.core) + len(values)
    both = len(claim.core & other.sentence.stems)
    return (both + len(values & {figure.value for figure in other.sentence.figures})) / max(1, said)


def _quoted(claim: Candidate) -> str:
    return " ".join(normalise(quote.text).rstrip(",.") for quote in claim.sentence.quotations)
