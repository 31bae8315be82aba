from __future__ import annotations

from rag.datatypes import Verdict
from tests.verify.builders import check, kinds, paragraph

TEXT = "Ona Pell said the harbour would reopen on Friday."


def test_a_claim_must_cite_something() -> None:
    assert kinds(check(TEXT, TEXT, cite=())) == ["marker"]


def test_a_marker_must_be_one_that_was_supplied() -> None:
    claim = check(TEXT, TEXT, cite=("p2",))
    assert kinds(claim) == ["marker"]
    assert "p2" in claim.problems[0].detail


def test_the_words_of_a_cite_must_be_in_its_own_paragraph() -> None:
    other = paragraph("Sedge stays shut, the council said.", "p2", outlet="Sedge Post")
    claim = check(TEXT, TEXT, other, quote="Sedge stays shut")
    assert kinds(claim) == ["quotation_misattributed"]
    assert "Sedge Post" in claim.problems[0].detail


def test_altered_words_of_a_cite_are_shown() -> None:
    claim = check(TEXT, TEXT, quote="the harbour would reopen on Monday")
    assert kinds(claim) == ["quotation_altered"]
    assert "[-Friday-]{+Monday+}" in claim.problems[0].detail


def test_a_cite_with_its_words_verbatim_passes() -> None:
    assert check(TEXT, TEXT, quote="the harbour would reopen on Friday").verdict is Verdict.VERIFIED


def test_an_empty_quote_proves_nothing() -> None:
    assert kinds(check(TEXT, TEXT, quote="")) == ["quotation_absent"]
