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
