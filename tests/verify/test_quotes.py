from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.datatypes import Verdict
from tests.verify.builders import check, kinds, paragraph

SOURCE = "“12 killed and 40 injured, and we will not stop,” Ona Pell told the so-called Sand Council."


def test_a_quotation_with_changed_figures_is_altered_however_like_it_is() -> None:
    claim = check("Pell spoke of “21 killed and 90 injured”.", SOURCE)
    assert claim.verdict is Verdict.UNSUPPORTED
    (altered,) = [p for p in claim.problems if p.kind.value == "quotation_altered"]
    assert "[-12-]{+21+} killed and [-40-]{+90+} injured" in altered.detail
    assert altered.span is not None
    assert claim.text[slice(*altered.span)] == "“21 killed and 90 injured”"


@pytest.mark.parametrize(
    "text",
    [
        "“12 killed and 40 injured,” Pell told the council.",
        'Pell told the council of "12 killed and 40 injured".',
        "Pell told the council: “12 killed ... and we will not stop.”",
        "Pell told the “Sand Council” of 12 killed.",
    ],
)
def test_verbatim_quotations_pass(text: str) -> None:
    assert kinds(check(text, SOURCE)) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“12 killed and 40 injured, and we will stop,” Pell told the council.", "quotation_altered"),
        ("“12 killed ... and we will ... stop,” Pell told the council.", "quotation_altered"),
        ("Pell told the council: “Bring lanterns to every quay tonight.”", "quotation_absent"),
        ("Pell told the “Sands Council”.", "quotation_altered"),
        ("Pell told the “Iron Council”.", "quotation_absent"),
    ],
)
def test_other_quotations_do_not(text: str, kind: str) -> None:
    assert kinds(check(text, SOURCE))[:1] == [kind]


def test_real_words_of_another_source_are_misattributed_and_the_outlet_named() -> None:
    other = paragraph("“The quay is ours,” said Mara Dell.", "p2", outlet="Sedge Post", article_id="a2")
    claim = check("Ona Pell said: “The quay is ours.”", SOURCE, other)
    assert kinds(claim)[0] == "quotation_misattributed"
    assert "Sedge Post" in claim.problems[0].detail


def test_a_title_in_quotation_marks_may_stand_in_the_headline() -> None:
    assert check("The “Harrow” storm left 12 killed, Pell told the council.", SOURCE).verdict is Verdict.VERIFIED


WORDS = "we will keep the harbour open and feed every family".split()


@given(st.integers(0, len(WORDS) - 1), st.sampled_from(["never", "seven", "not", "boats"]))
def test_any_changed_word_of_a_quotation_is_caught(at: int, word: str) -> None:
    changed = [*WORDS[:at], word, *WORDS[at + 1 :]]
    claim = check(f"“{' '.join(changed)},” said Pell.", f"“{' '.join(WORDS)},” said Pell.")
    assert any(kind.startswith("quotation") for kind in kinds(claim))
