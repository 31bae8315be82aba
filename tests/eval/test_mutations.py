"""Each mutator makes the change it is there for, and leaves alone what would stay true."""

from __future__ import annotations

import pytest

from eval.mutations import MUTATORS, TrueSentence
from eval.mutations.fair import edit_fairly
from eval.mutations.names import names_by_kind

ARTICLE = (
    "Mayor Ona Pell said on Friday that Idris Quell, who runs a ferry, had lied. Quell denied it in "
    "Harrow, and Pell said no more.",
    "The Sedge Harbour Board met in Harrow. Director Mara Venn of the Tarn Shipping Company told reporters of a loss.",
)
ELSEWHERE = (("person", "Bram Tolland"), ("place", "Velmar"), ("body", "Ardlian Rail Union"))


def changes(kind: str, text: str, paragraph: str = "") -> list[str]:
    sentence = TrueSentence(text, paragraph or text, (text, paragraph, *ARTICLE), ELSEWHERE)
    return [mutation.text for mutation in MUTATORS[kind](sentence)]


@pytest.mark.parametrize(
    ("kind", "text", "new"),
    [
        ("number", "The storm killed 12 sailors.", "The storm killed 22 sailors."),
        ("number", "The storm killed 12 sailors.", "The storm killed 21 sailors."),
        ("number", "The storm killed three sailors.", "The storm killed four sailors."),
        ("number", "The storm cost $1,250.", "The storm cost $2,250."),
        ("unit", "The storm cost 4 million crowns.", "The storm cost 4 billion crowns."),
        ("unit", "The storm cost $400.", "The storm cost €400."),
        ("unit", "Boats drifted for three hours.", "Boats drifted for three days."),
        ("unit", "Prices rose 3 percent last week.", "Prices rose 3 percentage points last week."),
        ("date", "Pell left on Monday.", "Pell left on Tuesday."),
        ("date", "Pell left on 3 March 2031.", "Pell left on 3 March 2030."),
        ("date", "Pell left on April 7.", "Pell left on May 7."),
        ("date", "Pell left last week.", "Pell left last month."),
        ("name", "The council praised Ona Pell.", "The council praised Idris Quell."),
        ("name", "The council praised Ona Pell.", "The council praised Bram Tolland."),
        ("name", "The boats left in Harrow.", "The boats left in Velmar."),
        ("speaker", "Ona Pell said the harbour was shut.", "Idris Quell said the harbour was shut."),
        ("speaker", "The harbour was shut, according to Ona Pell.", "The harbour was shut, according to Mara Venn."),
        ("speaker", "Boats were lost, officials said.", "Boats were lost, protesters said."),
        ("negation", "The pier did not fall into the sea.", "The pier fell into the sea."),
        ("negation", "The council did not approve the pier.", "The council approved the pier."),
        ("negation", "The harbour is closed to boats.", "The harbour is not closed to boats."),
        ("negation", "The council said it would pay.", "The council said it would not pay."),
        ("negation", "They approved the plan.", "They did not approve the plan."),
        ("modality", "The pier may fall.", "The pier will fall."),
        ("modality", "Pell denied that she lied.", "Pell confirmed that she lied."),
        ("modality", "Police held the alleged thief.", "Police held the thief."),
        ("subject/object", "Ona Pell accused Idris Quell of theft.", "Idris Quell accused Ona Pell of theft."),
        ("quotation", "“We will mend every broken pier,” she said.", "“We will mend every pier,” she said."),
        ("quotation", "“The pier is mended,” she said.", "“The pier is certainly mended,” she said."),
    ],
)  # fmt: skip
def test_a_mutator_makes_its_change(kind: str, text: str, new: str) -> None:
    assert new in changes(kind, text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("number", "Pell left on 3 March 2031."),
        ("number", "The 7th pier fell."),
        ("unit", "More than two years passed."),
        ("unit", "The four-year-old boy slept."),
        ("date", "The pier may fall on Black Friday."),
        ("date", "Boats are faster today."),
        ("name", "The council praised Mara Tolland."),
        ("speaker", "He said the harbour was shut."),
        ("negation", "Will the pier fall?"),
        ("modality", "“The pier may fall,” she said."),
        ("subject/object", "Ona Pell met Idris Quell."),
        ("subject/object", "Ona Pell and Idris Quell left."),
        ("quotation", "They called it “a pier”."),
    ],
)
def test_a_mutator_leaves_alone_what_it_cannot_make_false(kind: str, text: str) -> None:
    assert changes(kind, text) == []


def test_a_number_with_a_bound_moves_out_of_its_bound_only() -> None:
    assert all(int(text.split()[2]) > 40 for text in changes("number", "More than 40 boats sank."))
    assert all(int(text.split()[2]) < 40 for text in changes("number", "Fewer than 40 boats sank."))


def test_a_surname_is_replaced_by_a_surname() -> None:
    found = changes("speaker", "Pell said the harbour was shut.")
    assert "Quell said the harbour was shut." in found
    assert not any("Idris" in text for text in found)


def test_the_kinds_of_names_are_told_by_plain_signs() -> None:
    found = set(names_by_kind(ARTICLE))
    assert {("person", "Ona Pell"), ("person", "Idris Quell"), ("place", "Harrow")} <= found
    assert ("body", "Tarn Shipping Company") in found


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("The pier did not fall.", "The pier didn’t fall."),
        ("More than 40 boats sank.", None),
        ("It took more than 40 boats.", "It took over 40 boats."),
        ("It sank four boats.", "It sank 4 boats."),
        ("“The pier is safe,” Ona Pell said.", "Ona Pell said the pier is safe."),
    ],
)
def test_fair_edits_say_the_same(text: str, new: str | None) -> None:
    found = [one.text for one in edit_fairly(TrueSentence(text, text, (text,)))]
    assert (new in found) if new else found == []
