"""Paragraphs are exact spans in order, whatever the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.ingest.paragraphs import LONGEST_PARAGRAPH, LONGEST_SENTENCE, split_paragraphs, without_bullet
from rag.text.sentences import Span

WRAPPED = """\
The harbour board of Port Ellis voted on Monday to keep the swing
bridge shut until its bearings have been replaced, a decision that
will cost the town's traders another summer of lost custom.

Jane Roe, who chairs the board, said the vote had been unanimous
and that no date had been set for the bridge to be opened again."""


def texts(text: str) -> list[str]:
    return [span.text for span in split_paragraphs(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("  \n \n", []),
        ("One.", ["One."]),
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One.\n \t\n\n  Two.  ", ["One.", "Two."]),
        ("One.\nTwo.\nThree.", ["One.", "Two.", "Three."]),
        ("One.\nTwo.\n\nThree.", ["One.", "Two.", "Three."]),
        ("A line\nanother line\n\nThird", ["A line", "another line", "Third"]),
    ],
)
def test_blank_lines_and_single_lines_divide_paragraphs(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_hard_wrapped_blocks_are_one_paragraph_each() -> None:
    assert texts(WRAPPED) == WRAPPED.split("\n\n")


def test_hard_wrapped_text_without_blank_lines_is_one_paragraph() -> None:
    block = WRAPPED.split("\n\n")[0]
    assert texts(block) == [block]


def test_lines_that_each_end_a_sentence_are_not_hard_wrapped() -> None:
    lines = [f"The board of the harbour met for the {n}th time and heard the engineers." for n in range(10, 20)]
    assert texts("\n".join(lines)) == lines


def test_an_overlong_paragraph_is_cut_between_sentences() -> None:
    sentence = "The harbour board voted on Monday to keep the swing bridge shut until the bearings are replaced."
    pieces = texts(" ".join([sentence] * 40))
    assert len(pieces) == 4
    assert all(len(piece) <= LONGEST_PARAGRAPH and piece.endswith("replaced.") for piece in pieces)
    assert min(map(len, pieces)) > LONGEST_PARAGRAPH / 2


def test_a_long_sentence_stays_whole_and_an_endless_one_is_cut_at_white_space() -> None:
    long, endless = "bearings and " * 120, "bearings and " * 400
    assert texts(long) == [long.strip()]
    pieces = texts(endless)
    assert len(pieces) > 1
    assert all(len(piece) <= LONGEST_PARAGRAPH for piece in pieces)
    assert " ".join(pieces) == endless.strip()


def test_words_without_white_space_are_never_cut() -> None:
    assert texts("x" * (LONGEST_SENTENCE + 1)) == ["x" * (LONGEST_SENTENCE + 1)]


@pytest.mark.parametrize(
    ("line", "bare"),
    [
        ("- 40 homes flooded", "40 homes flooded"),
        ("• The quay is shut", "The quay is shut"),
        ("–  “We held on”", "“We held on”"),
        ("* £4 million lost", "£4 million lost"),
        ("- Talks 'on track' -", "- Talks 'on track' -"),
        ("-5 degrees", "-5 degrees"),
        ("— and nobody spoke", "— and nobody spoke"),
        ("- ", "- "),
        ("The quay - shut", "The quay - shut"),
    ],
)
def test_the_sign_of_a_list_is_no_part_of_the_paragraph(line: str, bare: str) -> None:
    span = without_bullet(Span(7, 7 + len(line), line))
    assert (span.text, span.end, span.end - span.start) == (bare, 7 + len(line), len(bare))


PIECES = st.sampled_from(
    [
        "The board voted. ",
        "“No,” she said. ",
        "bearings ",
        "\n",
        "\n\n",
        " \t",
        "3.5 million ",
        "e\u0301 ",
        "\u2003",
        "x" * 300,
    ]
)
TEXTS = st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=120).map("".join))


@given(TEXTS)
def test_paragraphs_are_exact_ordered_spans_and_lose_nothing_but_white_space(text: str) -> None:
    spans = split_paragraphs(text)
    end = 0
    for span in spans:
        assert text[span.start : span.end] == span.text == span.text.strip() != ""
        assert span.start >= end
        end = span.end
    assert "".join("".join(span.text.split()) for span in spans) == "".join(text.split())


@given(st.lists(st.sampled_from(["The board voted on it. ", "Nobody spoke for long. ", "It rained. "]), min_size=60))
def test_no_paragraph_of_normal_sentences_is_overlong(sentences: list[str]) -> None:
    assert all(len(piece) <= LONGEST_PARAGRAPH for piece in texts("".join(sentences)))
