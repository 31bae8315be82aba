"""Which figures count different things though their words are alike: one example for every reason, and its like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.datatypes import FigureKind
from rag.generate.compare.concepts import overlap
from rag.generate.compare.counted import Counted, counted
from rag.generate.compare.reading import read
from rag.generate.compare.scope import set_apart
from rag.generate.compare.values import relation
from tests.generate.compare.test_claims_aligned import compare
from tests.generate.stories import article

DAY = "2031-05-06T12:00:00+00:00"


def figure(text: str, printed: str, published: str | None = DAY) -> Counted:
    """Return the figure of a sentence that is printed so."""
    found = counted(read(article("Weir Gazette", text, published=published), 0, 0))
    return next(item for item in found if item.figure.text == printed)


def apart(one: Counted, other: Counted) -> bool:
    alike = 0.65 * overlap(one.clause, other.clause, {}) + 0.35 * overlap(
        one.clause | one.around, other.clause | other.around, {}
    )
    return set_apart(one, other, alike)


SAME = [
    (("The board closed 40 locks on the canal.", "40"), ("The board closed 52 locks on the canal.", "52")),
    (
        ("The leak holds 7 million letters of the bank.", "7 million"),
        ("The leak holds 13 million letters.", "13 million"),
    ),
    (("The tour makes 70 stops in Orne.", "70"), ("Ida Rook of Tarn said the tour makes 85 stops.", "85")),
    (("The ferry lists 668 people.", "668"), ("The ferry let slip that it lists 688 people.", "688")),
]
OTHER = [
    ("a mean", ("The mill made 400 carts in May.", "400"), ("The mill made an average of 300 carts.", "300")),
    ("a rate", ("The clinic saw 90 patients.", "90"), ("The clinic saw 12 patients a day.", "12")),
    ("a forecast", ("The yard sold 400 boats.", "400"), ("Analysts had predicted 300 boats.", "300")),
    ("a part", ("The levy hit 90 farms.", "90"), ("The levy ruined 12 of the farms.", "12")),
    ("some more", ("The city sent 44 linemen.", "44"), ("The city sent 30 more linemen.", "30")),
    ("a change", ("The toll reached 300 boats.", "300"), ("The toll rose by 40 boats.", "40")),
    ("where it rose from", ("The mill hired 120 men.", "120"), ("The mill hired more men, up from 80 men.", "80")),
    ("two things", ("The deal has 48 cantons.", "48"), ("The deal has 60 cantons and colonies.", "60")),
    ("elsewhere", ("The town of Orne counted 40 storks.", "40"), ("The town of Tarn counted 60 storks.", "60")),
    ("North and South", ("Wardens in North Orne saw 40 storks.", "40"), ("Wardens in South Orne saw 60 storks.", "60")),
    ("another month", ("The mill made 400 carts in May.", "400"), ("The mill made 300 carts in June.", "300")),
    ("another day", ("The mill cut 400 planks on Monday.", "400"), ("The mill cut 300 planks on Friday.", "300")),
    ("several events", ("The blast wrecked 40 barns.", "40"), ("The blasts wrecked 90 barns.", "90")),
    ("two polls", ("The party lost 40 wards.", "40"), ("The party lost 60 wards in a poll.", "60")),
    ("an index", ("The Orne index fell 400 points.", "400"), ("The Orne index fell 700 points.", "700")),
    ("the opposite", ("Some 30 villages have water.", "Some 30"), ("Some 50 villages are without water.", "Some 50")),
    ("a vote and votes", ("The house voted 51-49.", "51-49"), ("The house needs 60 votes.", "60")),
    ("others killed", ("The rebels killed 40 soldiers.", "40"), ("The army killed 17 villagers.", "17")),
    ("a list of shares", ("Rook has 36 percent in Orne.", "36 percent"), ("Lund has 31 percent there.", "31 percent")),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_values_of_one_thing_are_not_set_apart(one: tuple[str, str], other: tuple[str, str]) -> None:
    first, second = figure(*one), figure(*other)
    assert relation(first, second) is FigureKind.CONFLICT
    assert not apart(first, second)
    assert not apart(second, first)


@pytest.mark.parametrize(("one", "other"), [case[1:] for case in OTHER], ids=[case[0] for case in OTHER])
def test_figures_of_different_things_are_set_apart(one: tuple[str, str], other: tuple[str, str]) -> None:
    first, second = figure(*one), figure(*other)
    assert apart(first, second)
    assert apart(second, first)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("The bill, SB 27, passed both houses of the Orne diet.", []),
        ("The S&P 500 fell on Monday in Orne.", []),
        ("The deal is called 'Phase 1' by the mill.", []),
        ("Deaths rose to 348 per 100,000 in Orne.", [348]),
        ("Nine of them had Covid-19 in May.", [9]),
        ("Ada Lund, the miller, died at the age of 80.", []),
        ("The mayor closed 27 mills.", [27]),
    ],
)
def test_a_number_in_a_name_counts_nothing(text: str, values: list[float]) -> None:
    assert [item.figure.value for item in counted(read(article("Weir Gazette", text), 0, 0))] == values


def test_a_house_in_a_name_is_no_home() -> None:
    assert figure("The White House cleared 25 clerks of the fraud.", "25").concept != "homes"
    assert figure("The flood ruined 25 houses at Orne.", "25").concept == "homes"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("The vote was 240-186.", "240-186"), ("It won 240 votes.", "240"), FigureKind.AGREED),
        (("More than 100,000 got the vote.", "More than 100,000"), ("140,000 got it.", "140,000"), FigureKind.ROUNDING),
        (("Nearly two dozen aides went.", "Nearly two dozen"), ("It was 25 aides.", "25"), FigureKind.ROUNDING),
        (("He led by 905 votes.", "905"), ("Fewer than 1,000 votes.", "Fewer than 1,000"), FigureKind.ROUNDING),
        (("At least 70 stops are due.", "At least 70"), ("It makes 60 stops.", "60"), FigureKind.CONFLICT),
    ],
)
def test_a_round_figure_and_one_side_of_a_vote_are_no_conflict(
    one: tuple[str, str], other: tuple[str, str], expected: FigureKind
) -> None:
    assert relation(figure(*one), figure(*other)) is relation(figure(*other), figure(*one)) is expected


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (("40 people died.", "40", None), ("52 people died.", "52", DAY), FigureKind.REVISION),
        (("The fund had made 40 loans so far.", "40", None), ("It made 52 loans.", "52", DAY), FigureKind.REVISION),
        (("The fund had made 40 loans so far.", "40", None), ("It made 52 loans.", "52", None), FigureKind.REVISION),
        (("40 people died.", "40", None), ("52 people died.", "52", None), FigureKind.CONFLICT),
        (("At least 40 people died.", "At least 40", DAY), ("52 people died.", "52", DAY), FigureKind.REVISION),
        (("40 people died.", "40", DAY), ("At least 52 people died.", "At least 52", DAY), FigureKind.CONFLICT),
        (("The tour makes 40 stops.", "40", None), ("It makes 52 stops.", "52", DAY), FigureKind.CONFLICT),
    ],
)
def test_a_count_that_goes_on_is_revised_where_a_day_is_not_known_or_it_was_a_floor(
    one: tuple[str, str, str | None], other: tuple[str, str, str | None], kind: FigureKind
) -> None:
    assert relation(figure(*one), figure(*other)) is relation(figure(*other), figure(*one)) is kind


def test_what_is_set_apart_is_no_conflict_in_a_comparison() -> None:
    first = article("Weir Gazette", "The Orne fund made 400 loans to farmers in the valley, the fund said.")
    second = article("Valley Bugle", "The Orne fund makes an average of 300 loans to farmers in the valley, it said.")
    found = compare(first, second)
    assert FigureKind.CONFLICT not in {entry.kind for entry in found.figures}
    assert not any(claim.is_disputed for claim in found.claims)


def test_two_values_that_both_outlets_print_are_no_conflict_between_them() -> None:
    rows = ("The Orne hand wash recalled has 75 percent spirit.", "The Orne hand wash recalled has 80 percent spirit.")
    found = compare(article("Weir Gazette", *rows), article("Valley Bugle", *rows[::-1]))
    assert FigureKind.CONFLICT not in {entry.kind for entry in found.figures}
    assert not any(claim.is_disputed for claim in found.claims)


@given(st.integers(2, 1200), st.integers(2, 1200), st.floats(0, 1))
def test_being_set_apart_does_not_depend_on_the_order(one: int, other: int, alike: float) -> None:
    first = figure(f"The board closed {one} locks on the canal of Orne.", str(one))
    second = figure(f"The board of Orne closed {other} locks on Monday.", str(other))
    assert set_apart(first, second, alike) == set_apart(second, first, alike)
