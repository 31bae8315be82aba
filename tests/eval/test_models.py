"""With a model as writer and as judge, over the provider's protocol: counted, cached, unscored where it is silent."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from eval.judges import Models
from eval.records import Figure, Run, figures
from eval.running import Plan, run_plan
from rag.datatypes import EvidenceParagraph
from rag.settings import WriterChoice
from tests.generate.provider import Provider, Recorded, scripted_provider

TEXT = "The bridge at Fennick was shut on Wednesday after engineers found cracks, the mayor's office said."
CLAIM = {"claim": "The bridge at Fennick was shut on Wednesday, after engineers had found cracks.", "speaker": None}
CITED = [EvidenceParagraph("p", "a", "Harbour Post", "Bridge shut", None, None, TEXT)]


def model(judgement: str) -> Callable[[Recorded], str]:
    """A model that writes one claim and judges as told."""

    def reply(request: Recorded) -> str:
        if "You judge whether" in request.system:
            return judgement
        return json.dumps(CLAIM | {"cite": [{"p": "P1", "quote": "engineers found cracks"}], "topic": None})

    return reply


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "fennick.txt").write_text(f"Bridge shut\n\n{TEXT}\n\nIt carries the road to Sorrel.")
    case = {"id": "bridge", "question": "Why was the bridge at Fennick shut?", "facts": ["cracks"]}
    (tmp_path / "cases.jsonl").write_text(json.dumps(case) + "\n")
    return tmp_path


def ran(provider: Provider, folder: Path) -> Run:
    settings = provider.settings(data=folder / "data", writer=WriterChoice.MODEL)
    return run_plan(Plan(["answers"], settings, folder=folder, out=folder / "out", model_judges=True))


def by_name(run: Run) -> dict[str, Figure]:
    return {figure.measure.name: figure for figure in figures(run)}


def test_what_a_model_writes_is_scored_and_its_tokens_are_counted(folder: Path) -> None:
    with scripted_provider([model("reason: P1 has every part.\nverdict: supported")]) as provider:
        run = ran(provider, folder)
    (record,) = run.records
    assert record.error is None and record.prompt_tokens > 0 and record.completion_tokens > 0
    found = by_name(run)
    assert (found["correct"].value, found["citation recall"].value) == (1.0, 1.0)
    assert found["judge contradicts itself"].value == 0.0
    assert run.writer == "scripted-1"


def test_a_repeated_run_asks_no_model_anything(folder: Path) -> None:
    with scripted_provider([model("reason: P1 has every part.\nverdict: supported")]) as provider:
        first = ran(provider, folder)
        asked = len(provider.requests)
        second = ran(provider, folder)
        assert len(provider.requests) == asked > 1
    assert first.records == second.records


def test_a_judge_that_gives_no_verdict_leaves_the_case_unscored(folder: Path) -> None:
    with scripted_provider([model("I would rather not say.")]) as provider:
        found = by_name(ran(provider, folder))
    assert (found["citation recall"].scored, found["citation recall"].unscored) == (0, 1)
    assert found["correct"].value == 1.0


@pytest.mark.parametrize(
    ("reply", "supported"),
    [
        ("reason: P1 has every part.\nverdict: supported", True),
        ("reason: P1 has the gate, not the bridge.\nverdict: unsupported", False),
        ("nothing to read", None),
    ],
)
def test_a_model_rules_from_a_closed_set(reply: str, supported: bool | None) -> None:
    with scripted_provider([reply]) as provider:
        assert Models(provider.settings()).rule("The bridge was shut.", CITED).supported is supported
