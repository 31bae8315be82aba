from __future__ import annotations

import pytest

from tests.verify.builders import check, kinds, paragraph

SOURCE = (
    "“The harbour stays shut until spring,” said Mayor Ona Pell. "
    "Idris Quell, head of the Sedge Fishing Union, said the closure would ruin forty families."
)


@pytest.mark.parametrize(
    "text",
    [
        "“The harbour stays shut until spring,” Mara Dell said.",
        "“The harbour stays shut until spring,” Idris Quell said.",
        "The closure would ruin forty families, Ona Pell said.",
        "“The harbour stays shut until spring,” the Sedge Herald said.",
    ],
)
def test_another_speaker_is_caught_and_so_is_the_outlet(text: str) -> None:
    claim = check(text, SOURCE)
    assert "speaker" in kinds(claim)
    assert all(p.span is not None for p in claim.problems if p.kind.value == "speaker")


@pytest.mark.parametrize(
    "text",
    [
        "“The harbour stays shut until spring,” Pell said.",
        "“The harbour stays shut until spring,” the mayor said.",
        "“The harbour stays shut until spring,” she said.",
        "The closure would ruin forty families, Quell said.",
        "The closure would ruin forty families, the Sedge Fishing Union said.",
        "The closure would ruin forty families, according to the union's head.",
        "The closure would ruin forty families.",
    ],
)
def test_the_same_speaker_in_other_words_passes(text: str) -> None:
    assert "speaker" not in kinds(check(text, SOURCE))


def test_who_he_is_may_be_told_by_the_paragraph_before() -> None:
    before = paragraph("Idris Quell said the talks had failed.", "p0")
    cited = paragraph("He said the closure would ruin forty families.", "p1")
    after = paragraph("Mayor Ona Pell did not attend.", "p2")
    assert "speaker" not in kinds(check("Quell said the closure would ruin forty families.", before, cited, after))
    assert "speaker" in kinds(check("Ona Pell said the closure would ruin forty families.", before, cited, after))


def test_a_statement_whose_source_names_no_speaker_is_left_open() -> None:
    assert "speaker" not in kinds(check("Ona Pell said the harbour stays shut.", "The harbour stays shut."))
