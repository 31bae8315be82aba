"""A model's word takes the place of the program's links where it has read two articles, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import pytest

from rag.datatypes import Article, Comparison, Origin, Stance, Status
from rag.generate.compare import compare_articles
from rag.generate.compare.relations import Listed, Relation, Relations
from tests.generate.stories import article

SHUT = "The weir at Tarn Mill was closed to boats on Sunday evening."
BARRED = "No vessel may pass the Tarn Mill barrage, wardens decided at the weekend."
TOLL = "Wardens counted forty dead trout below the sluice."
OPEN = "The sluice gate never killed a single fish, the mill's owner insists."
ASIDE = "A brass band played in the market hall at Orrin."

Asked = list[tuple[Listed, Listed]]


class Model:
    """A model that relates sentences as told, by their texts; pairs of articles it has seen are kept."""

    def __init__(self, *told: tuple[str, str, Relation], silent: bool = False) -> None:
        self.told = {frozenset(pair[:2]): pair[2] for pair in told}
        self.silent = silent
        self.asked: Asked = []

    def __call__(self, pairs: Sequence[tuple[Listed, Listed]]) -> list[Relations | None]:
        self.asked += pairs
        return [None if self.silent else self._relate(*pair) for pair in pairs]

    def _relate(self, one: Listed, other: Listed) -> Relations:
        return {
            (i, j): self.told[frozenset((a, b))]
            for i, a in enumerate(one.sentences)
            for j, b in enumerate(other.sentences)
            if frozenset((a, b)) in self.told
        }


HERALD, COURIER, LEDGER = (
    article("Herald", SHUT, TOLL),
    article("Courier", BARRED, OPEN),
    article("Ledger", ASIDE),
)


def compared(model: Model | None, *articles: Article, origins: Sequence[Origin] = ()) -> Comparison:
    return compare_articles("The weir", articles, origins, relate=model)


def statuses(comparison: Comparison) -> set[Status]:
    return {claim.status for claim in comparison.claims}


def test_what_the_model_calls_the_same_is_one_claim_in_any_words() -> None:
    model = Model((SHUT, BARRED, Relation.SAME))
    assert all(c.status is Status.SINGLE for c in compared(None, HERALD, COURIER, LEDGER).claims)
    found = compared(model, HERALD, COURIER, LEDGER)
    (agreed,) = [c for c in found.claims if c.status is Status.AGREED]
    assert {p.outlet: p.stance for p in agreed.positions} == {
        "Herald": Stance.STATES,
        "Courier": Stance.STATES,
        "Ledger": Stance.SILENT,
    }
    assert len(model.asked) == 3


def test_what_the_model_calls_a_contradiction_is_disputed() -> None:
    found = compared(Model((TOLL, OPEN, Relation.CONTRADICTS)), HERALD, COURIER)
    (disputed,) = [c for c in found.claims if c.status is Status.DISPUTED]
    assert {p.stance for p in disputed.positions} == {Stance.STATES, Stance.CONTRADICTS}


def test_a_revised_state_is_two_claims() -> None:
    found = compared(Model((TOLL, OPEN, Relation.REVISED)), HERALD, COURIER)
    assert {c.text for c in found.claims} == {SHUT, TOLL, BARRED, OPEN}


def test_what_the_model_leaves_out_is_no_agreement_unless_it_is_alike_to_the_letter() -> None:
    near = article("Courier", SHUT.replace("Sunday evening", "Sunday"), ASIDE)
    assert Status.AGREED in statuses(compared(None, HERALD, near))
    assert statuses(compared(Model(), HERALD, near)) == {Status.SINGLE}
    assert Status.AGREED in statuses(compared(Model(), LEDGER, near))


def test_without_a_reply_the_programs_links_stand() -> None:
    near = article("Courier", SHUT.replace("Sunday evening", "Sunday"))
    assert compared(Model(silent=True), HERALD, near) == compared(None, HERALD, near)


def test_articles_of_one_origin_are_not_put_to_the_model() -> None:
    model = Model()
    compared(model, HERALD, COURIER, origins=[Origin((HERALD.id, COURIER.id), "the same wire copy")])
    assert model.asked == []


def test_two_that_are_the_same_as_a_third_are_one_claim() -> None:
    third = article("Ledger", "Boats were turned back at Tarn Mill from Sunday onwards.")
    words = third.body[0].text
    model = Model((SHUT, BARRED, Relation.SAME), (BARRED, words, Relation.SAME))
    (agreed,) = [c for c in compared(model, HERALD, COURIER, third).claims if c.status is Status.AGREED]
    assert [p.stance for p in agreed.positions] == [Stance.STATES] * 3


@pytest.mark.parametrize("order", list(permutations((HERALD, COURIER, LEDGER))))
def test_the_order_of_the_articles_changes_nothing(order: tuple[Article, ...]) -> None:
    told = [(SHUT, BARRED, Relation.SAME), (TOLL, OPEN, Relation.CONTRADICTS)]
    assert compared(Model(*told), *order) == compared(Model(*told), HERALD, COURIER, LEDGER)
