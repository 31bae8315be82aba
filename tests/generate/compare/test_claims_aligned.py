from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.datatypes import Article, Comparison, Draft, FigureKind, Stance, Status
from rag.generate.compare import compare_articles
from rag.generate.compare.denials import denied_acts, denies, negates
from rag.generate.compare.pair_model import load_pair_model
from rag.generate.compare.traits import NAMES
from rag.ingest import build_article, read_sources
from rag.store.embeddings import load_embedder
from tests.generate.stories import article

SAMPLE = Path(__file__).parents[3] / "sample_data" / "articles"
STORIES = sorted(path.name for path in SAMPLE.iterdir() if path.is_dir())

WEIR = article(
    "Weir Gazette",
    "The Ostermill weir gave way at dawn on Thursday after a week of rain, the river board said.",
    "Board chairman Piet Havel resigned on Friday over the failed inspection.",
    "The market in Ostermill stayed shut all day.",
)
VALLEY = article(
    "Valley Bugle",
    "After a week of rain the weir at Ostermill gave way at dawn on Thursday, according to the river board.",
    "Board chairman Piet Havel has not resigned over the failed inspection.",
    "A brass band played in the square at noon.",
    published="2031-05-07T12:00:00+00:00",
)


def compare(*articles: Article) -> Comparison:
    return compare_articles("Ostermill weir gives way", articles, (), embed=load_embedder("wordllama").embed)


def test_the_same_fact_in_another_order_of_words_is_agreed() -> None:
    agreed = [claim for claim in compare(WEIR, VALLEY).claims if claim.status is Status.AGREED]
    assert [("dawn" in claim.text, len(claim.positions)) for claim in agreed] == [(True, 2)]


def test_who_denies_the_act_another_reports_contradicts_it() -> None:
    (disputed,) = [claim for claim in compare(WEIR, VALLEY).claims if claim.status is Status.DISPUTED]
    assert "Havel" in disputed.text
    assert {position.stance for position in disputed.positions} == {Stance.STATES, Stance.CONTRADICTS}


def test_what_only_shares_the_town_stays_apart() -> None:
    singles = [claim.text for claim in compare(WEIR, VALLEY).claims if claim.status is Status.SINGLE]
    assert any("market" in text for text in singles) and any("band" in text for text in singles)


def test_no_two_claims_are_worded_by_one_sentence() -> None:
    third = article("Mill Post", "The weir at Ostermill gave way on Thursday at dawn, and the board called it a shock.")
    texts = [claim.text for claim in compare(WEIR, VALLEY, third).claims]
    assert len(texts) == len(set(texts))


def test_a_sentence_that_cannot_stand_alone_bears_a_claim_out_and_never_words_one() -> None:
    pointing = article("Reed Echo", "That weir at Ostermill gave way at dawn on Thursday after a week of rain.")
    claims = compare(WEIR, pointing).claims
    assert [claim.status for claim in claims if "gave way" in claim.text] == [Status.AGREED]
    assert not any(claim.text.startswith("That weir") for claim in claims)


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("the mayor did not resign", {"resign"}),
        ("she has never visited the quarry", {"visit"}),
        ("he denied stealing the lamp", {"steal"}),
        ("he denied having fled the town", set()),
        ("the court denied a request for delay", set()),
        ("the boats weren't badly damaged", {"damag"}),
        ("the mayor resigned", set()),
    ],
)
def test_the_denied_act_is_read_off(text: str, acts: set[str]) -> None:
    assert denied_acts(text) == acts


@pytest.mark.parametrize(
    ("text", "no", "denial"),
    [
        ("nobody was hurt", True, False),
        ("the office rejected the account", False, True),
        ("it isn’t so", True, False),
        ("the report is false", False, True),
        ("the note was found", False, False),
    ],
)
def test_a_negation_is_not_a_denial(text: str, no: bool, denial: bool) -> None:
    assert (negates(text), denies(text)) == (no, denial)


def test_rates_of_other_years_are_no_conflict() -> None:
    first = article("Weir Gazette", "The board's average tax rate from 2021 through 2027 was 31 percent.")
    second = article("Valley Bugle", "The board's average tax rate was 36 percent in 2030.")
    kinds = {entry.kind for entry in compare(first, second).figures}
    assert FigureKind.CONFLICT not in kinds


def test_a_rounder_figure_beside_the_leading_one_does_not_hide_that_another_differs() -> None:
    first = article(
        "Weir Gazette",
        "More than 750 people were arrested at the rally in Ostermill on Saturday.",
        "In all 779 people were arrested, the monitors said.",
    )
    second = article("Valley Bugle", "Nearly 1,400 people were arrested at the rally in Ostermill on Saturday.")
    assert any(
        entry.kind is FigureKind.REVISION and {1400, 779} <= {value.value for value in entry.values}
        for entry in compare(first, second).figures
    )


@pytest.mark.parametrize("with_vectors", [True, False])
@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_the_model_gives_a_likelihood_for_any_traits(with_vectors: bool, data: st.DataObject) -> None:
    row = data.draw(st.lists(st.floats(0, 4), min_size=len(NAMES), max_size=len(NAMES)))
    model = load_pair_model(with_vectors)
    (likely,) = model.likelihood(np.array([row]))
    assert 0 <= likely <= 1
    assert 0 < model.threshold < 1


@cache
def sample(event: str) -> tuple[Article, ...]:
    return tuple(build_article(item) for item in read_sources([SAMPLE / event]) if isinstance(item, Draft))


@pytest.mark.parametrize("event", STORIES)
def test_the_order_of_the_sources_changes_no_claim_and_no_status(event: str) -> None:
    expected = compare(*sample(event))
    chance = random.Random(event)
    for _ in range(3):
        shuffled: Sequence[Article] = chance.sample(sample(event), len(sample(event)))
        assert compare(*shuffled) == expected
