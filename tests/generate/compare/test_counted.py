"""What a figure counts: no ages, and of workers what happened to them."""

from __future__ import annotations

import pytest

from rag.generate.compare.counted import counted
from rag.generate.compare.reading import read
from tests.generate.stories import article


def concepts(text: str) -> list[tuple[str, str]]:
    """The figures of a sentence with what they count."""
    return [(item.figure.text, item.concept) for item in counted(read(article("Weir Gazette", text), 0, 0))]


@pytest.mark.parametrize(
    "text",
    [
        "The skipper, 47, survived and is in hospital.",
        "He was named as Odo Finch, 34.",
        "The number of dead grew when a woman of 71 died in hospital.",
        "A boy of 9 was hurt.",
        "The skipper, who is 49, remains under arrest.",
    ],
)
def test_an_age_counts_nothing(text: str) -> None:
    assert concepts(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A crew of 12 was hurt.", ("12", "injured")),
        ("The toll rose to 71.", ("71", "deaths")),
        ("Of those who fell, 47 were killed.", ("47", "deaths")),
        ("Two workers died of their burns in hospital on Wednesday.", ("Two", "deaths")),
        ("Police detained 30 workers at the mill.", ("30", "arrests")),
        ("The mill will sack 200 workers.", ("200", "jobs")),
        ("The mill employs 900 people.", ("900", "jobs")),
        ("The mill cut 900 jobs after two deaths.", ("900", "jobs")),
    ],
)
def test_a_figure_counts_what_its_clause_says(text: str, expected: tuple[str, str]) -> None:
    assert concepts(text)[0] == expected
