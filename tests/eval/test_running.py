"""Running through Inspect: the same every time, cached, within its limits, and no case lost from the count."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from inspect_ai.log import read_eval_log

from eval.budget import Budget, BudgetExceeded, Prices, estimate_cost
from eval.cache import Cache, key_of
from eval.cases import Case, CaseSet
from eval.judges import Judge
from eval.measures import Measure
from eval.records import Run, figures, read_run, write_run
from eval.running import Plan, run_plan
from eval.suites.suite import Outcome, Subject, Suite
from rag.datatypes import Draft, Usage
from rag.errors import ModelBusyError, UsageError
from rag.settings import Settings, WriterChoice

CASES = tuple(Case(f"c{n}", f"g{n % 3}", question=f"Question {n}?") for n in range(6))


def suite(ask: Callable[[Case], int], calls_model: bool = False) -> Suite[Any]:
    """A suite of six cases without a library; a case scores what asking it gives."""

    def score(_case: Case, product: dict[str, Any], _judge: Judge) -> Outcome:
        return Outcome({"even": float(product["value"] % 2 == 0)}, {"question": "?"}, Usage())

    def asked(_subject: Subject, case: Case) -> dict[str, Any]:
        return {"value": ask(case), "usage": {"prompt_tokens": 100, "completion_tokens": 10}}

    return Suite(
        "invented",
        "",
        (Measure("even", ""),),
        dict[str, Any],
        lambda _folder, limit: CaseSet("invented", CASES).limited(limit),
        asked,
        score,
        needs_library=False,
        calls_model=calls_model,
    )


def number(case: Case) -> int:
    return int(case.id[1:])


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    settings = Settings(data=tmp_path / "library", writer=WriterChoice.EMBEDDED)
    return Plan(["invented"], settings, out=tmp_path / "out", extra={"invented": suite(number)})


def test_a_run_has_a_record_a_case_in_order_and_a_log_that_inspect_reads(plan: Plan) -> None:
    run = run_plan(plan)
    assert [record.id for record in run.records] == [case.id for case in CASES]
    (figure,) = figures(run)
    assert (figure.value, figure.scored, figure.unscored) == (0.5, 6, 0)
    assert plan.out
    (log,) = (plan.out / "logs").glob("*.eval")
    read = read_eval_log(str(log))
    assert read.status == "success" and read.samples and len(read.samples) == 6


def test_what_was_asked_before_is_not_asked_again(plan: Plan) -> None:
    asked: list[str] = []

    def ask(case: Case) -> int:
        asked.append(case.id)
        return number(case)

    plan = replace(plan, extra={"invented": suite(ask)})
    first, second = run_plan(plan), run_plan(plan)
    assert asked == [case.id for case in CASES]
    assert first.records == second.records


def test_an_interrupted_run_carries_on_and_failures_are_counted(plan: Plan) -> None:
    def busy(case: Case) -> int:
        if number(case) > 3:
            raise ModelBusyError("The model is busy.")
        return number(case)

    broken = run_plan(replace(plan, extra={"invented": suite(busy)}))
    (figure,) = figures(broken)
    assert (figure.scored, figure.unscored) == (4, 2)
    assert [record.error for record in broken.records if record.error] == ["The model is busy."] * 2
    asked: list[str] = []

    def ask(case: Case) -> int:
        asked.append(case.id)
        return number(case)

    run_plan(replace(plan, extra={"invented": suite(ask)}))
    assert asked == ["c4", "c5"]


def test_a_case_is_tried_again_as_often_as_asked(plan: Plan) -> None:
    tries: dict[str, int] = {}

    def flaky(case: Case) -> int:
        tries[case.id] = tries.get(case.id, 0) + 1
        if tries[case.id] == 1:
            raise ModelBusyError("The model is busy.")
        return number(case)

    run = run_plan(replace(plan, retries=1, extra={"invented": suite(flaky)}))
    assert figures(run)[0].scored == 6


def test_a_limit_of_tokens_stops_the_run_and_keeps_what_there_is(plan: Plan) -> None:
    run = run_plan(replace(plan, most_tokens=300))
    (figure,) = figures(run)
    assert (figure.scored, figure.unscored) == (3, 3)
    assert "limit of 300 tokens" in str(run.records[-1].error)


def test_the_process_is_left_as_it_was(plan: Plan) -> None:
    before, handlers, level = dict(os.environ), list(logging.getLogger().handlers), logging.getLogger().level
    run_plan(plan)
    assert dict(os.environ) == before
    assert (logging.getLogger().handlers, logging.getLogger().level) == (handlers, level)


def test_a_suite_that_is_not_there_is_wrong_use(plan: Plan) -> None:
    with pytest.raises(UsageError, match="no suite 'answer'"):
        run_plan(replace(plan, suites=["answer"]))


def test_a_budget_counts_money_and_stops() -> None:
    budget = Budget(most_money=0.01, prices=Prices(1.0, 10.0))
    budget.check()
    budget.spend({"answer": [{"usage": {"prompt_tokens": 5000, "completion_tokens": 1000}}]})
    assert budget.money == pytest.approx(0.015)
    with pytest.raises(BudgetExceeded):
        budget.check()


def test_an_estimate_counts_calls_only_where_a_model_is_called() -> None:
    cost = estimate_cost("answers", True, CASES, Prices(1.0, 4.0), judged=False)
    assert cost.calls == 6 and cost.money and cost.money == pytest.approx((cost.prompt_tokens + 4 * 6 * 350) / 1e6)
    assert estimate_cost("answers", True, CASES, None, judged=True).calls == 36
    assert estimate_cost("retrieval", False, CASES, None, judged=False).calls == 0


def test_an_estimate_counts_the_pairs_of_articles_that_a_judge_reads_once_each() -> None:
    three = tuple(Draft(f"Report {n}. " * 40, outlet=f"Outlet {n}") for n in range(3))
    cases = tuple(Case(f"c{n}", "g", articles=three) for n in range(4))
    assert estimate_cost("comparison", False, cases, None, judged=True, related=True).calls == 3
    assert estimate_cost("comparison", False, cases, None, judged=True).calls == 0
    assert estimate_cost("retrieval", False, cases, None, judged=True, related=True).calls == 0


def test_what_the_comparison_of_a_briefing_cost_is_counted_once() -> None:
    budget, usage = Budget(), {"prompt_tokens": 10, "completion_tokens": 1}
    budget.spend({"usage": {"prompt_tokens": 30, "completion_tokens": 3}, "relating": {"usage": usage}})
    budget.spend({"comparison": {"relating": {"usage": usage}}})
    assert (budget.prompt_tokens, budget.completion_tokens) == (40, 4)


def test_a_key_changes_with_everything_that_decides_the_result() -> None:
    first, second = CASES[:2]
    different = [("s", first, ("a",)), ("t", first, ("a",)), ("s", second, ("a",)), ("s", first, ("b",))]
    keys = {key_of(suite, case, *parts) for suite, case, parts in [*different, ("s", first, ("a", ""))]}
    assert len(keys) == 5
    assert key_of("s", CASES[0], "a") in keys


def test_a_cache_is_on_disk_at_once(tmp_path: Path) -> None:
    with Cache(tmp_path / "c.db") as first, Cache(tmp_path / "c.db") as second:
        first.put("k", {"x": "ü"})
        assert second.get("k") == {"x": "ü"}
        assert second.get("other") is None


def test_a_run_is_read_back_as_it_was_written(plan: Plan, tmp_path: Path) -> None:
    run = run_plan(plan)
    write_run(run, tmp_path / "copy")
    assert read_run(tmp_path / "copy") == run
    write_run(run, tmp_path / "small", details=False)
    assert figures(read_run(tmp_path / "small")) == figures(run)


@pytest.mark.parametrize("damage", ["gone", "torn", "format"])
def test_a_folder_that_is_no_run_is_wrong_use(damage: str, plan: Plan, tmp_path: Path) -> None:
    write_run(Run((), "embedded", "0"), tmp_path)
    match damage:
        case "gone":
            (tmp_path / "records.jsonl").unlink()
        case "torn":
            (tmp_path / "run.json").write_text("{", "utf-8")
        case _:
            (tmp_path / "run.json").write_text(json.dumps({"format": 99}), "utf-8")
    with pytest.raises(UsageError):
        read_run(tmp_path)
