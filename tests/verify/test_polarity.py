from __future__ import annotations

import pytest

from tests.verify.builders import check, kinds

SOURCES = {
    "plain": "The council of Harrow approved the dredging of the harbour on Monday.",
    "not": "The council of Harrow did not approve the dredging of the harbour.",
    "denied": "Mara Dell denied taking money from the harbour fund of Harrow.",
    "may": "The dredging of the harbour may damage the oyster beds of Harrow.",
    "allegedly": "Mara Dell allegedly stole money from the harbour fund of Harrow.",
    "failed": "The council of Harrow failed to approve the dredging of the harbour.",
}


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Harrow's council did not approve the dredging of the harbour.", "plain"),
        ("Harrow's council never approved the dredging of the harbour.", "plain"),
        ("Harrow's council approved the dredging of the harbour.", "not"),
        ("Mara Dell admitted taking money from the harbour fund.", "denied"),
        ("Dredging the harbour will damage the oyster beds of Harrow.", "may"),
        ("Mara Dell stole money from Harrow's harbour fund.", "allegedly"),
        ("Harrow's council may have approved the dredging of the harbour on Monday.", "plain"),
        ("Harrow's council allegedly approved the dredging of the harbour on Monday.", "plain"),
    ],
)
def test_a_negation_a_denial_or_a_hedge_dropped_or_added_is_caught(text: str, source: str) -> None:
    assert "polarity" in kinds(check(text, SOURCES[source]))


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The dredging of the harbour was approved by Harrow's council on Monday.", "plain"),
        ("Harrow's council didn't approve the dredging of the harbour.", "not"),
        ("Harrow's council failed to approve the dredging of the harbour.", "not"),
        ("Harrow's council did not approve the dredging of the harbour.", "failed"),
        ("Mara Dell rejected that she took money from the harbour fund.", "denied"),
        ("The dredging might damage Harrow's oyster beds.", "may"),
        ("There is a risk that the dredging will damage Harrow's oyster beds.", "may"),
        ("Mara Dell is accused of having stolen money from the harbour fund.", "allegedly"),
    ],
)
def test_the_same_turn_in_other_words_passes(text: str, source: str) -> None:
    assert "polarity" not in kinds(check(text, SOURCES[source]))


def test_a_sentence_about_something_else_is_not_compared() -> None:
    assert "polarity" not in kinds(check("Oyster beds do not need dredging, fishers of Tarnby hold.", SOURCES["plain"]))
