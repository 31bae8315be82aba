from __future__ import annotations

import pytest

from tests.verify.builders import check, kinds, paragraph

SOURCE = (
    "Mayor Ona Pell reopened the Harrow harbour after talks with the Sedge Fishing Union. "
    "The Velmarian ambassador, Idris Quell, praised her on Friday."
)


@pytest.mark.parametrize(
    "text",
    [
        "Pell reopened the harbour of Harrow after talks with the union.",
        "Harrow's mayor, Ona Pell, reopened the harbour after talks.",
        "Velmar's ambassador praised Mayor Pell on Friday.",
        "The SFU and Mayor Pell held talks, and the harbour of Harrow reopened.",
        "The ambassador praised her, the Sedge Herald reported on Friday.",
        "Reopening the Harrow harbour took talks with the union.",
        "However, Quell praised Mayor Pell on Friday.",
    ],
)
def test_names_of_the_cited_article_pass_in_any_printing(text: str) -> None:
    assert "name" not in kinds(check(text, SOURCE))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mayor Mara Dell reopened the Harrow harbour after talks with the Sedge Fishing Union.", "Mara Dell"),
        ("Mayor Ona Pell reopened the Tarnby harbour after talks with the Sedge Fishing Union.", "Tarnby"),
        ("Mayor Ona Pell reopened the Harrow harbour after talks with the Quay Porters Guild.", "Quay Porters Guild"),
        ("Dell reopened the Harrow harbour after talks with the union.", "Dell"),
    ],
)
def test_a_name_that_no_cited_article_has_is_caught(text: str, name: str) -> None:
    (problem,) = (p for p in check(text, SOURCE).problems if p.kind.value == "name")
    assert problem.span is not None
    assert name in text[slice(*problem.span)]


def test_a_name_put_in_another_ones_place_is_caught_although_the_article_has_both() -> None:
    claim = check("Mayor Idris Quell reopened the Harrow harbour after talks with the Sedge Fishing Union.", SOURCE)
    assert "name" in kinds(claim)


def test_a_name_may_stand_in_another_paragraph_of_the_same_article_but_not_of_another() -> None:
    cited = paragraph("The mayor reopened the harbour after long talks.", "p1")
    text = "Mayor Ona Pell reopened the harbour after long talks."
    assert "name" not in kinds(check(text, cited, paragraph("Ona Pell won.", "p2")))
    assert "name" in kinds(check(text, cited, paragraph("Ona Pell won.", "p2", article_id="a2")))


@pytest.mark.parametrize(
    "opener", ["Sure!", "Therefore, the harbour reopened.", "Improved talks reopened the harbour."]
)
def test_a_capital_that_only_opens_a_sentence_is_no_name(opener: str) -> None:
    assert "name" not in kinds(check(opener, SOURCE))
