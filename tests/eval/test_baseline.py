"""All suites on some of the sample cases, held against the baseline: `make eval` at small size."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.gate import judge_run
from eval.records import Run, figures, read_run
from eval.running import Plan, run_plan
from eval.suites import SUITES
from rag.settings import Settings, WriterChoice
from tests.conftest import ROOT

pytestmark = pytest.mark.timeout(300)
BASELINE = ROOT / "eval" / "baseline"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, clean_environment: None) -> Run:
    folder: Path = tmp_path_factory.mktemp("eval")
    settings = Settings(data=folder / "none", writer=WriterChoice.EMBEDDED)
    return run_plan(Plan(["all"], settings, limit=8, out=folder / "out"))


def test_no_suite_lost_to_the_baseline(run: Run) -> None:
    assert judge_run(run, read_run(BASELINE)).reasons == ()


def test_every_suite_scores_and_nothing_is_unscored(run: Run) -> None:
    assert [entry.name for entry in run.suites] == list(SUITES)
    for figure in figures(run):
        assert figure.scored and not figure.unscored, figure.name


def test_the_baseline_is_of_all_cases_and_small() -> None:
    baseline = read_run(BASELINE)
    assert [entry.name for entry in baseline.suites] == list(SUITES)
    assert all(entry.limit is None for entry in baseline.suites)
    assert sum(path.stat().st_size for path in BASELINE.iterdir()) < 500_000
