"""Spans: all words of a text at once are the words that are found one by one."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rag.retrieve.spans import find_spans
from rag.text.words import WORD

MARKS = "'’-.,:%_ \n"
NEAR_WORDS = st.text(st.one_of(st.sampled_from("aZé9٣½²İıſµ𝐀𝟗表🙂\ud800\x00" + MARKS), st.characters()), max_size=40)
"""Letters, digits and marks of all sorts, close together."""


def words(text: str) -> list[str]:
    spans = find_spans(text)
    return [text[start:end] for start, end in zip(spans.starts, spans.ends, strict=True)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("a", ["a"]),
        ("Don't, o’clock!", ["Don't", "o’clock"]),
        ("'quoted' words''", ["quoted", "words"]),
        ("tar-black", ["tar", "black"]),
        ("1,000.50 and 7.", ["1,000.50", "and", "7"]),
        ("9% of 50 % at 10:30", ["9%", "of", "50", "at", "10:30"]),
        ("B2B m3's", ["B", "2", "B", "m", "3", "s"]),
        ("snake_case", ["snake", "case"]),
        ("🙂𝐀𝟗", ["𝐀", "𝟗"]),
    ],
)
def test_words_and_numbers_are_told_from_marks(text: str, found: list[str]) -> None:
    assert words(text) == found


@given(NEAR_WORDS)
@example("\uffff\U00010000a")
def test_the_words_of_any_text_are_those_found_one_by_one(text: str) -> None:
    assert words(text) == WORD.findall(text.replace("-", " "))


@given(NEAR_WORDS)
def test_every_word_is_known_by_its_first_character(text: str) -> None:
    assert [chr(code) for code in find_spans(text).initials] == [word[0] for word in words(text)]
