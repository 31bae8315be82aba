from __future__ import annotations

import pytest

from rag.datatypes import Cite, DraftClaim
from rag.verify import Checker
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


def filed(speaker: str | None, text: str = "The harbour stays shut until spring, the mayor said.") -> list[str]:
    before = paragraph("Mayor Ona Pell spoke on Monday.", "p0")
    cited = paragraph("The harbour stays shut until spring, the mayor said.", "p1")
    held = {"p0": before, "p1": cited}
    return [p.kind.value for p in Checker().check(DraftClaim(text, (Cite("p1"),), speaker), held).problems]


@pytest.mark.parametrize(
    "speaker", [None, "", "the mayor", "Ona Pell", "Mayor Pell", "Sedge Herald", "PELL, the mayor"]
)
def test_the_speaker_a_claim_is_filed_under_is_named_near_it(speaker: str | None) -> None:
    assert filed(speaker) == []


@pytest.mark.parametrize("speaker", ["Idris Quell", "Will Shut", "the coastguard", "Tarn Fishing Union"])
def test_a_speaker_whom_nothing_near_names_is_a_fault_even_of_a_whole_sentence(speaker: str) -> None:
    assert filed(speaker) == ["speaker"]
