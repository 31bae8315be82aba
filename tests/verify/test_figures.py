from __future__ import annotations

import pytest

from tests.verify.builders import check, kinds, paragraph


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The storm killed 12 sailors.", "The storm killed twelve sailors."),
        ("The storm killed more than 300 gulls.", "The storm killed over 300 gulls."),
        ("The storm cost $2m.", "The storm cost 2 million dollars."),
        ("Pell, 46, left on 9 October.", "Pell, who is 46, left on Thursday."),
        ("Pell left on 9 October.", "Pell left yesterday."),
        ("Pell left in October 2031.", "Pell left on 9 October."),
        ("Pell left in 2031.", "Pell left on Thursday."),
        ("The storm struck on 10 October.", "The storm struck at dawn."),
        ("The storm killed a sailor.", "The storm killed one sailor."),
        ("One sailor died in the storm.", "A sailor died in the storm."),
        ("Harrow won 3-2.", "Harrow won, scoring 3 goals to 2 of Sedge."),
        ("The storm killed 12 sailors [2].", "The storm killed 12 sailors."),
        ("The storm killed 12.", "The storm killed 12 sailors and injured 40."),
        ("The storm killed about 32,000 gulls.", "The storm killed 31,988 gulls."),
        ("The storm killed nearly 32,000 gulls.", "The storm killed 31,988 gulls."),
        ("The storm killed about 32,000 gulls.", "The storm killed nearly 32,000 gulls."),
        ("The storm killed over 40 gulls.", "The storm killed 41 gulls."),
        ("The storm raged for 2 nights.", "The storm raged for two harrowing nights."),
        ("Wages are due on the 10th.", "Wages are due on the tenth."),
        ("The hull broke into 2 halves.", "The hull broke into two halves."),
    ],
)
def test_figures_of_the_source_pass(claim: str, source: str) -> None:
    assert kinds(check(claim, source)) == []


@pytest.mark.parametrize(
    ("claim", "source", "kind", "has"),
    [
        ("The storm killed 21 sailors.", "The storm killed 12 sailors.", "figure", "“12”"),
        ("The storm killed 12 sailors.", "The storm killed at least 12 sailors.", "figure", "“at least 12”"),
        ("The storm killed nearly 12 sailors.", "The storm killed 12 sailors.", "figure", "“12”"),
        ("The storm killed about 35,000 gulls.", "The storm killed 31,988 gulls.", "figure", "“31,988”"),
        ("The storm killed 32,000 gulls.", "The storm killed 31,988 gulls.", "figure", "“31,988”"),
        ("The storm killed nearly 31,000 gulls.", "The storm killed 31,988 gulls.", "figure", "“31,988”"),
        ("The storm killed over 45 gulls.", "The storm killed 41 gulls.", "figure", "“41”"),
        ("The storm cost $2m.", "The storm cost £2m.", "figure", "“£2m”"),
        ("Prices rose 3%.", "Prices rose 3 percentage points.", "figure", "“3 percentage points”"),
        ("The storm lasted 3 days.", "The storm lasted 3 hours.", "figure", "“3 hours”"),
        ("Hundreds of gulls died.", "Thousands of gulls died.", "figure", "“Thousands”"),
        ("One sailor died.", "Three sailors died.", "figure", "“Three”"),
        ("The storm killed 12 sailors.", "The storm killed sailors.", "figure", "no figure"),
        ("Pell left on 8 October.", "Pell left on Thursday.", "date", "“Thursday”"),
        ("Pell left on Wednesday.", "Pell left on Thursday.", "date", "“Thursday”"),
        ("Pell left on Friday.", "Pell left on Thursday.", "date", "“Thursday”"),
        ("Pell left at 3 pm.", "Pell left at 3 am.", "date", "“3 am”"),
        ("Pell left in 2031.", "Pell left in 2029.", "date", "“2029”"),
        ("Pell left on 3 March.", "Pell left the town.", "date", "no date or time"),
    ],
)
def test_other_figures_do_not_and_the_detail_says_what_the_source_has(
    claim: str, source: str, kind: str, has: str
) -> None:
    checked = check(claim, source)
    assert kinds(checked) == [kind]
    (problem,) = checked.problems
    assert has in problem.detail
    assert problem.span is not None
    assert claim[slice(*problem.span)] in problem.detail


@pytest.mark.parametrize("claim", ["Four Locks Water closed the quay.", "The quay of Four Locks Water closed."])
def test_a_number_word_in_a_name_is_checked_as_a_name(claim: str) -> None:
    assert "figure" not in kinds(check(claim, "The firm closed the quay."))


def test_a_figure_given_to_the_other_thing_counted_is_caught() -> None:
    claim = check("The storm left 40 killed.", "The storm left 12 killed and 40 injured.")
    assert kinds(claim) == ["figure"]


def test_a_figure_that_took_another_ones_place_is_caught() -> None:
    source = "Pell won 11 percent and Dell won 10 percent."
    assert kinds(check("Pell won 11 percent and Dell won 11 percent.", source)) == ["figure"]


def test_the_part_of_a_sentence_that_lost_its_hedge_is_not_verbatim() -> None:
    source = "At least 12 sailors drowned."
    assert kinds(check("12 sailors drowned.", source)) == ["figure"]


def test_a_figure_may_stand_in_any_of_the_paragraphs_cited_but_in_no_other() -> None:
    one, two = paragraph("The storm hit Harrow.", "p1"), paragraph("The storm hit 12 in Harrow.", "p2")
    text = "The storm hit 12 in Harrow on its way."
    assert kinds(check(text, one, two, cite=("p1", "p2"))) == []
    assert kinds(check(text, one, two, cite=("p1",))) == ["figure"]


def test_a_weekday_is_read_by_the_day_its_own_article_was_published() -> None:
    early = paragraph("The storm hit Harrow on Friday.", "p1", published="2031-10-04")
    late = paragraph("The storm hit Harrow on Friday.", "p2", published="2031-10-11")
    assert kinds(check("The storm hit Harrow on 3 October.", early, late, cite=("p1",))) == []
    assert kinds(check("The storm hit Harrow on 3 October.", early, late, cite=("p2",))) == ["date"]
