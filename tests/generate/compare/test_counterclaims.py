"""Two claims that cannot both be true stand against each other, whoever reports them."""

from __future__ import annotations

from itertools import permutations

import pytest

from rag.datatypes import Article, ComparedClaim, Counterclaim, Opposition, Stance, Status
from rag.generate.compare.counterclaims import among, countered
from rag.generate.compare.likeness import Link, Pair
from rag.generate.compare.relations import Relation
from tests.generate.compare.test_related import Model, compared
from tests.generate.stories import article

ACCUSED = "The warden opened the sluice without leave, the anglers' club says."
DENIED = "The warden insists that the club had asked her to open it."
TOLD = "Anglers accuse the warden of letting the water out on her own account."
SINGLE = tuple(ComparedClaim(text, Status.SINGLE, ()) for text in ("a", "b", "c"))


def against(linked: list[Pair], stating: tuple[tuple[int, ...], ...] = ((0,), (1,), (2,))) -> dict[str, list[str]]:
    return {
        claim.text: [f"{one.text} {one.opposition}" for one in claim.counterclaims]
        for claim in countered(SINGLE, stating, linked)
    }


def test_a_link_of_sentences_is_one_of_the_claims_they_state() -> None:
    assert against([Pair(0, 2, 0.9, Link.OPPOSED)]) == {"a": ["c contradicts"], "b": [], "c": ["a contradicts"]}
    assert against([Pair(0, 2, 0.9, Link.REPLACED)]) == {"a": ["c revised"], "b": [], "c": ["a revised"]}
    assert against([Pair(0, 2, 0.9, Link.SAME), Pair(0, 1, 0.9, Link.ALIKE)]) == {"a": [], "b": [], "c": []}


def test_a_contradiction_weighs_more_than_a_revision_and_only_it_makes_a_dispute() -> None:
    both = [Pair(0, 1, 0.9, Link.OPPOSED), Pair(0, 3, 0.9, Link.REPLACED)]
    found = countered(SINGLE, ((0,), (1, 3), (2,)), both)
    assert found[0].counterclaims == (Counterclaim("b", Opposition.CONTRADICTS),)
    assert [claim.status for claim in found] == [Status.DISPUTED, Status.DISPUTED, Status.SINGLE]
    revised = countered(SINGLE, ((0,), (1,), (2,)), [Pair(0, 1, 0.9, Link.REPLACED)])
    assert {claim.status for claim in revised} == {Status.SINGLE}


def test_a_claim_that_states_both_sides_is_not_against_itself() -> None:
    assert against([Pair(0, 1, 0.9, Link.OPPOSED)], ((0, 1), (2,), (3,))) == {"a": [], "b": [], "c": []}


def test_a_counterclaim_that_is_not_listed_is_not_named() -> None:
    found = countered(SINGLE, ((0,), (1,), (2,)), [Pair(0, 1, 0.9, Link.OPPOSED), Pair(0, 2, 0.9, Link.OPPOSED)])
    assert [one.text for one in among(found[:2])[0].counterclaims] == ["b"]


@pytest.mark.parametrize("order", list(permutations(range(2))))
def test_outlets_that_report_both_sides_state_two_claims_against_each_other(order: tuple[int, ...]) -> None:
    articles: list[Article] = [article("Herald", ACCUSED, DENIED), article("Courier", TOLD, DENIED)]
    model = Model(
        (ACCUSED, TOLD, Relation.SAME), (ACCUSED, DENIED, Relation.CONTRADICTS), (TOLD, DENIED, Relation.CONTRADICTS)
    )
    found = {claim.text: claim for claim in compared(model, *(articles[i] for i in order)).claims}
    accusation = next(claim for text, claim in found.items() if text in (ACCUSED, TOLD))
    denial = found[DENIED]
    assert [one.text for one in accusation.counterclaims] == [DENIED]
    assert [one.text for one in denial.counterclaims] == [accusation.text]
    assert {accusation.status, denial.status} == {Status.DISPUTED}
    assert {position.stance for claim in (accusation, denial) for position in claim.positions} == {Stance.STATES}
