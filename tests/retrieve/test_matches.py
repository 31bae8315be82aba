"""Matches: where the terms of a question stand in texts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.retrieve.matches import Matches, find_matches
from rag.text.words import WORD, stem

TERMS = ("lock", "barg", "gate")
PLACES = {term: at for at, term in enumerate(TERMS)}
SIDE_BY_SIDE = np.zeros((3, 3), dtype=np.float32)
SIDE_BY_SIDE[0, 2] = 5.0
"""A lock gate is worth 5."""

TEXTS = st.lists(
    st.lists(st.sampled_from("lock Locks barges gate tar-black the 14 ebb".split()), max_size=40), max_size=5
)


def matches(*texts: str) -> Matches:
    return find_matches(texts, PLACES, SIDE_BY_SIDE)


def test_terms_are_counted_by_their_stems_however_they_are_printed() -> None:
    assert matches("The LOCK, two locks and a lock-keeper; barges").counts.tolist() == [[3.0, 1.0, 0.0]]


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        ("the lock gate", 5.0),
        ("the lock and gate", 5.0),
        ("a lock gate, another lock gate", 5.0),
        ("the gate lock", 0.0),
        ("the lock with an old gate", 0.0),
        ("", 0.0),
    ],
)
def test_a_pair_counts_once_and_in_the_order_of_the_question(text: str, worth: float) -> None:
    assert matches(text).pairs.tolist() == [worth]


def test_a_pair_does_not_reach_from_one_text_into_the_next() -> None:
    assert matches("a lock", "gate").pairs.tolist() == [0.0, 0.0]


def test_terms_share_a_window_only_when_they_are_about_a_sentence_apart() -> None:
    near, far = (matches("lock " + "old " * words + "gate").windows for words in (10, 60))
    assert near[0][:, [0, 2]].all(axis=1).any()
    assert not far[0][:, [0, 2]].all(axis=1).any()


def test_rows_can_be_taken_in_any_order() -> None:
    texts = ["a lock", "the lock gate and a barge", "nothing"]
    taken, read = matches(*texts).of([2, 0, 1]), matches(texts[2], texts[0], texts[1])
    for one, other in ((taken.counts, read.counts), (taken.windows, read.windows), (taken.pairs, read.pairs)):
        assert one.tolist() == other.tolist()
    assert taken.lengths.tolist() == read.lengths.tolist()


def test_a_second_mention_says_less_and_a_long_text_less_than_a_short_one() -> None:
    once, twice, long = matches("lock", "lock lock", "lock " + "old " * 400).saturated()[:, 0]
    assert once < twice < 2 * once
    assert long < once


@given(TEXTS)
def test_counts_and_lengths_are_what_reading_word_by_word_gives(lines: list[list[str]]) -> None:
    texts = [" ".join(line) for line in lines]
    found = matches(*texts)
    read = [[stem(word) for word in WORD.findall(text.replace("-", " "))] for text in texts]
    assert found.counts.tolist() == [[float(words.count(term)) for term in TERMS] for words in read]
    assert found.lengths.tolist() == [float(len(words)) for words in read]
    assert (found.windows.any(axis=1) == found.present).all()


@given(st.lists(st.text(max_size=60), max_size=4))
def test_any_texts_can_be_read(texts: list[str]) -> None:
    found = matches(*texts)
    assert found.counts.shape == (len(texts), 3)
    assert np.isfinite(found.saturated()).all()
