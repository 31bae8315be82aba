"""What keeps a claim that no check faults from being proven: a table of cases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.datatypes import EvidenceParagraph
from rag.verify.closeness import reservations


def paragraph(text: str, number: int = 1) -> EvidenceParagraph:
    return EvidenceParagraph(f"a:{number}", "a", "Sentinel", "Toll rises to six", None, "2031-04-02", text)


@pytest.mark.parametrize(
    ("claim", "source", "named"),
    [
        ("Two managers were arrested.", "Two managers were questioned.", "“arrested”"),
        ("The bear was given beer.", "He denies the story that the bear was given beer.", "“denies”"),
        ("The museum has the ship.", "The museum has offered money for the ship.", "“offered”"),
        ("The boat can carry cars.", "A boat will come. It cannot carry cars.", "“cannot”"),
        ("The last crossing was on 15 December.", "On 15 December it will make its last crossing.", "“will”"),
        ("The minister will raise pay.", "The minister said she could raise pay.", "“could”"),
        ("Sofie Auel did not say that it was safe.", "Sofie Auel said that it was safe.", "“not”"),
        ("The strike costs 11 million crowns.", "The strike costs 11 million crowns a day.", "“a day”"),
        ("The ferry was built in 1958.", "The ferry was built in 1915 and given new engines in 1958.", "“1958”"),
        ("Six of ten valves could not be opened.", "Four of ten valves could not be opened.", "“Six”"),
        ("Kessel Foods bought Orvane Dairy.", "Orvane Dairy bought Kessel Foods.", "the other way round"),
    ],
)
def test_what_only_a_person_can_tell_is_said(claim: str, source: str, named: str) -> None:
    why, _ = reservations(claim, [paragraph(source)])
    assert any(named in one for one in why), why


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The ferry was built in 1915.", "The ferry was built in 1915 and given new engines in 1958."),
        ("The strike costs 11 million a day.", "The strike costs 11 million crowns a day."),
        ("The boat cannot carry cars.", "The boat is fast. It cannot carry cars."),
        ("It will make its last crossing on 15 December.", "On 15 December it will make its last crossing."),
        ("Orvane Dairy bought Kessel Foods.", "Orvane Dairy bought Kessel Foods on Monday, the two said."),
        ("The committee voted to end the service.", "The committee voted by seven to four to end the service."),
    ],
)
def test_what_the_source_says_as_good_as_word_for_word_is_proven(claim: str, source: str) -> None:
    assert reservations(claim, [paragraph(source)]) == ((), ())


def test_two_paragraphs_put_together_are_to_be_read() -> None:
    why, own = reservations(
        "Divers freed the gate that jammed.", [paragraph("The gate jammed."), paragraph("Divers freed it.", 2)]
    )
    assert why == ("It is put together from two paragraphs.",)
    assert own == ()


@given(st.text(max_size=120), st.text(max_size=120))
def test_no_text_breaks_it_and_reasons_are_few(claim: str, source: str) -> None:
    why, own = reservations(claim, [paragraph(source)])
    assert len(why) <= 2
    assert bool(why) or not own
