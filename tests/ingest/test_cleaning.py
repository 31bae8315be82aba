"""Cleaning drops what nobody sees and nothing else."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.ingest.cleaning import clean_line, clean_text, decode_entities


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


@pytest.mark.parametrize(
    ("raw", "decoded"),
    [
        ("It cost &pound;40 &amp; a day&#8217;s work.", "It cost £40 & a day’s work."),
        ("shut.&nbsp;Nobody&#160;was&#xA0;hurt", "shut. Nobody was hurt"),
        ("&ldquo;No&rdquo; &mdash; she said &#x2013; twice", "“No” — she said – twice"),
        ("write &amp;lt; for it", "write &lt; for it"),
        ("&amp;amp;", "&amp;"),
        ("Voss & Finch; AT&T; Q&A: &copy 2031", "Voss & Finch; AT&T; Q&A: &copy 2031"),
        ("the &unheardof; sign", "the &unheardof; sign"),
        ("", ""),
    ],
)
def test_entities_are_decoded_once_and_only_where_they_are_whole(raw: str, decoded: str) -> None:
    assert decode_entities(raw) == decoded


@given(st.text())
def test_a_text_that_is_written_with_entities_comes_back(text: str) -> None:
    assert decode_entities(text.replace("&", "&amp;").replace("<", "&lt;")) == text


def test_a_line_has_single_spaces() -> None:
    assert clean_line(" a\n\tb \x00 c ") == "a b c"


@given(st.text(alphabet=st.characters()))
def test_cleaning_is_idempotent_and_leaves_no_control_character(raw: str) -> None:
    clean = clean_text(raw)
    assert clean_text(clean) == clean
    assert not any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in clean)
    clean.encode("utf-8")
