"""How crowded the days of articles are: whole halvings of the articles of three days, or of all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.store.fingerprints import take_fingerprint
from rag.store.kinship import CROWD_CAP, Kinship
from tests.builders import article

PRINT = take_fingerprint(article("The weir gate at Ostry jammed on Monday."))
DAYS = st.lists(st.integers(-1, 40), max_size=40)


def crowds(days: list[int], gone: tuple[int, ...] = ()) -> list[int]:
    kinship = Kinship()
    kinship.extend([PRINT] * len(days), days, ["Wire"] * len(days))
    for row in gone:
        kinship.forget(row)
    return list(kinship.crowds().tolist())


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ([], []),
        ([7], [0]),
        ([-1], [0]),
        ([7, 7], [1, 1]),
        ([7, 8, 9], [1, 1, 1]),
        ([7, 8, 9, 8], [1, 2, 1, 2]),
        ([7, 30, -1, -1], [0, 0, 2, 2]),
        ([7] * 5000, [CROWD_CAP] * 5000),
    ],
)
def test_the_articles_of_about_the_same_days_are_counted(days: list[int], found: list[int]) -> None:
    assert crowds(days) == found


@given(DAYS)
def test_an_article_that_is_gone_crowds_nobody(days: list[int]) -> None:
    assert crowds([*days, 7, 8], gone=(len(days), len(days) + 1))[: len(days)] == crowds(days)


@given(DAYS)
def test_the_order_of_arrival_is_nothing(days: list[int]) -> None:
    order = sorted(range(len(days)), key=lambda at: (days[at], at), reverse=True)
    found = crowds(days)
    assert crowds([days[at] for at in order]) == [found[at] for at in order]
