"""Cleaning drops what nobody sees and nothing else."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.ingest.cleaning import clean_line, clean_text


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\r\nb\rc\n", "a\nb\nc"),
        ("a\x00b\x07c\td", "abc\td"),
        ("a\u2028b\x0bc\x85d", "a\nb\nc\nd"),
        ("\ufeffa", "a"),
        ("a\ud800b", "ab"),
        ("“e\u0301”\u00a0–\u200d", "“e\u0301”\u00a0–\u200d"),
    ],
)
def test_only_controls_and_line_endings_change(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean


def test_a_line_has_single_spaces() -> None:
    assert clean_line(" a\n\tb \x00 c ") == "a b c"


@given(st.text(alphabet=st.characters()))
def test_cleaning_is_idempotent_and_leaves_no_control_character(raw: str) -> None:
    clean = clean_text(raw)
    assert clean_text(clean) == clean
    assert not any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in clean)
    clean.encode("utf-8")
