"""The check of a text that somebody else wrote, as the command line offers it."""

from __future__ import annotations

import io
import json
import sys
from typing import Any

import pytest

from rag.batches import check_batch
from rag.cli import main

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
