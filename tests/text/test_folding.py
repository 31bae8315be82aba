from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.folding import folded, normalise


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("“Shut,” she said.", "'Shut,' she said."),
        ("the quay’s `new` wall", "the quay's 'new' wall"),
        ("one — two", "one - two"),
        ("six‑day trip", "six-day trip"),
        ("no… yes", "no... yes"),
        ("two  blanks", "two blanks"),
    ],
)
def test_signs_of_one_meaning_become_one(text: str, plain: str) -> None:
    assert normalise(text) == plain


@given(st.one_of(st.text(max_size=60), st.text(st.sampled_from("ab “”’…—-.\u200b\u0301`'\""), max_size=40)))
def test_every_folded_character_has_a_place_in_the_original(text: str) -> None:
    plain, offsets = folded(text)
    assert len(offsets) == len(plain) + 1
    assert list(offsets) == sorted(offsets)
    assert offsets[-1] == len(text)
