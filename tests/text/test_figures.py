from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.figures import Figure, FigureType, Hedge, find_figures, same_amount, same_figure

PUBLISHED = "2031-10-10"  # a Friday


def only(text: str, published: str | None = PUBLISHED) -> Figure:
    found = find_figures(text, published)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "printed", "value"),
    [
        ("The port lost 1,160 crates.", "1,160", 1160),
        ("The port lost 31\u2009988 crates.", "31\u2009988", 31988),
        ("The port lost 1\u202f160 crates.", "1\u202f160", 1160),
        ("The port lost 1.2 million crates.", "1.2 million", 1_200_000),
        ("The ferry carried 2.4m passengers.", "2.4m", 2_400_000),
        ("Sailors found three crates.", "three", 3),
        ("Sailors found eleven crates.", "eleven", 11),
        ("Sailors found twenty-one crates.", "twenty-one", 21),
        ("Sailors found two dozen crates.", "two dozen", 24),
        ("Sailors found a dozen crates.", "a dozen", 12),
        ("It holds half a million books.", "half a million", 500_000),
        ("It holds two and a half million books.", "two and a half million", 2_500_000),
        ("It holds one hundred and five books.", "one hundred and five", 105),
        ("It holds three hundred thousand books.", "three hundred thousand", 300_000),
        ("It holds one million, two hundred thousand and five books.", None, 1_200_005),
        ("It holds 0 million books.", "0 million", 0),
        ("Sorrel holds 5 thousand books.", "5 thousand", 5000),
    ],
)
def test_a_number_in_digits_or_words_has_its_value(text: str, printed: str | None, value: float) -> None:
    figure = only(text)
    assert figure.value == value
    assert figure.type is FigureType.COUNT
    assert printed is None or figure.text == printed


@pytest.mark.parametrize(
    ("phrase", "hedge"),
    [
        ("nearly 300", Hedge.NEARLY),
        ("almost 300", Hedge.NEARLY),
        ("close to 300", Hedge.NEARLY),
        ("just under 300", Hedge.NEARLY),
        ("at least 300", Hedge.AT_LEAST),
        ("a minimum of 300", Hedge.AT_LEAST),
        ("no fewer than 300", Hedge.AT_LEAST),
        ("300 or more", Hedge.AT_LEAST),
        ("300+", Hedge.AT_LEAST),
        ("more than 300", Hedge.MORE_THAN),
        ("over 300", Hedge.MORE_THAN),
        ("more than another 300", Hedge.MORE_THAN),
        ("up to 300", Hedge.AT_MOST),
        ("as many as 300", Hedge.AT_MOST),
        ("fewer than 300", Hedge.LESS_THAN),
        ("under 300", Hedge.LESS_THAN),
        ("about 300", Hedge.ABOUT),
        ("some 300", Hedge.ABOUT),
        ("an estimated 300", Hedge.ABOUT),
        ("300 or so", Hedge.ABOUT),
        ("300", Hedge.EXACT),
    ],
)
def test_a_hedge_belongs_to_its_figure(phrase: str, hedge: Hedge) -> None:
    figure = only(f"The mill employed {phrase} weavers.")
    assert (figure.hedge, figure.value, figure.text) == (hedge, 300, phrase)


@pytest.mark.parametrize(
    ("text", "printed", "value", "type_", "unit"),
    [
        ("It cost $1.2 billion to build.", "$1.2 billion", 1.2e9, FigureType.MONEY, "USD"),
        ("It cost £600m to build.", "£600m", 6e8, FigureType.MONEY, "GBP"),
        ("It cost $1.13bn to build.", "$1.13bn", 1.13e9, FigureType.MONEY, "USD"),
        ("It cost A$5m to build.", "A$5m", 5e6, FigureType.MONEY, "AUD"),
        ("It cost EUR 40 to enter.", "EUR 40", 40, FigureType.MONEY, "EUR"),
        ("It cost five million euros to build.", "five million euros", 5e6, FigureType.MONEY, "EUR"),
        ("It cost 5 Canadian dollars to enter.", "5 Canadian dollars", 5, FigureType.MONEY, "CAD"),
        ("Turnout was 3.5%.", "3.5%", 3.5, FigureType.PERCENT, "%"),
        ("Turnout was 3.5 per cent.", "3.5 per cent", 3.5, FigureType.PERCENT, "%"),
        ("Turnout fell 2 percentage points.", "2 percentage points", 2, FigureType.PERCENT, "pp"),
        ("Turnout was half of that.", "half", 50, FigureType.PERCENT, "%"),
        ("Two-thirds of the pupils left.", "Two-thirds", 200 / 3, FigureType.PERCENT, "%"),
        ("A quarter of the pupils left.", "A quarter", 25, FigureType.PERCENT, "%"),
        ("The road is 3 kilometres long.", "3 kilometres", 3, FigureType.MEASURE, "km"),
        ("The road is 3km long.", "3km", 3, FigureType.MEASURE, "km"),
        ("He ran a 100m race.", "100m", 100, FigureType.MEASURE, "m"),
        ("The fire took 50 square miles.", "50 square miles", 50, FigureType.MEASURE, "mile²"),
        ("They waited half an hour.", "half an hour", 0.5, FigureType.MEASURE, "hour"),
        ("They waited 2½ hours.", "2½ hours", 2.5, FigureType.MEASURE, "hour"),
        ("They agreed a six-month truce.", "six-month", 6, FigureType.MEASURE, "month"),
        ("A 46-year-old baker won.", "46-year-old", 46, FigureType.AGE, "year"),
        ("A baker aged 46 won.", "aged 46", 46, FigureType.AGE, "year"),
        ("Ona Pell, 46, won.", "46", 46, FigureType.AGE, "year"),
        ("It was the 21st attempt.", "21st", 21, FigureType.ORDINAL, ""),
        ("It was the third attempt.", "third", 3, FigureType.ORDINAL, ""),
        ("The rules of 2019 apply.", "2019", 2019, FigureType.YEAR, ""),
        ("Music of the 1990s returned.", "1990s", 1990, FigureType.YEAR, "decade"),
        ("It opens at 1:00 am daily.", "1:00 am", 3600, FigureType.TIME, ""),
        ("It opens at 13:41:30 daily.", "13:41:30", 49290, FigureType.TIME, ""),
        ("It opens at noon daily.", "noon", 43200, FigureType.TIME, ""),
        ("It opens at 0930 GMT daily.", "0930 GMT", 34200, FigureType.TIME, "GMT"),
    ],
)
def test_a_figure_has_its_type_and_unit(text: str, printed: str, value: float, type_: FigureType, unit: str) -> None:
    figure = only(text)
    assert (figure.text, figure.type, figure.unit) == (printed, type_, unit)
    assert figure.value == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "value", "high", "type_"),
    [
        ("The raid freed 10 to 12 goats.", 10, 12, FigureType.COUNT),
        ("The raid freed 10-12 goats.", 10, 12, FigureType.COUNT),
        ("The raid freed between 10 and 12 goats.", 10, 12, FigureType.COUNT),
        ("The raid freed two or three goats.", 2, 3, FigureType.COUNT),
        ("It needs 5 to 10 million stamps.", 5e6, 1e7, FigureType.COUNT),
        ("It needs $1.2-1.5bn.", 1.2e9, 1.5e9, FigureType.MONEY),
        ("Harrow beat Sedge 3-2.", 3, 2, FigureType.SCORE),
        ("The council voted 11 to 3.", 11, 3, FigureType.SCORE),
        ("The court ruled 4-5 against him.", 4, 5, FigureType.SCORE),
        ("The season of 2019-20 ended.", 2019, 2020, FigureType.YEAR),
    ],
)
def test_ranges_and_scores_have_two_ends(text: str, value: float, high: float, type_: FigureType) -> None:
    figure = only(text)
    assert (figure.value, figure.high, figure.type) == (value, high, type_)


def test_a_change_from_one_value_to_another_is_two_figures() -> None:
    assert [f.value for f in find_figures("It rose from 10% to 12%.")] == [10, 12]
    assert [f.value for f in find_figures("It rose from 10 to 12 a day.")] == [10, 12]


@pytest.mark.parametrize(
    "text",
    [
        "No one saw it.",
        "This one is not for sale.",
        "One of them left.",
        "They looked at one another.",
        "Pell first said it was safe.",
        "First, the mayor spoke.",
        "A second later the bell rang.",
        "The mayor may march on.",
    ],
)
def test_pronouns_adverbs_and_verbs_are_no_figures(text: str) -> None:
    assert find_figures(text) == []


def test_one_thing_is_a_figure() -> None:
    assert only("One sailor drowned.").value == 1


def test_vague_plurals_are_ranges() -> None:
    hundreds, thousands = only("Hundreds of gulls died."), only("Tens of thousands of gulls died.")
    assert (hundreds.value, hundreds.high) == (200, 999)
    assert (thousands.value, thousands.high) == (20_000, 99_999)


@pytest.mark.parametrize(
    ("text", "printed", "iso"),
    [
        ("It began on 7 October.", "7 October", "2031-10-07"),
        ("It began on October 7.", "October 7", "2031-10-07"),
        ("It began on Oct. 7.", "Oct. 7", "2031-10-07"),
        ("It began on Oct. 7, 2029, they said.", "Oct. 7, 2029", "2029-10-07"),
        ("It began on the 7th of October 2029.", "the 7th of October 2029", "2029-10-07"),
        ("It began on Tuesday, October 7.", "Tuesday, October 7", "2031-10-07"),
        ("It began on 2029-10-07.", "2029-10-07", "2029-10-07"),
        ("It ends on 20 December.", "20 December", "2031-12-20"),
        ("It began on Thursday.", "Thursday", "2031-10-09"),
        ("It began on Friday.", "Friday", "2031-10-10"),
        ("It will begin on Monday.", "Monday", "2031-10-13"),
        ("It begins next Friday.", "next Friday", "2031-10-17"),
        ("It began yesterday.", "yesterday", "2031-10-09"),
        ("It began in March 2022.", "March 2022", "2022-03"),
        ("It began in March.", "March", None),
        ("It began last week.", "last week", None),
    ],
)
def test_dates_are_resolved_against_publication(text: str, printed: str, iso: str | None) -> None:
    figure = only(text)
    assert figure.type is FigureType.DATE
    assert figure.text == printed
    if iso:
        assert figure.iso == iso


def test_the_year_nearest_to_publication_is_taken() -> None:
    assert only("It closed on 28 December.", "2031-01-03").iso == "2030-12-28"
    assert only("It opens on 3 January.", "2030-12-28").iso == "2031-01-03"


@pytest.mark.parametrize(
    ("text", "published", "iso"),
    [
        ("In March the harbour board voted by 5 to 2 to fill in the lock.", "2031-10-10", "2031-03"),
        ("In March, the harbour board voted to fill in the lock.", "2031-10-10", "2031-03"),
        ("The harbour board filled in the lock in March, he said.", "2031-10-10", "2031-03"),
        ("The lock, built in 1906, was filled in last November.", "2031-10-10", "2030-11"),
        ("The lock has been shut since November.", "2031-10-10", "2030-11"),
        ("It ended on 20 December.", "2031-10-10", "2030-12-20"),
        ("The lock will be opened in March.", "2031-10-10", "2032-03"),
        ("The lock is due to open on 2 May, the board said.", "2031-12-10", "2032-05-02"),
        ("The board said that it would open the lock in April.", "2031-12-10", "2032-04"),
        ("In May, the board will meet.", "2031-12-20", "2032-05"),
        ("The board will meet in October.", "2031-10-25", "2031-10"),
        ("The board met in October.", "2031-10-01", "2031-10"),
        ("The board met on 11 October.", "2031-10-10", "2031-10-11"),
        ("The lock was due to open in June.", "2031-10-10", "2031-06"),
        ("The festival is held in June.", "2031-10-10", "2031-06"),
        ("Its June season.", "2031-10-10", None),
    ],
)
def test_the_tense_says_which_year_a_date_without_one_is_of(text: str, published: str, iso: str | None) -> None:
    found = [figure.iso for figure in find_figures(text, published) if figure.type is FigureType.DATE]
    assert found == [iso] * bool(iso)


def test_a_week_and_a_month_span_their_days() -> None:
    week, month = only("It began last week."), only("It began in February 2028.")
    assert (date.fromordinal(int(week.value)), date.fromordinal(int(week.high or 0))) == (
        date(2031, 9, 29),
        date(2031, 10, 5),
    )
    assert date.fromordinal(int(month.high or 0)) == date(2028, 2, 29)


@pytest.mark.parametrize("text", ["It began on Friday.", "It began on 7 October.", "It began yesterday."])
def test_without_publication_an_open_date_has_no_iso(text: str) -> None:
    figure = only(text, None)
    assert figure.type is FigureType.DATE
    assert figure.iso is None


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("The raid freed 12 hostages.", "hostag"),
        ("It killed 12 Sedgish sailors at dawn.", "sedgish sailor"),
        ("It left 12 killed and many hurt.", "kill"),
        ("It freed 12 of the goats.", "goat"),
        ("There were 12.", ""),
    ],
)
def test_what_is_counted_is_named(text: str, noun: str) -> None:
    assert only(text).noun == noun


@pytest.mark.parametrize(
    ("claimed", "printed", "same"),
    [
        ("12 goats", "twelve goats", True),
        ("two dozen goats", "24 goats", True),
        ("over 12 goats", "more than 12 goats", True),
        ("12 goats", "at least 12 goats", False),
        ("at least 12 goats", "12 goats", False),
        ("about 32,000 goats", "31,988 goats", False),
        ("nearly 32,000 goats", "almost 32,000 goats", True),
        ("12%", "12 per cent", True),
        ("12%", "12 percentage points", False),
        ("12%", "12 goats", False),
        ("$12", "12 dollars", True),
        ("$12", "£12", False),
        ("12 km", "12 miles", False),
        ("12 km", "12 kilometres", True),
        ("12 to 14 goats", "12 goats", False),
        ("half of them", "50% of them", True),
        ("Mara Dell is 24 years old", "Mara Dell, 24, won", True),
        ("24 years old", "24 goats", False),
        ("hundreds of goats", "thousands of goats", False),
        ("on 7 October", "on Oct. 7", True),
        ("on 7 October", "on 8 October", False),
        ("at 1 pm", "at 13:00", True),
        ("the 3rd attempt", "the third attempt", True),
        ("the third attempt", "three attempts", False),
    ],
)
def test_figures_are_the_same_when_value_unit_and_hedge_are(claimed: str, printed: str, same: bool) -> None:
    a, b = only(claimed), only(printed)
    assert same_figure(a, b) is same
    assert same_figure(b, a) is same


def test_a_date_without_a_year_matches_the_same_day_of_any_year() -> None:
    assert same_figure(only("on 7 October", None), only("on 7 October 2029"))
    assert not same_figure(only("on 7 October", None), only("on 8 October 2029"))


ALPHABET = st.sampled_from(
    "one two three hundred million half a third of at least about 12 1,160 3.5 % $ £ - – to and or 2031 7 October "
    "Friday last week 1:00 am 46-year-old st . , ½ aged between from dozen thousands tens km İ \n \u202f".split(" ")
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(ALPHABET, max_size=12).map(" ".join), st.lists(ALPHABET).map("".join))


@given(TEXTS, st.sampled_from([None, "", "soon", "0001-01-01", "9999-12-31", "2031-10-10", "2031-10-10T08:00:00Z"]))
def test_any_text_gives_exact_ordered_spans(text: str, published: str | None) -> None:
    figures = find_figures(text, published)
    assert all(text[f.start : f.end] == f.text for f in figures)
    assert all(a.end <= b.start for a, b in pairwise(figures))
    assert all(f.iso is None or f.type is FigureType.DATE for f in figures)


@given(TEXTS)
def test_every_digit_is_part_of_a_figure(text: str) -> None:
    covered = {i for f in find_figures(text) for i in range(f.start, f.end)}
    assert all(i in covered for i, c in enumerate(text) if c.isdecimal())


@given(st.integers(0, 10**7))
def test_a_number_with_or_without_thousands_marks_is_the_same(number: int) -> None:
    assert same_figure(only(f"They hold {number:,} kegs."), only(f"They hold {number:,} kegs.".replace(",", "\u202f")))


@given(TEXTS)
def test_a_figure_is_the_same_as_itself(text: str) -> None:
    assert all(same_figure(f, f) for f in find_figures(text))


@pytest.mark.parametrize(
    "text",
    [
        "Four Locks Water closed the quay.",
        "The quay belongs to Four Locks Water.",
        "The Four Locks board met.",
        "It ran on Channel Four last night.",
        "[Four Locks Water] said that it would.",
    ],
)
def test_a_number_word_in_a_name_is_no_figure(text: str) -> None:
    assert find_figures(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Four sailors drowned there.", 4),
        ("Four Ardlians drowned there.", 4),
        ("Four Sedge Harbour pilots drowned there.", 4),
        ("Four Sedge Harbour Pilots drowned there.", 4),
        ("Pell said: “Four Ardlians drowned.”", 4),
        ("Storm Kills Four in Sedge", 4),
        ("Four Dead as Storm Hits Sedge", 4),
    ],
)
def test_a_number_that_opens_a_sentence_or_a_headline_stays_a_figure(text: str, value: float) -> None:
    assert only(text).value == value


@pytest.mark.parametrize(("digits", "words"), [("2 halves", "two halves"), ("3 quarters", "three quarters")])
def test_shares_are_read_in_digits_as_in_words(digits: str, words: str) -> None:
    one, other = only(f"Pell cut it into {digits}."), only(f"Pell cut it into {words}.")
    assert same_figure(one, other)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("They hold over 40 kegs.", "They hold nearly forty kegs.", True),
        ("They hold over 40 kegs.", "They hold 41 kegs.", False),
        ("It cost about $40.", "It cost £40.", False),
    ],
)
def test_an_amount_is_the_same_whatever_its_hedge(one: str, other: str, same: bool) -> None:
    assert same_amount(only(one), only(other)) is same
