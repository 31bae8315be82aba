"""The other side: a denial or a contrary statement is shown with what it stands against, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.datatypes import Article
from rag.generate.otherside import MOST, other_side
from tests.generate.answering import answer, readings_of, sentences, story

ACCUSED = "Councillor Wim Tarn accused the keeper, Orla Finch, of leaving the lower gate open for a week."


def against(*articles: Article) -> list[str]:
    """What stands against the first sentence of the first article."""
    readings = readings_of(articles)
    found = sentences(readings)
    return [s.text for s in other_side(found[:1], found, readings)]


@pytest.mark.parametrize(
    ("said", "denial"),
    [
        (ACCUSED, "Ms Finch's lawyer called the accusation untrue."),
        (ACCUSED, "Ms Finch rejected this."),
        (ACCUSED, "The canal trust denied that the gate had been left open."),
        (ACCUSED, "Ms Finch said that she had not left the gate open."),
        (
            '"We asked for new ropes in May," said Wim Tarn.',
            "The trust's buyer, Ada Moss, said no ropes were asked for.",
        ),
        ("Thole Ropes said the crane had passed its test.", "The crane had failed a test in May, the inspector said."),
    ],
)
def test_what_stands_against_a_sentence_comes_with_it_from_the_next_paragraphs(said: str, denial: str) -> None:
    assert against(story("Sedge Herald", said, denial)) == [denial]
    assert against(story("Sedge Herald", said, "The lock was built in 1911.", denial)) == [denial]


@pytest.mark.parametrize(
    "beside",
    [
        "Ms Finch has kept the lock for nine years.",
        "The council has not said when it will meet again.",
        "Wim Tarn rejected an offer for his boat.",
        "The keeper said she did not know the name of the barge.",
        "Nobody was hurt.",
        "The planning dispute at the mill goes on.",
        "The cook was dismissed in June.",
    ],
)
def test_what_denies_something_else_stays_out(beside: str) -> None:
    assert against(story("Sedge Herald", ACCUSED, beside)) == []


def test_the_same_speaker_is_not_the_other_side() -> None:
    said = '"The gate was open all week," said Wim Tarn.'
    assert against(story("Sedge Herald", said, "Wim Tarn said the gate was not open in May.")) == []


def test_another_outlets_denial_is_found_within_the_weeks_of_an_event() -> None:
    one = story("Sedge Herald", ACCUSED)
    denial = "Orla Finch denied that the lower gate had been left open for a week."
    assert against(one, story("Moor Post", denial, day="2031-04-09")) == [denial]
    assert against(one, story("Moor Post", denial, day="2031-09-09")) == []
    assert against(one, story("Moor Post", "The board of Thole Ropes denied any debts.")) == []


def test_who_says_all_stands_beside_who_counts_the_parts() -> None:
    parts = "Nine of the divers lost at Ebbing came from Thorle and three from Marl, the mayor said."
    assert against(story("A", "All the divers lost at Ebbing came from Thorle."), story("B", parts)) == [parts]
    assert against(story("A", "The divers lost at Ebbing came from Thorle."), story("B", parts)) == []


def test_a_report_printed_twice_is_shown_once_and_never_more_than_a_few() -> None:
    denials = [
        f"The {who} denied that the lower gate had been left open." for who in ("trust", "town", "club", "guild")
    ]
    assert len(against(story("A", ACCUSED, *denials))) <= MOST
    same = "Orla Finch denied that the lower gate had been left open."
    assert against(story("A", ACCUSED, same), story("B", same)) == [same]


def test_an_answer_shows_the_other_side_under_a_heading_of_its_own() -> None:
    drafts = answer("Who left the lower gate open?", story("Sedge Herald", ACCUSED, "Ms Finch denied the accusation."))
    assert [draft.topic for draft in drafts] == ["Only in Sedge Herald", "What the other side says"]


@given(
    st.lists(
        st.sampled_from([ACCUSED, "He denied it.", "No ropes were cut, she said.", "A x. Not so!"]),
        min_size=1,
        max_size=6,
    )
)
def test_what_is_shown_already_is_not_shown_again(paragraphs: list[str]) -> None:
    readings = readings_of([story("Sedge Herald", *paragraphs), story("Moor Post", *paragraphs[::-1])])
    found = sentences(readings)
    beside = other_side(found[:2], found, readings)
    assert len(beside) <= MOST
    assert all(sentence in found[2:] for sentence in beside)
