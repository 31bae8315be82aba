"""Who answers what, on paper: title, outlets, other wordings; text from outside stays text."""

from __future__ import annotations

from dataclasses import replace

from rag.datatypes import Citation, GivenAnswer
from rag.render import answer_notes, answers_title, render_answer
from rag.render.compose import answer_document
from tests.render.pieces import ANSWER


def cited(outlet: str, quote: str) -> Citation:
    return Citation(f"{outlet}:1", outlet, outlet, "Lock shut", None, "2031-04-02", quote, 0, len(quote))


SAME = GivenAnswer(
    "14 barges",
    ("Herald", "Post", "Wire"),
    2,
    (cited("Herald", "14 barges"), cited("Post", "fourteen barges"), cited("Wire", "14 barges")),
)
OTHER = GivenAnswer("19 <b>barges</b>", ("Times",), 1, (cited("Times", "19 <b>barges</b>"),))


def test_the_title_counts_answers_and_outlets() -> None:
    assert answers_title([SAME, OTHER]) == "Who answers what: 2 answers from 4 outlets"
    assert answers_title([OTHER]) == "Who answers what: 1 answer from 1 outlet"


def test_other_wordings_and_shared_origins_are_said() -> None:
    assert answer_notes(SAME) == ("also worded “fourteen barges”", "2 independent origins")
    assert answer_notes(OTHER) == ()


def test_a_longer_form_of_the_same_words_is_no_other_wording() -> None:
    longer = replace(SAME, citations=(cited("Herald", "14"), cited("Post", "14 barges")))
    assert answer_notes(longer) == ("2 independent origins",)


def test_the_part_stands_after_the_claims_and_its_sources_are_numbered() -> None:
    document = answer_document(replace(ANSWER, answers=(SAME, OTHER)))
    headings = [part.heading for part in document.parts]
    at = headings.index("Who answers what: 2 answers from 4 outlets")
    assert headings[at + 1] == "Left out, and why"
    numbers = {source.number for source in document.sources}
    assert all(set(statement.refs) <= numbers for statement in document.parts[at].statements)


def test_an_answer_without_any_is_drawn_as_before() -> None:
    assert b"Who answers what" not in render_answer(ANSWER, "text")


def test_words_of_an_article_are_escaped() -> None:
    assert b"<b>" not in render_answer(replace(ANSWER, answers=(OTHER,)), "html")
