from __future__ import annotations

import pytest

from rag.datatypes import FigureKind
from rag.generate.compare.claims import said, standalone
from rag.generate.compare.counted import Counted, counted
from rag.generate.compare.parts import parts
from rag.generate.compare.predicates import predicate
from rag.generate.compare.reading import Sentence, read
from rag.generate.compare.tone import own_loaded
from rag.generate.compare.values import relation
from tests.generate.stories import article


def sentence(text: str, *before: str) -> Sentence:
    return read(article("Herald", *before, text), 0, 0).sentences[-1]


def figure(text: str, published: str = "2031-05-06") -> Counted:
    return next(iter(counted(read(article("Herald", text, published=published), 0, 0))))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The council backed the bridge plan, but the mayor opposed it from the start.",
            ["The council backed the bridge plan", "the mayor opposed it from the start."],
        ),
        ("Northland and Dova vetoed the text on the old bridge as Ostrand abstained.", None),
        ("The council backed the plan, but the mayor was ill, the press office said.", None),
        ('Quill said "it passed, but the mayor opposed it" on Monday.', None),
        ("When the bridge fell, and the road flooded, traffic stopped for hours.", None),
    ],
)
def test_a_sentence_is_taken_apart_only_where_both_parts_are_the_outlets_own(
    text: str, expected: list[str] | None
) -> None:
    assert [part.text for part in parts(sentence(text))] == (expected or [text])


@pytest.mark.parametrize(
    ("text", "before", "expected"),
    [
        ("She said it would reopen.", "Ada Quill chairs the board.", "[Ada Quill] said it would reopen."),
        ('"It will reopen," she said.', "Ada Quill chairs the board.", '"It will reopen," [Ada Quill] said.'),
        ("Her plan was backed by all.", "Ada Quill chairs the board.", "[Ada Quill’s] plan was backed by all."),
        ("She said it would reopen.", "The bridge is shut.", None),
        ("It was raining over the town.", "Halden Tin runs a mine.", None),
        ("But the bridge stayed shut.", "The bridge is old.", "The bridge stayed shut."),
        ("This came as a surprise to many.", "The bridge is old.", None),
        ("The bridge is shut for a week.", "It is old.", "The bridge is shut for a week."),
    ],
)
def test_a_claim_stands_alone_or_is_left_out(text: str, before: str, expected: str | None) -> None:
    assert standalone(sentence(text, before)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Quill, the mayor, said the bridge was shut.", "the bridge was shut."),
        ("The bridge was shut, Ada Quill said.", "The bridge was shut"),
        ("The bridge was shut, according to the police.", "The bridge was shut,"),
        ("The bridge was shut.", "The bridge was shut."),
    ],
)
def test_what_is_said_leaves_out_who_says_it(text: str, expected: str) -> None:
    assert said(sentence(text)).strip() == expected


@pytest.mark.parametrize(
    ("text", "verb", "state"),
    [
        ("Northland and Dova vetoed the text.", "veto", False),
        ("Northland and Dova are members with veto power.", "", True),
        ("The bridge was closed by police.", "close", False),
        ("Quill said the bridge was shut.", "", False),
    ],
)
def test_the_predicate_tells_an_event_from_a_state(text: str, verb: str, state: bool) -> None:
    found = predicate(text)
    assert (found.verb, found.state) == (verb, state)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("The storm killed about 2,500 people.", "deaths"),
        ("About 2,410 deaths were counted.", "deaths"),
        ("Police arrested 12 people.", "arrests"),
        ("The boat was carrying 208 people.", "people on board"),
        ("The permit carries 63 conditions.", "condit"),
        ("None of its eight crew was hurt.", "crew"),
        ("The number of people killed in the fire at the old mill on the river rose to 14.", "deaths"),
        ("Police arrested a man after the discovery in a shed of 12 parcels.", "parcel"),
    ],
)
def test_a_figure_knows_what_it_counts(text: str, concept: str) -> None:
    assert figure(text).concept == concept


@pytest.mark.parametrize("text", ["Ada Quill, 61, left.", "The 15-person board met.", "Three Rivers Water replied."])
def test_ages_and_names_count_nothing(text: str) -> None:
    assert not list(counted(read(article("Herald", text), 0, 0)))


def test_a_figure_is_dated_by_its_sentence_and_else_by_publication() -> None:
    assert figure("On Monday 12 people were killed.").day == "2031-05-05"
    assert figure("The storm killed 12 people.").day == "2031-05-06"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("The storm killed 12 people.", "The storm killed twelve people.", FigureKind.AGREED),
        ("The war killed 41,978 people.", "The war killed nearly 42,000 people.", FigureKind.ROUNDING),
        ("The war killed 42,010 people.", "The war killed nearly 42,000 people.", FigureKind.CONFLICT),
        ("The raid killed about 2,410 people.", "The raid killed about 2,500 people.", FigureKind.CONFLICT),
        ("It took 41 people to hospital.", "It took more than 40 people to hospital.", FigureKind.ROUNDING),
        ("The mine will cost 1.28 billion crowns.", "The mine will cost 1.3 billion crowns.", FigureKind.ROUNDING),
        ("The plan creates 640 jobs.", "The plan creates 410 jobs.", FigureKind.CONFLICT),
    ],
)
def test_two_values_of_one_day_agree_round_or_conflict(one: str, other: str, expected: FigureKind) -> None:
    assert relation(figure(one), figure(other)) is expected
    assert relation(figure(other), figure(one)) is expected


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        ("The storm killed nine people.", "The storm killed 11 people.", FigureKind.REVISION),
        ("The count was 20 votes.", "The vote was closer than announced: 19 votes.", FigureKind.REVISION),
        ("The plan creates 640 jobs.", "The plan creates 410 jobs.", FigureKind.CONFLICT),
    ],
)
def test_a_later_value_revises_what_moves_or_was_corrected(earlier: str, later: str, expected: FigureKind) -> None:
    assert relation(figure(earlier, "2031-05-06"), figure(later, "2031-05-08")) is expected


def test_a_dateline_is_no_part_of_a_sentence() -> None:
    first = read(article("Herald", "DUNMOOR (Northern Wire) - The bridge was shut on Monday."), 0, 0).sentences[0]
    assert first.text == "The bridge was shut on Monday."
    assert first.paragraph.text[first.start : first.end] == first.text


def test_quoted_words_are_not_the_outlets_tone() -> None:
    assert own_loaded('Quill called the plan "a disgraceful sham". The chaotic vote followed.') == ["chaotic"]
