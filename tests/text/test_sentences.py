"""Sentences: exact spans in order that leave out nothing but white space."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rag.text.sentences import split_sentences

PIECES = """
He “Stop,” said Dr. Finch. "No," they ran. On Jan. 2 at 4.52 p.m. U.S. why? “Go!” (left) — $3.5m. …
🙂. 表。 'Well done.' é.
""".split()
NEWS = st.lists(st.sampled_from([*PIECES, "\n", "  "]), max_size=30).map(" ".join)


@given(st.one_of(NEWS, st.text(max_size=200)))
@example("")
@example(" \n ")
@example("No end")
@example("A. ” B.")
def test_spans_are_exact_in_order_and_leave_out_only_white_space(text: str) -> None:
    end = 0
    for span in split_sentences(text):
        assert text[span.start : span.end] == span.text
        assert span.text == span.text.strip() != ""
        assert not text[end : span.start].strip()
        end = span.end
    assert not text[end:].strip()


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("The lock is shut. Boats wait.", ["The lock is shut.", "Boats wait."]),
        ("Is it shut? It is! Good.", ["Is it shut?", "It is!", "Good."]),
        (
            "Dr. Finch said so. She left at 4.52 p.m. on Monday.",
            ["Dr. Finch said so.", "She left at 4.52 p.m. on Monday."],
        ),
        ("It cost $3.5 million. Nobody paid.", ["It cost $3.5 million.", "Nobody paid."]),
        ('She said. "We are waiting," he said.', ["She said.", '"We are waiting," he said.']),
        ("She said. “We are waiting,” he said.", ["She said.", "“We are waiting,” he said."]),
        ("No full stop", ["No full stop"]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, sentences: list[str]) -> None:
    assert [span.text for span in split_sentences(text)] == sentences


@pytest.mark.parametrize("language", ["xx", "", "EN", "de", "ja"])
def test_a_language_that_is_not_known_well_is_split_all_the_same(language: str) -> None:
    assert [s.text for s in split_sentences("The lock is shut. Boats wait.", language)] == [
        "The lock is shut.",
        "Boats wait.",
    ]
