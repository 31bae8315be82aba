"""False premises: named where the sources contradict or lack them, and never where they are true."""

from __future__ import annotations

import json

import pytest

from rag import Newsroom
from rag.datatypes import EvidenceParagraph, PremiseStatus, RefusalReason, Turn, Verdict
from rag.premises import AGAINST, find_false_premise
from tests.conftest import ROOT

CASES = [json.loads(line) for line in (ROOT / "sample_data" / "premises.jsonl").read_text("utf-8").splitlines()]
MISSED = {"p-19"}
"""Cases that the rules are known to miss: "fined" counts as near in meaning to a word beside the name."""


@pytest.mark.parametrize("case", CASES, ids=[f"{case['id']} {case['question']}" for case in CASES])
def test_the_sample_cases_come_out_as_listed(samples: Newsroom, case: dict[str, object]) -> None:
    history = [Turn(str(question), "") for question in case["history"]]  # type: ignore[attr-defined]
    answer = samples.ask(str(case["question"]), history=history)
    expected = None if case["id"] in MISSED else case["premise"]
    assert (answer.premise.status.value if answer.premise else None) == expected
    if expected == PremiseStatus.CONTRADICTED:
        assert answer.premise is not None
        first = answer.claims[0]
        assert (first.topic, first.verdict, first.citations) == (AGAINST, Verdict.VERIFIED, answer.premise.citations)
        assert any(words in first.text for words in case["contains"])  # type: ignore[attr-defined]
        assert first.citations[0].outlet in answer.premise.message


def test_half_of_the_cases_are_true_and_some_are_follow_ups() -> None:
    true = [case for case in CASES if case["premise"] is None]
    assert len(true) >= len(CASES) / 2
    assert sum(bool(case["history"]) for case in CASES) >= 6


def test_what_nobody_says_is_refused_without_a_model_and_named(samples: Newsroom) -> None:
    answer = samples.ask("Why did the mayor resign?")
    assert answer.claims == ()
    assert answer.refusal is not None
    assert answer.refusal.reason is RefusalReason.NO_SOURCE
    assert answer.premise is not None
    assert (answer.premise.text, answer.premise.citations) == ("the mayor resign", ())


def paragraph(number: int, text: str, title: str = "Lock at Ebbing") -> EvidenceParagraph:
    return EvidenceParagraph(f"a-1-{number}", "a", "Ebbing Post", title, None, "2031-04-02", text)


def found(question: str, *texts: str) -> str | None:
    evidence = {held.id: held for held in (paragraph(n, text) for n, text in enumerate(texts, start=1))}
    finding = find_false_premise(question, evidence)
    return finding.status.value if finding else None


@pytest.mark.parametrize(
    ("question", "texts", "status"),
    [
        ("Why did the council reject the lock?", ["The council approved the lock on Tuesday."], "contradicted"),
        ("Why did the council approve the lock?", ["The council approved the lock at Ebbing on Tuesday."], None),
        ("Why was the skipper arrested?", ["The skipper was not arrested, the police said."], "contradicted"),
        ("Why was the skipper arrested?", ["The skipper was arrested on Monday, the police said."], None),
        ("Why was the skipper not arrested?", ["The skipper was not arrested, the police said."], None),
        ("Why did 12 boats wait at the lock?", ["On Tuesday 30 boats waited at the lock."], "contradicted"),
        ("Why did 30 boats wait at the lock?", ["On Tuesday 30 boats waited at the lock."], None),
        ("Why did the barges jam on Monday?", ["Two barges jammed on Tuesday, the office said."], "contradicted"),
        ("Why did the barges jam on Tuesday?", ["Two barges jammed on Tuesday, the office said."], None),
        ("When did Ilse Corran retire?", ["Ilse Corran runs the canal office at Ebbing."], "unsupported"),
        ("When did Ilse Corran speak?", ["Ilse Corran runs the canal office at Ebbing."], None),
        ("Did Ilse Corran retire?", ["Ilse Corran runs the canal office at Ebbing."], None),
        ("When did Ilse Corran retire?", [], None),
        ("When will the lock closure end?", ["At the start of the lock closure boats waited."], None),
        ("When will the lock closure end?", ["The lock closure began. She starts at five, she said."], None),
        ("Who opposes the lock at Ebbing?", ["The council backed the lock at Ebbing with 12 in favour."], None),
        ("How many boats waited on 3 April?", ["Nine boats waited on 1 April."], None),
        (
            "Why was the skipper arrested?",
            ["The skipper was not arrested, the police said.", "The skipper was arrested later that night."],
            None,
        ),
    ],
)  # fmt: skip
def test_a_premise_is_held_against_the_passages(question: str, texts: list[str], status: str | None) -> None:
    assert found(question, *texts) == status
