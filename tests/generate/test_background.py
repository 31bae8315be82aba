"""Sentences about what was long before the story."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.generate.background import LONG_BEFORE, is_background

DAY = "2031-05-08"


@pytest.mark.parametrize(
    "text",
    [
        "In 2027 a barge struck the lock there and two people drowned.",
        "In March 2029, the canal trust closed the upper lock for a year.",
        "The upper lock was closed in 2029.",
        "On 3 June 2030 the gate broke and the town was flooded.",
        "The trust was fined 40,000 crowns in June 2030 for a broken gate.",
        "During 2028 the trust lost nine barges.",
    ],
)
def test_a_sentence_dated_long_before_publication_is_background(text: str) -> None:
    assert is_background(text, DAY)


@pytest.mark.parametrize(
    "text",
    [
        "The lock, built in 1906, broke and nine people drowned.",
        "A barge struck the lock, which was opened in 1906.",
        "The lock that was opened in 1906 broke and flooded the town.",
        "The gate built in 1906 was carried off by the flood.",
        "The flood is the worst in the town since 2004.",
        "More barges sank than in 2029.",
        "The toll of barges rose to nine, from four in 2029.",
        "In 2029 the trust promised a new gate, but on Tuesday it had none.",
        "The lock that closed in 2029 is now to be opened again.",
        "A barge struck the lock on Tuesday and two people drowned.",
        "On 3 April a barge struck the lock.",
        "The lock will be opened in 2033.",
        "The 2029 report blamed the trust.",
        "The trust has 2029 members.",
        "Nine people drowned.",
        "",
    ],
)
def test_a_sentence_about_the_story_is_no_background(text: str) -> None:
    assert not is_background(text, DAY)


def test_without_a_day_of_publication_nothing_is_long_before() -> None:
    assert not is_background("In 2027 a barge struck the lock there.", None)


@given(st.text(max_size=200), st.dates().map(str))
def test_any_text_is_judged(text: str, day: str) -> None:
    assert is_background(text, day) in (True, False)


@given(st.integers(1600, 2020), st.dates())
def test_a_year_is_long_before_once_it_has_been_over_for_so_long(year: int, day: date) -> None:
    over = day - date(year, 12, 31) > LONG_BEFORE
    assert is_background(f"In {year} the lock was closed.", day.isoformat()) is over
