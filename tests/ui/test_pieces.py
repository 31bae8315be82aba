"""Pieces join to the text they came from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.pieces import Piece, differing, marked, replaced


def test_the_words_between_the_offsets_are_marked() -> None:
    assert marked("cracks in two arches", 10, 13) == (
        Piece("cracks in "),
        Piece("two", mark=True),
        Piece(" arches"),
    )


@given(st.text(), st.integers(0, 30), st.integers(0, 30))
def test_marking_changes_no_word(text: str, one: int, other: int) -> None:
    start, end = min(one, other), max(one, other)
    pieces = marked(text, start, end)
    assert "".join(piece.text for piece in pieces) == text
    assert "".join(piece.text for piece in pieces if piece.mark) == text[start:end]


@given(st.text(), st.text())
def test_differences_join_to_the_version_they_are_of(text: str, other: str) -> None:
    assert "".join(piece.text for piece in differing(text, other)) == text


@given(st.text())
def test_a_version_does_not_differ_from_itself(text: str) -> None:
    assert not any(piece.mark for piece in differing(text, text))


def test_only_the_words_that_differ_are_marked() -> None:
    assert [p.text for p in differing("nobody was ever hurt", "nobody was hurt") if p.mark] == ["ever "]


@given(st.text(), st.text(), st.booleans())
def test_replaced_words_join_to_the_version_they_are_of(text: str, other: str, added: bool) -> None:
    assert "".join(piece.text for piece in replaced(text, other, added=added)) == text


@pytest.mark.parametrize(
    ("text", "other", "added", "marks"),
    [
        ("carrying 208 people", "carrying 280 people", False, ["208"]),
        ("told to hold, he said", "ordered to hold", False, ["told"]),
        ("it did not sink", "it did sink", False, []),
        ("it did not sink", "it did sink", True, ["not"]),
        ("The Bridge, closed.", "the bridge closed", True, []),
    ],
)
def test_words_with_others_in_their_place_are_marked(text: str, other: str, added: bool, marks: list[str]) -> None:
    assert [piece.text for piece in replaced(text, other, added=added) if piece.mark] == marks
