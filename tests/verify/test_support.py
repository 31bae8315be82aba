from __future__ import annotations

import pytest

from rag.verify.support import coverage
from tests.verify.builders import check, kinds, paragraph

SOURCE = "The council of Harrow closed the harbour after the storm, and fishing crews lost a week of pay."


@pytest.mark.parametrize(
    "text",
    [
        "Harrow's council closed the harbour.",
        "Fishing crews lost pay when the council closed Harrow's harbour.",
        "According to the Sedge Herald, the council closed the harbour.",
    ],
)
def test_a_claim_in_the_words_of_its_source_passes(text: str) -> None:
    assert kinds(check(text, SOURCE)) == []


@pytest.mark.parametrize(
    "text", ["Pell resigned amid corruption allegations.", "Surgeons praised the vaccine trial in Harrow."]
)
def test_a_claim_about_something_else_does_not(text: str) -> None:
    assert "support" in kinds(check(text, SOURCE))


def test_coverage_is_the_share_of_content_words_without_figures() -> None:
    assert coverage("The harbour closed at 9:30 in Velm.", [paragraph(SOURCE)]) == pytest.approx(2 / 3)
    assert coverage("12.", [paragraph(SOURCE)]) == 1.0
