"""Figures that a later report revised."""

from __future__ import annotations

import pytest

from rag.datatypes import Citation, Cite, DraftClaim, FigureEntry, FigureKind, FigureValue
from rag.generate.outdated import Outdated


def value(number: float, day: str | None, sentence: str) -> FigureValue:
    words = f"{number:.0f}"
    cited = Citation(f"p{number:.0f}", "a", "Sedge Herald", "t", None, day, sentence, 0, len(sentence))
    return FigureValue(number, words, day, None, "Sedge Herald", cited)


EARLY = value(9, "2031-04-02", "The smash injured 9 people, the trust said.")
LATE = value(12, "2031-04-04", "The number of injured rose to 12.")


def ledger(kind: FigureKind) -> Outdated:
    return Outdated.of([FigureEntry("injured", "", kind, (EARLY, LATE))])


def claim(held: FigureValue, text: str) -> DraftClaim:
    return DraftClaim(text, (Cite(held.citation.paragraph_id, held.citation.quote),))


@pytest.mark.parametrize(
    ("title", "outdated"),
    [("Barges injure 9 at Ebbing", True), ("Nine injured", True), ("Barges injure 12", False), ("Lock shut", False)],
)
def test_a_headline_with_a_revised_figure_is_outdated(title: str, outdated: bool) -> None:
    assert ledger(FigureKind.REVISION).in_title(title) is outdated


def test_a_claim_with_the_earlier_value_is_outdated_and_one_with_the_later_is_the_latest() -> None:
    found = ledger(FigureKind.REVISION)
    early, late = claim(EARLY, EARLY.citation.quote), claim(LATE, LATE.citation.quote)
    assert found.in_claim(early)
    assert not found.is_the_latest(early)
    assert not found.in_claim(late)
    assert found.is_the_latest(late)


def test_another_claim_with_the_same_number_is_not_outdated() -> None:
    found = ledger(FigureKind.REVISION)
    assert not found.in_claim(DraftClaim("The lock was shut for 9 hours.", (Cite("p7", "The lock was shut."),)))
    assert not found.in_claim(claim(EARLY, "The smash injured people, the trust said."))


@pytest.mark.parametrize("kind", [FigureKind.CONFLICT, FigureKind.ROUNDING, FigureKind.AGREED])
def test_only_a_revision_makes_a_figure_outdated(kind: FigureKind) -> None:
    assert not ledger(kind).in_title("Barges injure 9 at Ebbing")


def test_without_days_nothing_is_later() -> None:
    undated = FigureEntry("injured", "", FigureKind.REVISION, (value(9, None, "9 hurt."), value(12, None, "12 hurt.")))
    assert Outdated.of([undated]).values == ()
