"""The check of a text that somebody else wrote, as the command line offers it."""

from __future__ import annotations

import io
import json
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.batches import check_batch
from rag.cli import main
from rag.verify.scoring import Head, SupportModel

EVIDENCE = [
    {
        "id": "a",
        "outlet": "Fennick Post",
        "text": "Police said the blast at Fennick quay killed 12 people. Another 40 were hurt.",
    },
    {"id": "b", "outlet": "Quay Mail", "text": "“We heard two bangs,” said the harbour pilot, Orla Venn."},
]


def checked(text: str, **rest: Any) -> dict[str, Any]:
    (result,) = check_batch([{"id": 7, "text": text, "evidence": EVIDENCE, **rest}])
    return result


def kinds(result: dict[str, Any]) -> set[str]:
    return {problem["kind"] for problem in result["problems"]}


def test_a_text_that_stands_in_the_evidence_is_verified() -> None:
    result = checked("Police said the blast at Fennick quay killed 12 people.")
    assert (result["id"], result["verdict"], result["problems"]) == (7, "verified", [])
    assert 0.5 < result["score"] <= 1


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Police said the blast at Fennick quay killed 21 people.", "figure"),
        ("“We heard three bangs,” said the harbour pilot, Orla Venn.", "quotation_altered"),
        ("“It was the gas main all along,” said the harbour pilot, Orla Venn.", "quotation_absent"),
    ],
)
def test_a_changed_figure_or_quotation_is_named(text: str, kind: str) -> None:
    result = checked(text)
    assert result["verdict"] == "unsupported"
    assert kind in kinds(result)
    assert result["score"] < checked("Police said the blast at Fennick quay killed 12 people.")["score"]


def test_a_citation_that_points_nowhere_is_a_fault_and_scores_nothing() -> None:
    result = checked("Police said the blast at Fennick quay killed 12 people.", citations=["z"])
    assert result["verdict"] == "unsupported"
    assert "marker" in kinds(result)
    assert result["score"] == 0


def test_only_the_evidence_cited_counts() -> None:
    text = "Police said the blast at Fennick quay killed 12 people."
    assert checked(text, citations=["a"])["verdict"] == "verified"
    result = checked(text, citations=["b"])
    assert (result["verdict"], result["sentences"][0]["citations"]) == ("unsupported", ["b"])


def test_an_answer_is_judged_sentence_by_sentence() -> None:
    good, bad = "Another 40 were hurt.", "Smugglers from Tarnby confessed to arson in a secret court hearing."
    result = checked(f"{good} {bad}")
    assert result["verdict"] == "unsupported"
    first, second = result["sentences"]
    assert (first["verdict"], first["citations"][0], second["verdict"]) == ("verified", "a", "unsupported")
    assert first["score"] > second["score"]
    assert "Tarnby" in " ".join(problem["detail"] for problem in second["problems"])


@pytest.mark.parametrize("evidence", [[], [{"id": "a", "text": ""}]])
def test_no_evidence_supports_nothing(evidence: list[dict[str, str]]) -> None:
    result = checked("Another 40 were hurt.", evidence=evidence)
    assert (result["verdict"], result["score"], kinds(result)) == ("unsupported", 0, {"support"})


def test_citation_marks_in_the_text_are_no_figures() -> None:
    assert checked("Another 40 were hurt [2].")["verdict"] == "verified"


def test_the_same_id_twice_is_an_error() -> None:
    assert "same id" in checked("Another 40 were hurt.", evidence=[EVIDENCE[0], EVIDENCE[0]])["error"]


WORDS = st.sampled_from(
    "police blast killed 12 21 people “two bangs” Orla Venn said not Fennick quay harbour. never".split()
)


@given(st.lists(WORDS, min_size=1, max_size=25).map(" ".join))
def test_score_and_verdict_never_disagree(text: str) -> None:
    result = checked(text)
    thresholds = SupportModel.load().thresholds
    threshold = thresholds[Head.CLAIM if len(result["sentences"]) == 1 else Head.ANSWER]
    # The score that is printed is rounded.
    assert (result["verdict"] == "verified") == (result["score"] >= threshold - 5e-5)
    for sentence in result["sentences"]:
        assert text[sentence["start"] : sentence["end"]] == sentence["text"]
        assert set(sentence["citations"]) <= {"a", "b"}


def test_spans_are_offsets_into_the_text() -> None:
    text = "Police said the blast at Fennick quay killed 12 people. It hurt 41."
    for problem in checked(text)["problems"]:
        if problem["span"]:
            start, end = problem["span"]
            assert 0 <= start < end <= len(text)


def test_a_bad_line_gives_an_error_line_and_the_rest_go_on() -> None:
    good = {"id": 2, "text": "Another 40 were hurt.", "evidence": EVIDENCE}
    first, second = check_batch([{"id": 1, "text": "No evidence."}, good])
    assert "error" in first
    assert second["id"] == 2


def test_the_command_reads_stdin_and_needs_no_library(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line = json.dumps({"id": 1, "text": "Another 40 were hurt.", "evidence": EVIDENCE})
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line.encode())))
    assert main(["--data", "nowhere-at-all", "check", "--batch", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "verified"
