"""The command line: what it prints, writes and returns."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval import tasks
from eval.__main__ import main
from eval.suites import SUITES


def test_list_names_every_suite(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(SUITES)


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "nonsense"],
        ["run", "answers", "--data", "nowhere"],
        ["run", "answers", "--most-money", "1"],
        ["compare", "nowhere", "nowhere"],
        ["gate", "nowhere", "--baseline", "nowhere"],
        ["report", "nowhere"],
        ["meta", "--data", "nowhere"],
        ["run", "answers", "--writer", "model", "--limit", "1"],
    ],
)
def test_wrong_use_exits_with_2_and_says_why(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err.startswith("eval: ")


def test_an_estimate_runs_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = ["--out", str(tmp_path / "o")]
    assert main(["run", "answers", "--writer", "model", "--estimate", "--prices", "0.4", "1.6", *out]) == 0
    assert "about 162 calls" in capsys.readouterr().out
    assert not (tmp_path / "o").exists()


def test_a_run_is_written_compared_accepted_and_let_through(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    one, two, baseline = (str(tmp_path / name) for name in ("one", "two", "baseline"))
    for out in (one, two):
        assert main(["run", "stories", "retrieval", "--limit", "16", "--out", out]) == 0
    first, second = (Path(out, "report.json").read_text() for out in (one, two))
    assert first == second
    assert json.loads(first)["figures"][0]["scored"] == 16
    assert {path.name for path in Path(one).iterdir()} >= {"run.json", "records.jsonl", "report.md", "report.html"}
    assert main(["compare", one, two]) == 0
    assert "same in every case: tied" in capsys.readouterr().out
    assert main(["accept", one, "--baseline", baseline]) == 0
    assert main(["gate", two, "--baseline", baseline]) == 0
    _spoil(Path(two, "records.jsonl"))
    assert main(["gate", two, "--baseline", baseline]) == 1
    assert "got worse" in capsys.readouterr().out


def test_every_suite_is_a_task_of_inspect() -> None:
    for name in SUITES:
        made = getattr(tasks, name)(cases=1)
        assert (made.name, len(made.dataset)) == (name, 2 if name in ("checker", "cost") else 1)


def test_results_are_written_for_the_sets_there_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "data" / "multihop_rag"
    place.mkdir(parents=True)
    article = {"title": "Clock stopped", "source": "Sedge Herald", "url": "https://sedge.example/1"}
    fact = "The town clock of Ebbing was stopped by frost on Monday"
    body = f"{fact}, the council said."
    (place / "corpus.json").write_text(json.dumps([article | {"body": body, "category": "news"}]))
    query = {
        "query": "Why was the town clock of Ebbing stopped?",
        "answer": "frost",
        "question_type": "inference_query",
    }
    (place / "queries.jsonl").write_text(json.dumps(query | {"evidence_list": [article | {"fact": fact}]}) + "\n")
    arguments = ["results", "--data", str(tmp_path / "data"), "--out", str(tmp_path / "out")]
    assert main(arguments) == 0
    page = (tmp_path / "out" / "results.md").read_text()
    assert "| Hits@10 | 1.0000 |" in page and "| correct | 1.0000 |" in page
    assert "| retrieval: Hits@10 | 1.000 | .7467 |" in page
    assert "briefings: left out." in capsys.readouterr().err


def _spoil(path: Path) -> None:
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for line in lines:
        line["group"] = line["id"]
        line["scores"] = dict.fromkeys(line["scores"], 0.0)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
