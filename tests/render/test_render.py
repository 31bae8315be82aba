from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from rag.datatypes import Premise, PremiseStatus, ProblemKind, Refusal, RefusalReason, Verdict, to_json
from rag.errors import UsageError
from rag.render import Format, attribution, render_answer, render_briefing, render_comparison
from rag.render.claims import PROBLEM_WORDS
from rag.render.compose import REFUSAL_WORDS, answer_document, briefing_document
from rag.render.document import VERDICT_MARKS, Statement
from tests.render import pieces
from tests.render.golden import FOLDER, rendered
from tests.render.hostile import TEXTS


@pytest.mark.parametrize("path", rendered(), ids=lambda path: path.name)
def test_pieces_look_as_agreed(path: Path) -> None:
    assert rendered()[path].decode() == path.read_text(encoding="utf-8")


def test_every_golden_file_is_compared() -> None:
    assert set(FOLDER.iterdir()) == set(rendered())


@pytest.mark.parametrize("format", ["", "rtf", "PDF ", "Text"])
def test_a_format_that_is_not_offered_is_wrong_use(format: str) -> None:
    with pytest.raises(UsageError, match="formats are text, md, html, json, docx, pdf"):
        render_answer(pieces.ANSWER, format)
    with pytest.raises(UsageError):
        render_briefing(pieces.BRIEFING, format)
    with pytest.raises(UsageError):
        render_comparison(pieces.COMPARISON, format)


def test_json_is_the_datatype_on_one_line() -> None:
    for text, piece in (
        (render_answer(pieces.ANSWER, Format.JSON), pieces.ANSWER),
        (render_briefing(pieces.BRIEFING, "json"), pieces.BRIEFING),
        (render_comparison(pieces.COMPARISON, "json"), pieces.COMPARISON),
    ):
        assert text.count(b"\n") == 1
        assert json.loads(text) == to_json(piece)


@given(TEXTS)
def test_json_survives_any_text(text: str) -> None:
    answer = pieces.hostile_answer(text)
    assert json.loads(render_answer(answer, "json").decode()) == to_json(answer)


def test_json_never_holds_a_figure_that_is_no_number() -> None:
    broken = replace(pieces.ANSWER, usage=replace(pieces.ANSWER.usage, seconds=float("nan")))
    with pytest.raises(ValueError, match="JSON compliant"):
        render_answer(broken, "json")


@given(TEXTS)
def test_terminal_text_holds_no_control_characters(text: str) -> None:
    for written in (
        render_answer(pieces.hostile_answer(text), "text"),
        render_briefing(pieces.hostile_briefing(text), "text"),
        render_comparison(pieces.hostile_comparison(text), "text"),
    ):
        assert all(char.isprintable() or not char.isascii() or char == "\n" for char in written.decode())


def test_paragraphs_are_numbered_in_the_order_of_their_first_use_and_only_once() -> None:
    twice = replace(pieces.CLOSING, text="Said again.", topic="Again")
    document = answer_document(replace(pieces.ANSWER, claims=(pieces.LOSS, pieces.CLOSING, twice), withheld=()))
    assert [statement.refs for part in document.parts for statement in part.statements] == [(1,), (2, 3), (2, 3)]
    assert [source.number for source in document.sources] == [1, 2, 3]
    assert document.sources[1].quotes == (pieces.LAST_RUN,)


def test_every_word_cited_from_a_paragraph_is_in_its_entry() -> None:
    other = replace(pieces.CLOSING, citations=(pieces.cite(pieces.GAZETTE, 1, "the council said"),))
    document = answer_document(replace(pieces.ANSWER, claims=(pieces.CLOSING, other)))
    assert document.sources[0].quotes == (pieces.LAST_RUN, "the council said")


def test_claims_of_a_topic_stand_together() -> None:
    document = answer_document(replace(pieces.ANSWER, claims=(pieces.CLOSING, pieces.LOSS, pieces.KEPT)))
    assert [(part.heading, len(part.statements)) for part in document.parts[:2]] == [("Closing", 2), ("Money", 1)]


@pytest.mark.parametrize(
    ("topics", "headings"),
    [
        ((None, None), [""]),
        ((None, "Money", None), ["", "Money"]),
        (("Money", None, "Closing", None), ["Money", "Also reported", "Closing"]),
    ],
)
def test_claims_without_a_topic_never_stand_under_another(topics: tuple[str | None, ...], headings: list[str]) -> None:
    claims = tuple(replace(pieces.LOSS, topic=topic) for topic in topics)
    document = answer_document(replace(pieces.ANSWER, claims=claims, withheld=()))
    assert [part.heading for part in document.parts] == headings


def test_outlets_of_one_date_are_named_together() -> None:
    same_day = replace(pieces.POST, published="2026-03-12")
    claim = pieces.claim("It closes.", pieces.cite(pieces.GAZETTE, 1, "x"), pieces.cite(same_day, 1, "x"))
    assert attribution(claim) == "Harbour Gazette and Inland Post (12 March 2026)"


@pytest.mark.parametrize(
    ("dates", "lead"),
    [
        (["2026-03-12T08:00:00", "2026-03-12T19:30:00"], "A and B (12 March 2026)"),
        (["2026-03-12", "2026-03-13", "2026-03-12"], "A and C (12 March 2026); B (13 March 2026)"),
        (["2026-03-12", "2026-03-13", "2026-03-14"], "A, B and C (12 to 14 March 2026)"),
        (["2026-03-12", None, "2026-03-14"], "A (12 March 2026); B (undated); C (14 March 2026)"),
    ],
)
def test_many_dates_become_a_range_unless_one_is_unknown(dates: list[str | None], lead: str) -> None:
    sources = [replace(pieces.GAZETTE, outlet=name, published=day) for name, day in zip("ABC", dates, strict=False)]
    assert attribution(pieces.claim("It closes.", *(pieces.cite(source, 1, "x") for source in sources))) == lead


@pytest.mark.parametrize(
    ("text", "speaker", "lead"),
    [
        ("The line stays.", "Ines Tolva", "Harbour Gazette (12 March 2026), citing Ines Tolva"),
        ("Ines Tolva said the line stays.", "Ines Tolva", "Harbour Gazette (12 March 2026)"),
        ("The line stays.", None, "Harbour Gazette (12 March 2026)"),
    ],
)
def test_a_speaker_is_named_once(text: str, speaker: str | None, lead: str) -> None:
    claim = pieces.claim(text, pieces.cite(pieces.GAZETTE, 1, "x"), speaker=speaker)
    assert attribution(claim) == lead


def test_what_was_withheld_comes_with_its_reasons() -> None:
    part = next(part for part in answer_document(pieces.ANSWER).parts if part.quiet)
    assert part.statements == (
        Statement(
            "The line lost $5 million.",
            "Inland Post (14 March 2026)",
            (6,),
            VERDICT_MARKS[Verdict.UNSUPPORTED],
            "not supported",
            ("Figure: $5 million is not in the cited paragraph.",),
        ),
    )


def test_a_piece_with_nothing_in_it_says_so() -> None:
    empty = replace(pieces.BRIEFING, summary=(), sections=(), sources=(), origins=(), withheld=())
    assert briefing_document(empty).notice == "No briefing: nothing in the sources could be shown."


def test_a_briefing_without_a_headline_is_named_after_its_topic() -> None:
    document = briefing_document(replace(pieces.BRIEFING, headline=""))
    assert (document.title, document.subtitle) == ("Tolmouth ferry", "")


def test_every_closed_set_has_words_for_all_its_members() -> None:
    assert set(PROBLEM_WORDS) == set(ProblemKind)
    assert set(REFUSAL_WORDS) == set(RefusalReason)
    assert set(VERDICT_MARKS) == {*Verdict, None}
    assert len(set(VERDICT_MARKS.values())) == len(VERDICT_MARKS)


def test_a_false_premise_and_a_reserve_stand_above_the_claims() -> None:
    premise = Premise("the ferry sank", PremiseStatus.CONTRADICTED, "The question takes a sinking for granted.")
    refusal = Refusal(RefusalReason.ONE_ORIGIN, "Only one origin was found.")
    document = answer_document(replace(pieces.ANSWER, premise=premise, refusal=refusal))
    assert document.notice == (
        "The question takes a sinking for granted. Not as asked: one origin only. Only one origin was found."
    )
    assert document.parts == answer_document(pieces.ANSWER).parts
