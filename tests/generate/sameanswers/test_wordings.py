"""The pieces of a text that may answer, and how well their form fits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.generate.sameanswers.sought import Sought, sought
from rag.generate.sameanswers.wordings import Wording, wordings
from tests.generate.sameanswers.questions import QUESTIONS


def read(question: str) -> Sought:
    asked = sought(question)
    assert asked is not None
    return asked


def best(question: str, text: str) -> str:
    """The piece of the best form, the first of several."""
    pieces = wordings(text, read(question))
    return max(pieces, key=lambda piece: (piece.fit, -piece.start)).text


@pytest.mark.parametrize(
    ("question", "text", "words"),
    [
        ("Who opened the lock?", "The lock was opened by Mayor Ona Pell's deputy, Tam Orrin.", "Ona Pell"),
        ("How many barges were stuck?", "Some 40 lorries waited while 14 barges lay stuck.", "14 barges"),
        ("When did the lock reopen?", "The lock reopened at 4:52 pm on 3 April.", "4:52 pm on 3 April"),
        ("How long will it be shut?", "On Monday the council shut it until July 2031.", "July 2031"),
        (
            "Why was it shut?",
            "It was shut on Monday because of cracks in two gates, staff said.",
            "cracks in two gates",
        ),
        ("Why was it shut?", "The order came in response to a warning from divers.", "a warning from divers"),
        ("Why was it shut?", "The council shut it to protect the lower quay.", "to protect the lower quay"),
        ("How was it freed?", "They freed it by pumping out the lower basin.", "pumping out the lower basin"),
        ("Where did it sink?", "It sank in fog near Ebbing Quay, witnesses said.", "in fog near Ebbing Quay"),
        ("What is the gauge?", "The gauge, a rod of brass set in the wall, fell.", "a rod of brass set in the wall"),
    ],
)
def test_the_piece_of_the_best_form_is_what_is_asked_for(question: str, text: str, words: str) -> None:
    assert best(question, text) == words


def test_a_name_or_figure_that_the_question_has_itself_is_no_answer() -> None:
    pieces = wordings("Ona Pell met Tam Orrin.", read("Who met Ona Pell?"))
    assert [piece.text for piece in pieces] == ["Tam Orrin"]


def test_an_office_in_capitals_is_no_name() -> None:
    pieces = wordings("The CEO met Tam Orrin.", read("Who went to the quay?"))
    assert [piece.text for piece in pieces] == ["Tam Orrin"]


def test_where_no_name_stands_clauses_take_its_place_with_no_fit() -> None:
    pieces = wordings("a keeper opened it", read("Who opened the lock?"))
    assert pieces
    assert all(piece.fit == 0 for piece in pieces)


@given(st.sampled_from(QUESTIONS), st.text(max_size=200))
def test_every_piece_is_verbatim_in_its_text_and_in_its_sentence(question: str, text: str) -> None:
    for piece in wordings(text, read(question)):
        assert text[piece.start : piece.end] == piece.text
        assert piece.within.start <= piece.start
        assert piece.text == piece.text.strip()
        assert 0 <= piece.fit <= 1


@given(
    st.lists(st.sampled_from("the lock shut by because, of 14 barges Ona Pell . at 4:52 pm to Ebbing — “ ”".split()))
)
def test_pieces_come_in_order_and_once(some: list[str]) -> None:
    pieces: list[Wording] = wordings(" ".join(some), read("Why was the quay shut?"))
    places = [(piece.start, piece.end) for piece in pieces]
    assert len(places) == len(set(places))
