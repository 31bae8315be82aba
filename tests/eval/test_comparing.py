"""Comparing and the gate: better, worse or tied; what shuts a gate, and that noise does not."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from eval.comparing import Outcome, compare_runs
from eval.gate import judge_run
from eval.measures import Better, Measure
from eval.records import Record, Run, SuiteEntry

RIGHT = Measure("right", "cases that are right")
WRONG = Measure("wrong", "cases that are wrong", Better.LOWER)
SECONDS = Measure("seconds", "how long it took", Better.NEITHER, share=False)
NEVER = Measure("never", "what must not be", Better.LOWER, absolute=True)


def run(values: Sequence[float | None], measure: Measure = RIGHT, limit: int | None = None) -> Run:
    records = tuple(Record("s", f"case {n}", f"g{n}", "", {measure.name: value}) for n, value in enumerate(values))
    return Run((SuiteEntry("s", "invented", (measure,), limit),), "embedded", "0", records)


def ones(cases: int, zeros: Callable[[int], bool] = lambda _: False) -> list[float | None]:
    return [0.0 if zeros(n) else 1.0 for n in range(cases)]


def verdict(old: Run, new: Run) -> Outcome:
    (one,) = compare_runs(old, new)
    return one.outcome


def test_a_run_ties_with_itself_in_another_order() -> None:
    first = run(ones(1000, lambda n: n % 7 == 0))
    shuffled = list(first.records)
    random.Random(1).shuffle(shuffled)
    second = replace(first, records=tuple(shuffled))
    (one,) = compare_runs(first, second)
    assert one.outcome is Outcome.TIED
    assert one.difference.value == 0 and one.difference.p == 1.0
    assert judge_run(second, first).is_open


def test_a_planted_loss_of_three_points_on_a_thousand_cases_is_worse() -> None:
    before, after = run(ones(1000)), run(ones(1000, lambda n: n % 33 == 0 and n < 990))
    assert verdict(before, after) is Outcome.WORSE
    assert verdict(after, before) is Outcome.BETTER
    gate = judge_run(after, before)
    assert not gate.is_open
    assert "s: right got worse" in gate.reasons[0]


@pytest.mark.parametrize("seed", range(5))
def test_noise_is_tied_and_leaves_the_gate_open(seed: int) -> None:
    generator = random.Random(seed)
    before, after = (run([float(generator.random() < 0.7) for _ in range(300)]) for _ in range(2))
    assert judge_run(after, before).is_open


def test_the_last_digits_of_a_float_are_no_difference() -> None:
    assert verdict(run([1 / 3] * 100), run([1 / 3 - 1e-12] * 100)) is Outcome.TIED


def test_a_figure_that_should_be_low_is_worse_when_it_rises() -> None:
    assert verdict(run([0.0] * 50, WRONG), run([1.0] * 50, WRONG)) is Outcome.WORSE


def test_seconds_are_neither_better_nor_worse() -> None:
    assert verdict(run([1.0] * 50, SECONDS), run([9.0] * 50, SECONDS)) is Outcome.TIED


def test_only_cases_that_both_have_scored_count() -> None:
    before, after = run([1.0, 1.0, 0.0]), run([1.0, None, 0.0, 1.0])
    (one,) = compare_runs(before, after)
    assert (one.difference.cases, one.only_old, one.only_new) == (2, 1, 1)
    assert one.outcome is Outcome.TIED


def test_one_broken_rule_shuts_the_gate_whatever_the_baseline() -> None:
    broken = run([0.0] * 99 + [1.0], NEVER)
    gate = judge_run(broken, broken)
    assert gate.reasons == ("s: never must never be, and is in 1 cases: case 99.",)


def test_a_run_that_measured_less_is_not_let_through() -> None:
    whole = run(ones(10))
    fewer = replace(whole, records=whole.records[:8])
    assert judge_run(fewer, whole).reasons == ("s: 2 cases of the baseline were not run.",)
    assert judge_run(replace(whole, suites=()), whole).reasons == ("The suite 's' of the baseline was not run.",)
    other = run(ones(10), WRONG)
    assert "missing: right" in judge_run(other, whole).reasons[0]


def test_a_limited_run_is_held_against_the_cases_it_has() -> None:
    assert judge_run(run(ones(8), limit=8), run(ones(10))).is_open


def test_too_much_unscored_shuts_the_gate() -> None:
    baseline, gaps = run(ones(20)), run([*ones(18), None, None])
    assert "10.0% of the scores" in judge_run(gaps, baseline).reasons[0]
    assert judge_run(gaps, baseline, most_unscored=0.2).is_open


def test_a_case_that_failed_counts_as_unscored() -> None:
    good = run(ones(20))
    failed = replace(good, records=(*good.records[:-2], *(_failed(r) for r in good.records[-2:])))
    assert not judge_run(failed, good).is_open


def _failed(record: Record) -> Record:
    return replace(record, scores={}, error="the model did not answer")
