"""One word changed in a sentence that was right: each kind of change is caught by the check that is there for it."""

from __future__ import annotations

import pytest

from tests.verify.builders import check, kinds

SOURCE = (
    "Mayor Ona Pell said on 3 March 2031 that at least 120 boats may leave Harrow after the harbour lost $4 million, "
    "and she denied that Idris Quell had threatened her. “We will not sell the quay,” Pell told the council."
)
RIGHT = (
    "Mayor Ona Pell told on 3 March 2031 that at least 120 boats may leave Harrow since the harbour lost $4 million, "
    "and she denied that Idris Quell had threatened her."
)
QUOTING = "“We will not sell the quay,” Pell told the council of Harrow."


@pytest.mark.parametrize("text", [RIGHT, QUOTING])
def test_the_sentence_before_the_change_is_verified(text: str) -> None:
    assert kinds(check(text, SOURCE)) == []


@pytest.mark.parametrize(
    ("text", "old", "new", "kind"),
    [
        (RIGHT, "Ona Pell", "Mara Dell", "name"),
        (RIGHT, "Idris Quell", "Bram Tolland", "name"),
        (RIGHT, "leave Harrow", "leave Tarnby", "name"),
        (RIGHT, "120", "210", "figure"),
        (RIGHT, "at least 120", "120", "figure"),
        (RIGHT, "at least", "nearly", "figure"),
        (RIGHT, "$4 million", "£4 million", "figure"),
        (RIGHT, "$4 million", "$4 billion", "figure"),
        (RIGHT, "3 March", "5 March", "date"),
        (RIGHT, "2031", "2030", "date"),
        (RIGHT, "denied", "confirmed", "polarity"),
        (RIGHT, "may leave", "will leave", "polarity"),
        (QUOTING, "not sell", "gladly sell", "quotation_altered"),
        (QUOTING, "We will not sell the quay", "Bring lanterns to every pier tonight", "quotation_absent"),
        (QUOTING, "Pell told the council of Harrow", "Idris Quell told the council of Harrow", "speaker"),
    ],
)
def test_one_change_is_caught(text: str, old: str, new: str, kind: str) -> None:
    assert old in text
    claim = check(text.replace(old, new), SOURCE)
    assert kind in kinds(claim)
