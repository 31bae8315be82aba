"""Rules match whole lines, keep their limits, and cannot be made to hang."""

from __future__ import annotations

import time

import pytest

from rag.datatypes import ParagraphKind
from rag.ingest.kinds import kind_of_line
from rag.ingest.rules import Rules, Table

RULES = Rules(
    [
        Table(ParagraphKind.SIGNOFF, 5, (r"a+", r"end")),
        Table(ParagraphKind.CREDIT, 20, (r"a+.*",), needs=("photo", "image")),
    ]
)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("aaa", ParagraphKind.SIGNOFF),
        ("end", ParagraphKind.SIGNOFF),
        ("ends", None),
        ("aaaaaa", None),
        ("aaaaaa PHOTO", ParagraphKind.CREDIT),
        ("aaaaaa image", ParagraphKind.CREDIT),
        ("aaaaaa photo and more than that", None),
    ],
)
def test_the_first_table_that_allows_the_whole_line_wins(line: str, kind: ParagraphKind | None) -> None:
    assert RULES.match(line) is kind


@pytest.mark.parametrize(
    "start", ["", "By ", "(Reporting by ", "Reporting by ", "Photo by ", "Sign up ", "In this ", "("]
)
@pytest.mark.parametrize(
    "unit",
    [
        "A",
        "A.",
        "Aa ",
        "Aa, ",
        "Aa and ",
        "a/",
        "a-",
        "A-",
        "of the Aa ",
        "(",
        "(a)",
        "1 May ",
        "by ",
        "cookies ",
        "inbox ",
        "/AP ",
    ],
)
def test_no_line_takes_long(start: str, unit: str) -> None:
    began = time.perf_counter()
    for length in (60, 160, 250, 400, 600):
        kind_of_line((start + unit * 600)[: length - 2] + " x")
    assert time.perf_counter() - began < 20
