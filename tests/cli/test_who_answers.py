"""Who answers what, on the command line: as text and as JSON, each answer provable from the library."""

from __future__ import annotations

from tests.cli.run import CommandLine

CUSTOMERS = "How many customers does Brackwater Mutual have?"


def test_ask_prints_which_outlets_give_the_same_answer(rag: CommandLine) -> None:
    text = rag("ask", CUSTOMERS).text
    assert "Who answers what: 1 answer from 3 outlets" in text
    assert "184,200 customers" in text
    assert "also worded" in text


def test_every_answer_is_verbatim_in_the_paragraph_it_cites(rag: CommandLine) -> None:
    answers = rag("ask", "How many people were on board the Marsh Heron?", "--json").json["answers"]
    assert [answer["text"] for answer in answers] == ["208 people", "221 passengers"]
    for answer in answers:
        assert set(answer) == {"text", "outlets", "origins", "citations"}
        assert answer["text"] == answer["citations"][0]["quote"]
        for cited in answer["citations"]:
            paragraphs = {p["id"]: p["text"] for p in rag("show", cited["article_id"], "--json").json["paragraphs"]}
            assert paragraphs[cited["paragraph_id"]][cited["start"] : cited["end"]] == cited["quote"]


def test_outlets_that_carry_one_report_are_one_origin(rag: CommandLine) -> None:
    first = rag("ask", "How many people were on board the Marsh Heron?", "--json").json["answers"][0]
    assert (len(first["outlets"]), first["origins"]) == (3, 1)


def test_a_refusal_and_a_question_answered_by_one_outlet_have_none(rag: CommandLine) -> None:
    assert rag("ask", "Who won the yacht race around Cape Fennimore?", "--json").json["answers"] == []
    alone = rag("ask", "What is the name of the captain of the Tolva?", "--json").json
    assert alone["claims"]
    assert alone["answers"] == []
