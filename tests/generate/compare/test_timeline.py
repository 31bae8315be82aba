"""Under which days the timeline files what a sentence tells."""

from __future__ import annotations

import pytest

from rag.generate.compare import compare_articles
from tests.generate.stories import article


def days(text: str, published: str = "2031-05-08") -> list[str]:
    """The days of a report's sentences; 8 May 2031 is a Thursday."""
    report = article("Sedge Herald", text, title="The lock at Ebbing", published=published)
    return [entry.date for entry in compare_articles("the lock at Ebbing", [report], ()).timeline]


@pytest.mark.parametrize(
    ("text", "filed"),
    [
        ("The barge that struck the lock gate on Sunday was towed to Ebbing on Tuesday.", ["2031-05-06"]),
        ("A keeper hurt in the lock on Sunday night left the infirmary on Wednesday.", ["2031-05-07"]),
        ("The number of boats lost in Monday's storm rose to nine, after two more sank on Wednesday.", ["2031-05-07"]),
        ("Monday’s storm at Ebbing sank nine boats and broke two lock gates.", ["2031-05-05"]),
        ("The barge that struck the lock gate on Sunday was towed to Ebbing.", ["2031-05-04"]),
        ("The lock was shut on Sunday and the weir broke on Tuesday.", ["2031-05-04", "2031-05-06"]),
    ],
)
def test_a_sentence_with_two_days_is_filed_under_those_of_what_it_tells(text: str, filed: list[str]) -> None:
    assert days(text) == filed


@pytest.mark.parametrize(
    "text",
    [
        "The harbour master has invited both crews to talks on Monday.",
        "The harbour master invited both crews to a hearing on Monday.",
        "The crews have called all the keepers out for a strike on Monday.",
        "The harbour master postponed the vote of the board until Monday.",
    ],
)
def test_a_day_that_may_be_still_to_come_is_no_past_one(text: str) -> None:
    assert "2031-05-05" not in days(text)


@pytest.mark.parametrize(
    "text",
    [
        "The crews agreed on Monday to talks with the harbour master.",
        "The coastguard was called to the lock at Ebbing on Monday.",
        "The harbour master invited both crews to talks after the weir broke on Monday.",
        "The harbour master blamed the keepers for Monday's flood at Ebbing.",
    ],
)
def test_a_day_that_is_surely_past_is_filed(text: str) -> None:
    assert days(text) == ["2031-05-05"]


@pytest.mark.parametrize(
    ("text", "published", "filed"),
    [
        ("In March the harbour board voted by 5 to 2 to fill in the lock.", "2030-10-20", ["2030-03"]),
        ("The harbour board will vote in April on the filling of the lock.", "2031-11-08", ["2032-04"]),
    ],
)
def test_a_month_without_a_year_is_before_or_after_publication_by_the_tense(
    text: str, published: str, filed: list[str]
) -> None:
    assert days(text, published) == filed
