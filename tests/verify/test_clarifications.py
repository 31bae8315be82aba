from __future__ import annotations

import pytest

from tests.verify.builders import check, kinds, paragraph

SPOKE = paragraph("“He will reopen the harbour,” the aide said.", "p1")
NAMED = paragraph("Mayor Ona Pell met the Sedge crew and her aide.", "p2")
ELSEWHERE = paragraph("Mara Dell stayed at home.", "p3", article_id="a2")


@pytest.mark.parametrize(
    "text",
    [
        "“[Pell] will reopen the harbour,” the aide said.",
        "“[Mayor Ona Pell] will reopen the harbour,” the aide said.",
        "“[The mayor] will reopen the harbour,” the aide said.",
        "“[H]e will reopen the harbour,” the aide said.",
        "“He will reopen the harbour [sic],” the aide said.",
        "The aide [of Pell] said he will reopen the harbour.",
    ],
)
def test_who_the_cited_article_names_may_be_put_in_brackets(text: str) -> None:
    assert kinds(check(text, SPOKE, NAMED, ELSEWHERE)) == []


@pytest.mark.parametrize(
    "text",
    [
        "“[Dell] will reopen the harbour,” the aide said.",
        "“[The lighthouse keeper] will reopen the harbour,” the aide said.",
        "“He will [never] reopen the harbour,” the aide said.",
    ],
)
def test_what_it_does_not_name_may_not(text: str) -> None:
    claim = check(text, SPOKE, NAMED, ELSEWHERE)
    assert kinds(claim) == ["name"]
    span = claim.problems[0].span
    assert span is not None
    assert text[span[0]] + text[span[1] - 1] == "[]"


def test_brackets_do_not_let_a_sentence_lose_its_denial() -> None:
    claim = check("Pell [said] he took 13 kegs.", "Pell denied he took 12 kegs.")
    assert "figure" in kinds(claim)


UNIT = "Harrow Water is bringing in a filter unit, which stops the silt. It should be working by Friday, said Pell."
PLAN = "Harrow Water is bringing in a filter unit. It plans to mend the main as well, said Ona Pell."


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        ("[Harrow Water] should be working by Friday, said Pell.", UNIT, ["name"]),
        ("[Harrow Water] plans to mend the main as well, said Ona Pell.", PLAN, []),
        ("It should be working by Friday, said Pell.", UNIT, []),
        ("[The unit] should be working by Friday, said Pell.", UNIT, []),
        ("[Harrow Water] was shut on Friday.", "Harrow Water serves Sedge. It was shut on Friday.", []),
    ],
)
def test_a_name_for_it_is_not_put_in_where_a_thing_was_just_brought_up(
    text: str, source: str, expected: list[str]
) -> None:
    assert kinds(check(text, source)) == expected


@pytest.mark.parametrize(
    ("text", "altered"),
    [
        ("“We would not rule [opening a quay] out for good,” Pell said.", False),
        ("“We would not rule [closing a quay] out for good,” Pell said.", True),
        ("“We would not rule [the quay] out for good,” Pell said.", True),
        ("“We would not rule [opening a quay] out for good,” [Pell] said.", False),
    ],
)
def test_what_the_source_itself_has_in_brackets_stands_for_nothing_else(text: str, altered: bool) -> None:
    source = "“We would not rule [opening a quay] out for good,” Pell said. Closing is no plan."
    assert ("quotation_altered" in kinds(check(text, source))) is altered
