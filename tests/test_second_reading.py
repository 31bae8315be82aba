"""`check --judge`: the program's score and a judge's verdict become one, and where no verdict came it is said."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Sequence
from typing import Any

import pytest

from rag.batches import check_batch
from rag.cli import main
from rag.judging import Judges
from rag.verify.judgement import Joining, Ruling
from tests.generate.provider import Reply, scripted_provider

EVIDENCE = [
    {
        "id": "a",
        "outlet": "Fennick Post",
        "text": "Police said the blast at Fennick quay killed 12 people. It was heard in Sorrel, where windows broke.",
    },
    {"id": "b", "outlet": "Quay Mail", "text": "The quay has been shut since."},
]
OPEN = (
    "Twelve people lost their lives in the explosion at Fennick quay. Glass was shattered in Sorrel by the noise of it."
)
WHOLE = "Police said the blast at Fennick quay killed 12 people."
FALSE = "Police said the blast at Fennick quay killed 21 people."


def read(text: str, replies: Sequence[Any], **rest: Any) -> tuple[dict[str, Any], int]:
    """Check one text with a judge; return the line and how many requests were made."""
    with scripted_provider(replies) as provider:
        judge = Judges(provider.settings()).convene(wanted=True)
        (line,) = check_batch([{"id": 7, "text": text, "evidence": EVIDENCE, **rest}], judge)
        return line, len(provider.requests)


def alone(text: str) -> dict[str, Any]:
    (line,) = check_batch([{"id": 7, "text": text, "evidence": EVIDENCE}])
    return line


def test_a_text_the_program_doubts_is_carried_by_a_judge_that_bears_it_out() -> None:
    before = alone(OPEN)
    assert (before["verdict"], before["decided"]) == ("unsupported", False)
    line, asked = read(OPEN, ["reason: P1 has it in other words.\nverdict: supported"])
    assert (line["verdict"], asked) == ("verified", 1)
    assert line["score"] == round(Joining.load().join(before["score"], Ruling.SUPPORTED), 4) > 0.5
    judge = line["judge"]
    assert (judge["model"], judge["verdict"], judge["score"], judge["failed"]) == (
        "scripted-1",
        "supported",
        before["score"],
        None,
    )
    assert judge["usage"]["prompt_tokens"] == 120


@pytest.mark.parametrize("verdict", ["partly", "unsupported", "contradicted"])
def test_a_text_found_wanting_is_unsupported_and_scores_under_a_half(verdict: str) -> None:
    line, _ = read(OPEN, [f"reason: P1 has no officers.\nverdict: {verdict}"])
    assert line["verdict"] == "unsupported"
    assert line["score"] < 0.5
    assert "P1 has no officers." in line["problems"][-1]["detail"]


@pytest.mark.parametrize("text", [WHOLE, FALSE])
def test_nobody_is_asked_about_what_is_proven_or_decided(text: str) -> None:
    line, asked = read(text, ["verdict: supported"])
    assert (asked, line["judge"]) == (0, None)
    assert {key: value for key, value in line.items() if key != "judge"} == alone(text)


@pytest.mark.parametrize("reply", ["Fine by me.", Reply(status=500), Reply("verdict: supported", cut=7)])
def test_without_a_verdict_the_programs_stands_and_it_is_said(reply: Any) -> None:
    line, _ = read(OPEN, [reply])
    judge = line.pop("judge")
    assert line == alone(OPEN)
    assert judge["verdict"] is None
    assert (judge["failed"] is None) == isinstance(reply, str)


def test_a_line_that_failed_does_not_silence_the_judge_for_the_next() -> None:
    with scripted_provider([Reply(status=500), "verdict: supported"]) as provider:
        judge = Judges(provider.settings()).convene(wanted=True)
        lines = [{"id": n, "text": OPEN, "evidence": EVIDENCE} for n in range(2)]
        found = [line["judge"]["verdict"] for line in check_batch(lines, judge)]
    assert found == [None, "supported"]


def test_the_judge_reads_what_is_cited_and_no_more() -> None:
    with scripted_provider(["verdict: supported"]) as provider:
        judge = Judges(provider.settings()).convene(wanted=True)
        list(check_batch([{"id": 1, "text": OPEN, "evidence": EVIDENCE, "citations": ["a"]}], judge))
    assert "The quay has been shut since." not in provider.requests[0].user


def test_the_command_asks_the_model_set_up_and_says_so_where_there_is_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line = json.dumps({"id": 1, "text": OPEN, "evidence": EVIDENCE}).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line)))
    assert main(["check", "--batch", "-", "--judge"]) == 2
    assert "no language model is configured" in capsys.readouterr().err
    with scripted_provider(["verdict: partly"]) as provider:
        monkeypatch.setenv("OPENAI_BASE_URL", provider.base_url)
        monkeypatch.setenv("PLUMBLINE_JUDGE_MODEL", "a, b")
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line)))
        assert main(["check", "--batch", "-", "--judge"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["judge"]["model"], found["judge"]["verdict"]) == ("a, b", "partly")
