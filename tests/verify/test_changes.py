from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.datatypes import DraftClaim, Problem
from rag.verify.changes import check_changes, copied_sentences
from tests.verify.builders import check, kinds, paragraph

SOURCE = (
    "Mayor Ona Pell told the council on Monday that Idris Quell may sell the ferry to the Tarn Shipping Company for "
    "14 million crowns. Police said the ferry did not sink. Residents in Harrow rejected the sale after a long debate."
)


def changes(claim: str, source: str = SOURCE) -> list[Problem]:
    cited = paragraph(source)
    return check_changes(DraftClaim(claim, ()), [cited], {cited.id: cited})


@pytest.mark.parametrize(
    ("claim", "kind", "detail"),
    [
        (
            "Mayor Ona Pell told the council on Monday that Idris Quell may sell the ferry to the Tarn Shipping "
            "Company for 14 billion crowns.",
            "figure",
            "The source says “14 million”, the sentence says “14 billion”.",
        ),
        (
            "Mayor Idris Quell told the council on Monday that Ona Pell may sell the ferry to the Tarn Shipping "
            "Company for 14 million crowns.",
            "name",
            "The source says “Mayor Ona Pell”, the sentence says “Mayor Idris Quell”.",
        ),
        ("Police said the ferry did sink.", "polarity", "The source says “not” of “sink”, the sentence does not."),
        (
            "Prosecutors said the ferry did not sink.",
            "speaker",
            "The source says “Police”, the sentence says “Prosecutors”.",
        ),
        (
            "Residents in Harrow accepted the sale after a long debate.",
            "polarity",
            "The source says “rejected”, the sentence says “accepted”.",
        ),
        (
            "Residents in Harrow rejected the sale before a long debate.",
            "polarity",
            "The source says “after”, the sentence says “before”.",
        ),
        (
            "Residents in Harrow never rejected the sale after a long debate.",
            "polarity",
            "The sentence says “never” of “rejected”, the source does not.",
        ),
        (
            "Ona Pell told the council on Monday that Idris Quell will sell the ferry to the Tarn Shipping Company.",
            "polarity",
            "The source says “may” of “sell”, the sentence does not.",
        ),
        (
            "Ona Pell told the council on Friday that Idris Quell may sell the ferry to the Tarn Shipping Company.",
            "date",
            "The source says “Monday”, the sentence says “Friday”.",
        ),
    ],
)  # fmt: skip
def test_a_change_is_told_in_plain_words(claim: str, kind: str, detail: str) -> None:
    found = changes(claim)
    assert (kind, detail) in [(problem.kind.value, problem.detail) for problem in found]
    assert all(p.span is not None and 0 <= p.span[0] < p.span[1] <= len(claim) for p in found)


@pytest.mark.parametrize(
    "claim",
    [
        "Pell told the council on Monday that Quell may sell the ferry to the Tarn Shipping Company.",
        "Quell might sell the ferry to Tarn Shipping for 14 million crowns, Ona Pell told the council.",
        "Police said the ferry didn't sink.",
        "The sale was rejected by residents in Harrow after a long debate.",
        "Residents rejected the sale.",
        "The ferry may be sold by Idris Quell to the Tarn Shipping Company.",
        "Police, who were there on Monday, said the ferry did not sink.",
    ],
)
def test_the_same_in_other_words_is_no_change(claim: str) -> None:
    assert changes(claim) == []


def test_names_listed_in_another_order_are_no_change() -> None:
    source = "The ferry calls at Harrow, Velmar and Tarnby every Monday in summer."
    assert changes("The ferry calls at Tarnby, Harrow and Velmar every Monday in summer.", source) == []


def test_two_names_of_one_person_are_no_change() -> None:
    source = "Ona Pell came early to the quay. Pell thanked the crews of both ferries."
    assert changes("Ona thanked the crews of both ferries.", source) == []


def test_an_order_that_opens_a_sentence_is_no_name() -> None:
    assert changes("Choose two or three boards of the same wood.", "Select two or three boards of the same wood.") == []


def test_where_two_sources_differ_the_one_that_agrees_counts() -> None:
    one, two = (
        paragraph("Police said 12 boats sank off Harrow."),
        paragraph("Police said 14 boats sank off Harrow.", "p2"),
    )
    draft = DraftClaim("Police said 14 boats sank off Harrow on the day.", ())
    assert check_changes(draft, [one, two], {"p1": one, "p2": two}) == []
    assert check_changes(draft, [one], {"p1": one}) != []


def test_a_sentence_copied_but_for_a_word_is_known_and_a_free_one_is_not() -> None:
    text = "Police said the ferry did sink. Nobody wanted the old ship any more."
    assert copied_sentences(text, [paragraph(SOURCE)]) == [(0, 31)]


@given(st.text(max_size=100))
def test_no_text_is_changed_against_itself(text: str) -> None:
    assert changes(text, text) == []


@pytest.mark.parametrize(
    ("claim", "source", "kind"),
    [
        ("Quell went into detail about the fund.", "Pell also went into detail about the fund.", "name"),
        (
            "Tiding is now turning to furniture and other goods for the home, its founder said.",
            "Quell is now turning to furniture and other goods for the home, its founder said.",
            "name",
        ),
        ("The net holds the silt that sand can.", "The net holds the silt that sand cannot.", "polarity"),
        ("Forty boats sailed, but the ferry did.", "Forty boats sailed, but the ferry did not.", "polarity"),
    ],
)
def test_an_also_hides_no_change_and_a_not_at_the_end_counts(claim: str, source: str, kind: str) -> None:
    assert kind in kinds(check(claim, source, paragraph("Quell came too.", "p2")))


def test_what_ends_in_not_in_both_is_no_change() -> None:
    source = "Forty boats sailed on Monday, but the ferry from Sedge did not."
    assert kinds(check("Forty boats sailed on Monday, but the ferry did not.", source)) == []


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        (
            "Founded in 2019, the Tarn bakery has not won many customers, baking over 400 loaves a day for them.",
            "Founded in 2019, the Tarn bakery has won many customers, baking more than 400 loaves a day for them.",
        ),
        (
            "The Harrow dredger did not return to the quay after some days at sea with a broken winch.",
            "The Harrow dredger did return to the quay after a few days at sea with a broken winch.",
        ),
        (
            "The Harrow dredger returned to the quay after some 20 days at sea with a broken winch.",
            "The Harrow dredger never returned to the quay after some 20 days at sea with a broken winch.",
        ),
    ],
)
def test_a_reworded_more_than_or_a_few_excuses_no_negation(claim: str, source: str) -> None:
    assert "polarity" in kinds(check(claim, source))


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The bakery is not as old as the mill in Harrow town.", "The bakery is younger than the mill in Harrow town."),
        (
            "The council chose to mend the old lock, not to sell it to Quell.",
            "The council chose to mend the old lock rather than to sell it to Quell.",
        ),
    ],
)
def test_a_comparison_or_a_rather_than_may_become_a_not(claim: str, source: str) -> None:
    assert "polarity" not in kinds(check(claim, source))


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        (
            "A skipper said that everyone can cross the bar at Harrow without a pilot.",
            "A skipper said that no one can cross the bar at Harrow without a pilot.",
        ),
        (
            "A skipper said that no one can cross the bar at Harrow without a pilot.",
            "A skipper said that anyone can cross the bar at Harrow without a pilot.",
        ),
        (
            "Somebody in Harrow saw the barge with the broken winch leave the quay.",
            "Not one in Harrow saw the barge with the broken winch leave the quay.",
        ),
    ],
)
def test_no_one_is_a_negation_of_what_follows_it(claim: str, source: str) -> None:
    assert "polarity" in kinds(check(claim, source))


def test_no_one_may_be_nobody() -> None:
    source = "A skipper said that no one can cross the bar at Harrow without a pilot."
    assert "polarity" not in kinds(check(source.replace("no one", "nobody"), source))
