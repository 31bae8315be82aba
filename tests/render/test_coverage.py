from __future__ import annotations

from dataclasses import replace

import pytest

from rag.datatypes import SourceEntry
from rag.render import coverage_line
from tests.render import pieces


def entry(number: int, outlet: str, published: str | None, origin: int) -> SourceEntry:
    return SourceEntry(f"c{number}", outlet, "Title", None, published, None, origin)


@pytest.mark.parametrize(
    ("entries", "line"),
    [
        ([], ""),
        ([entry(1, "Gazette", "2026-03-12", 0)], "1 outlet, 1 independent origin, 12 March 2026"),
        (
            [entry(1, "Gazette", "2026-03-12", 0), entry(2, "Post", "2026-03-14", 0), entry(3, "Sun", None, 4)],
            "3 outlets, 2 independent origins, 12 to 14 March 2026, 1 article undated",
        ),
        (
            [entry(1, "Gazette", None, 0), entry(2, "Gazette", "someday", 1)],
            "1 outlet, 2 independent origins, dates unknown",
        ),
    ],
)
def test_a_briefing_and_a_comparison_count_the_articles_they_are_made_from(
    entries: list[SourceEntry], line: str
) -> None:
    assert coverage_line(replace(pieces.BRIEFING, sources=tuple(entries))) == line
    assert coverage_line(replace(pieces.COMPARISON, articles=tuple(entries))) == line


def test_an_answer_counts_the_articles_it_cites_and_shared_copy_once() -> None:
    assert coverage_line(pieces.ANSWER) == "3 outlets, 2 independent origins, 12 to 14 March 2026, 1 article undated"


def test_an_article_read_but_not_cited_does_not_count() -> None:
    assert coverage_line(replace(pieces.ANSWER, claims=(pieces.LOSS,))) == (
        "1 outlet, 1 independent origin, 12 March 2026"
    )


def test_articles_without_an_origin_are_origins_of_their_own() -> None:
    line = coverage_line(replace(pieces.ANSWER, passages=()))
    assert line.startswith("3 outlets, 3 independent origins")


def test_an_answer_without_claims_has_no_coverage() -> None:
    assert coverage_line(pieces.REFUSED) == ""
