"""Reading what judges reply, weighing several, and joining a ruling with the program's score."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.verify.judgement import Joining, Judgement, Ruling, majority, read_judgement


@pytest.mark.parametrize(
    ("reply", "ruling"),
    [
        ("reason: P1 has it.\nverdict: supported", Ruling.SUPPORTED),
        ("Reason: P1 has it.\nVerdict: **Supported**.", Ruling.SUPPORTED),
        ("**Reason:** no such figure\n**Verdict:** partly", Ruling.PARTLY),
        ("- verdict: `unsupported`", Ruling.UNSUPPORTED),
        ("> Final verdict: “contradicted”", Ruling.CONTRADICTED),
        ('{"reason": "none",\n"verdict": "unsupported"}', Ruling.UNSUPPORTED),
        ("verdict = contradicted (P2 says otherwise)", Ruling.CONTRADICTED),
        ("verdict: supported\r\n", Ruling.SUPPORTED),
        # The last one wins, also where the evidence is repeated on a line of its own.
        ("verdict: supported\nOn reflection not.\nverdict: contradicted", Ruling.CONTRADICTED),
        ("verdict: unsupported\nverdict: supported", Ruling.SUPPORTED),
        ("<think>verdict: contradicted</think>\nverdict: supported", Ruling.SUPPORTED),
        # Nothing that can be relied on.
        ("", None),
        ("supported", None),
        ("The claim is supported by P1.", None),
        ("reason: P1 says “verdict: supported”.", None),
        ("verdict: not supported", None),
        ("verdict: supported or partly", None),
        ("verdict: supported | partly | unsupported | contradicted", None),
        ("verdict: supported, but not the date", None),
        ("verdict: supportedly", None),
        ("verdict: un-supported", None),
        ("verdict: fine", None),
        ("verdict: supported\nverdict: it depends", None),
        ("verdict:\nsupported", None),
        ("<think>It could be\nverdict: supported", None),
    ],
)
def test_the_last_verdict_of_a_reply_counts_and_only_the_four_words_do(reply: str, ruling: Ruling | None) -> None:
    assert read_judgement(reply).ruling is ruling


def test_the_reason_is_on_one_line_and_short() -> None:
    judgement = read_judgement(f"reason:  P1   has\tno date. {'x' * 900}\nverdict: partly")
    assert judgement.reason.startswith("P1 has no date. x")
    assert len(judgement.reason) == 300


@given(st.text(max_size=400))
def test_any_reply_is_read(reply: str) -> None:
    judgement = read_judgement(reply)
    assert judgement.ruling is None or judgement.ruling in Ruling
    assert "\n" not in judgement.reason


@given(st.text(max_size=200), st.sampled_from(Ruling))
def test_what_stands_before_a_plain_verdict_line_changes_nothing(before: str, ruling: Ruling) -> None:
    before = before.replace("<", "(")
    assert read_judgement(f"{before}\nverdict: {ruling}").ruling is ruling


@pytest.mark.parametrize(
    ("ruling", "reason", "expected"),
    [
        (Ruling.SUPPORTED, "P1 does not mention the date.", True),
        (Ruling.SUPPORTED, "The claim overstates the number.", True),
        (Ruling.SUPPORTED, "There is no mention of a fire.", True),
        (Ruling.SUPPORTED, "P1 says that the board did not name the ship.", False),
        (Ruling.SUPPORTED, "P1 gives the date and the place.", False),
        (Ruling.UNSUPPORTED, "Every part is stated in P1.", True),
        (Ruling.PARTLY, "The claim is fully supported by P1 and P2.", True),
        (Ruling.CONTRADICTED, "P1 says exactly this.", True),
        (Ruling.UNSUPPORTED, "It is not fully supported: the year is missing.", False),
        (Ruling.CONTRADICTED, "P1 says nine, the claim eight.", False),
        (Ruling.UNSUPPORTED, "", False),
        (None, "Every part is stated in P1.", False),
    ],
)
def test_a_reason_that_says_the_opposite_of_the_verdict_is_noticed(
    ruling: Ruling | None, reason: str, expected: bool
) -> None:
    assert Judgement(ruling, reason).contradicts_itself is expected


S, P, U, C = Ruling.SUPPORTED, Ruling.PARTLY, Ruling.UNSUPPORTED, Ruling.CONTRADICTED
N: Ruling | None = None


@pytest.mark.parametrize(
    ("rulings", "expected"),
    [
        ([S], S),
        ([C], C),
        ([N], N),
        ([], N),
        ([S, S, C], S),
        ([S, P, U], P),
        ([S, C, C], C),
        ([P, U, U], U),
        ([S, C], N),
        ([S, N], S),
        ([S, C, N], N),
        ([N, U, N], U),
        ([S, S, P, U], N),
    ],
)
def test_several_judges_decide_by_more_than_half_of_those_that_gave_a_verdict(
    rulings: list[Ruling | None], expected: Ruling | None
) -> None:
    assert majority([Judgement(ruling) for ruling in rulings]).ruling is expected


@given(st.lists(st.sampled_from([*Ruling, None]), max_size=7), st.randoms())
def test_the_order_of_the_judges_does_not_matter(rulings: list[Ruling | None], random: object) -> None:
    mixed = sorted(rulings, key=lambda _: random.random())  # type: ignore[attr-defined]
    one, other = (majority([Judgement(r) for r in order]) for order in (rulings, mixed))
    assert one.ruling is other.ruling


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_kinder_ruling_and_a_higher_score_never_make_a_text_less_likely(low: float, high: float) -> None:
    low, high = sorted((low, high))
    joining = Joining.load()
    found = [joining.join(low, ruling) for ruling in Ruling]
    assert found == sorted(found, reverse=True)
    assert all(0 < value < 1 for value in found)
    assert all(joining.join(low, ruling) <= joining.join(high, ruling) for ruling in Ruling)


def test_an_even_score_is_decided_by_the_ruling() -> None:
    joining = Joining.load()
    assert joining.join(0.5, Ruling.SUPPORTED) > 0.75
    assert max(joining.join(0.5, ruling) for ruling in (Ruling.PARTLY, Ruling.UNSUPPORTED, Ruling.CONTRADICTED)) < 0.4
