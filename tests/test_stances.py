"""Stances: an article does not state a claim where what it says stands in another thing's place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.datatypes import Article, Citation, ComparedClaim, Comparison, Origin, Position, Stance, Status
from rag.stances import proven
from rag.verify import Checker, evidence_from_articles
from tests.generate.answering import story

CLAIM = "Northland and Dova vetoed the resolution on the ceasefire on Friday by 11 votes to three."


def position(article: Article, stance: Stance = Stance.STATES) -> Position:
    paragraph = article.body[0]
    quote = Citation(
        paragraph.id, article.id, article.outlet, article.title, None, None, paragraph.text, 0, len(paragraph.text)
    )
    return Position(article.id, article.outlet, stance, () if stance is Stance.SILENT else (quote,))


def compared(status: Status, *positions: Position) -> Comparison:
    origins = tuple(Origin((held.article_id,), "its own text") for held in positions)
    return Comparison("Ceasefire", (), origins, (ComparedClaim(CLAIM, status, positions),), (), (), (), ())


def stances(other: str, stance: Stance = Stance.STATES) -> tuple[Status, list[Stance]]:
    one, two = story("Sedge Herald", CLAIM, title="Veto"), story("Moor Post", other, title="Vote")
    status = Status.DISPUTED if stance is Stance.CONTRADICTS else Status.AGREED
    found = proven(
        compared(status, position(one), position(two, stance)), evidence_from_articles([one, two]), Checker()
    )
    (claim,) = found.claims
    return claim.status, [held.stance for held in claim.positions]


@pytest.mark.parametrize(
    "other",
    [
        "On Friday Northland and Dova vetoed the ceasefire resolution, by 11 votes to three.",
        "The resolution on the ceasefire was vetoed by Northland and Dova on Friday; the vote was 11 to three.",
        "Northland and Dova have blocked the ceasefire text, as they had said they would.",
    ],
)
def test_what_bears_a_claim_out_or_only_leaves_something_out_is_agreed(other: str) -> None:
    assert stances(other) == (Status.AGREED, [Stance.STATES, Stance.STATES])


@pytest.mark.parametrize(
    "other",
    [
        "Northland and Dova vetoed the resolution on the ceasefire on Friday by 12 votes to three.",
        "Northland and Dova vetoed the resolution on the ceasefire on Monday by 11 votes to three.",
        "Northland and Dova have not vetoed the resolution on the ceasefire on Friday by 11 votes to three.",
        "Northland and Marl vetoed the resolution on the ceasefire on Friday by 11 votes to three.",
    ],
)
def test_another_thing_in_the_place_of_what_is_claimed_is_silence_and_no_agreement(other: str) -> None:
    assert stances(other) == (Status.SINGLE, [Stance.STATES, Stance.SILENT])


def test_a_contradiction_is_left_as_the_comparison_found_it() -> None:
    other = "The resolution was passed on Friday."
    assert stances(other, Stance.CONTRADICTS) == (Status.DISPUTED, [Stance.STATES, Stance.CONTRADICTS])


def test_copies_of_one_origin_do_not_agree_with_each_other() -> None:
    one, two, three = (story(outlet, CLAIM, title=outlet) for outlet in ("Sedge Herald", "Moor Post", "Marl Klaxon"))
    other = story("Ebbing Echo", CLAIM.replace("Dova", "Marl"), title="Another country")
    found = compared(Status.AGREED, *map(position, (one, two, three)), position(other))
    wire = (Origin((one.id, two.id, three.id), "one wire"), Origin((other.id,), "its own text"))
    found = proven(replace(found, origins=wire), evidence_from_articles([one, two, three, other]), Checker())
    assert found.claims[0].status is Status.SINGLE
