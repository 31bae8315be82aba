"""Claims that stand against each other: the two sides of a dispute that outlets report both of, and older states.

An outlet has one stance on a claim. One that prints an accusation and its denial states two claims; that they cannot
both be true is said here, of the claims.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rag.datatypes import ComparedClaim, Counterclaim, Opposition, Status
from rag.generate.compare.likeness import Link, Pair

_AGAINST = {Link.OPPOSED: Opposition.CONTRADICTS, Link.REPLACED: Opposition.REVISED}


def countered(
    claims: Sequence[ComparedClaim], stating: Sequence[Iterable[int]], linked: Iterable[Pair]
) -> list[ComparedClaim]:
    """Return the claims with those that stand against each; what is contradicted so is disputed.

    Args:
        claims: The claims, in any order.
        stating: For each of them the places of the sentences that state it, as `linked` has them.
        linked: The links between sentences.
    """
    stated_by: dict[int, list[int]] = defaultdict(list)
    for number, places in enumerate(stating):
        for place in places:
            stated_by[place].append(number)
    against: dict[int, dict[int, Opposition]] = defaultdict(dict)
    for pair in linked:
        opposition = _AGAINST.get(pair.link)
        if opposition is None:
            continue
        for one in stated_by[pair.one]:
            for other in stated_by[pair.other]:
                if one != other and against[one].get(other) is not Opposition.CONTRADICTS:
                    against[one][other] = against[other][one] = opposition
    return [_with(claim, against[number], claims) for number, claim in enumerate(claims)]


def among(claims: Sequence[ComparedClaim]) -> tuple[ComparedClaim, ...]:
    """Return the claims with counterclaims only to those that are among them."""
    listed = {claim.text for claim in claims}
    return tuple(
        replace(claim, counterclaims=tuple(one for one in claim.counterclaims if one.text in listed))
        for claim in claims
    )


def _with(claim: ComparedClaim, against: dict[int, Opposition], claims: Sequence[ComparedClaim]) -> ComparedClaim:
    found = {claims[number].text: opposition for number, opposition in sorted(against.items())}
    found.pop(claim.text, None)
    order = list(Opposition)
    counterclaims = sorted(found.items(), key=lambda item: (order.index(item[1]), item[0]))
    made = replace(claim, counterclaims=tuple(Counterclaim(*item) for item in counterclaims))
    return replace(made, status=Status.DISPUTED) if made.is_disputed else made
