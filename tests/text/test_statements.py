"""A draft's sentences: where they stand, which state nothing, and that no quotation is cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.statements import split_statements

DRAFT = """Weir gate jams

By Ola Dreft
The weir gate at Ostry jammed on Monday. Who will pay?
- Divers freed it after 14 hours.
"It is old. It is tired," said the keeper, Ines Varr.
But not yet.
"""


def test_each_sentence_has_its_place_and_headings_and_questions_are_told_apart() -> None:
    found = split_statements(DRAFT)
    assert [(one.text, bool(one.why_not)) for one in found] == [
        ("Weir gate jams", True),
        ("By Ola Dreft", True),
        ("The weir gate at Ostry jammed on Monday.", False),
        ("Who will pay?", True),
        ("Divers freed it after 14 hours.", False),
        ('"It is old. It is tired," said the keeper, Ines Varr.', False),
        ("But not yet.", True),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "A single line without a full stop may be all of a draft",
        "Rain.",
        "",
        "\n\n",
        "- ",
    ],
)
def test_odd_drafts_are_read(text: str) -> None:
    assert len(split_statements(text)) <= 1


def test_the_last_line_is_no_heading() -> None:
    assert split_statements("The weir gate at Ostry jammed")[0].why_not == ""


@given(st.text(alphabet=st.sampled_from("ab .!?\n\"“”'-#1") | st.characters(codec="utf-8"), max_size=200))
def test_sentences_stand_where_they_say_and_lose_no_word(draft: str) -> None:
    at = 0
    for one in split_statements(draft):
        assert draft[one.start : one.end] == one.text
        assert one.start >= at
        assert one.text == one.text.strip()
        assert not any(c.isalpha() for c in draft[at : one.start])
        at = one.end
    assert not any(c.isalpha() for c in draft[at:])
