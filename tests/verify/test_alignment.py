from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.verify.alignment import Sort, align, tokens_of


def exchanged(source: str, claim: str) -> list[tuple[str, str]]:
    alignment = align(source, claim)
    return [(alignment.source[i].text, alignment.claim[j].text) for i, j in alignment.exchanged()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ona Pell didn’t pay.", [("Ona Pell", Sort.NAME), ("did", 0), ("not", 0), ("pay", 0)]),
        ("They cannot go.", [("they", 0), ("can", 0), ("not", 0), ("go", 0)]),
        ("It won't last three weeks.", [("it", 0), ("will", 0), ("not", 0), ("last", 0), ("three", 2), ("weeks", 4)]),
        ("2. It cost $5 on Monday.", [("it", 0), ("cost", 0), ("$", 4), ("5", 2), ("on", 0), ("monday", 3)]),
        ("A decades-long row.", [("a", 0), ("decades", 4), ("long", 0), ("row", 0)]),
    ],
)
def test_a_sentence_is_read_as_words_numbers_and_whole_names(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(token.text, token.sort) for token in tokens_of(text)] == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("They told us.", "They tell us."),
        ("It cost 1,200.", "It cost 1200."),
        ("Three boats sank.", "3 boats sank."),
        ("The U.S. paid.", "The United States paid."),
        ("President Ona Pell left.", "Pell left."),
    ],
)
def test_words_of_one_meaning_are_one_word(one: str, other: str) -> None:
    assert align(one, other).likeness == 1.0
    assert not exchanged(one, other)


def test_what_stands_in_anothers_place_is_paired_where_both_sides_are_the_same() -> None:
    source = "Ona Pell blamed Idris Quell for 12 losses on Monday."
    assert exchanged(source, "Idris Quell blamed Ona Pell for 21 losses on Friday.") == [
        ("Ona Pell", "Idris Quell"), ("Idris Quell", "Ona Pell"), ("12", "21"), ("monday", "friday"),
    ]  # fmt: skip
    assert exchanged(source, "Idris Quell was blamed by Ona Pell for 12 losses on Monday.") == []


def test_a_part_that_stands_in_one_run_is_found_whole() -> None:
    alignment = align("She does not have a boat. He has a boat on the quay.", "He has a boat on the quay.")
    assert [i for i, _ in alignment.pairs] == list(range(6, 13))


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_two_texts_are_laid_along_each_other_in_order(source: str, claim: str) -> None:
    alignment = align(source, claim)
    assert 0.0 <= alignment.likeness <= 1.0
    for (a, b), (c, d) in zip(alignment.pairs, alignment.pairs[1:], strict=False):
        assert a < c
        assert b < d
    for tokens, text in ((alignment.source, source), (alignment.claim, claim)):
        assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    gaps = sum(len(theirs) for _, theirs in alignment.gaps())
    assert gaps + len(alignment.same) == len(alignment.claim)


@given(st.text(alphabet="abc “”.,not may 12", min_size=1, max_size=60))
def test_a_text_is_wholly_like_itself(text: str) -> None:
    alignment = align(text, text)
    assert len(alignment.same) == len(alignment.claim)
    assert not list(alignment.gaps())
