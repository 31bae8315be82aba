"""Intervals and tests: known answers, the same in any order, and right as often as they say."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.statistics import Difference, adjust, bootstrap, estimate, paired_difference, sign_flip_p

KEYED = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.floats(0, 1)), min_size=1, max_size=60)


def draws(seed: int, cases: int, groups: int, rate: float = 0.7, spread: float = 0.0) -> list[tuple[str, float]]:
    """Zeros and ones; the members of a group share a rate of their own."""
    generator = np.random.default_rng(seed)
    own = np.clip(rate + spread * generator.standard_normal(groups), 0, 1)
    return [(f"g{n % groups}", float(generator.random() < own[n % groups])) for n in range(cases)]


@given(KEYED)
def test_the_interval_holds_the_mean(values: list[tuple[str, float]]) -> None:
    found = estimate(values)
    assert found is not None
    assert math.isclose(found.value, sum(value for _, value in values) / len(values), abs_tol=1e-9)
    assert found.low - 1e-9 <= found.value <= found.high + 1e-9


@given(KEYED, st.randoms())
def test_the_order_of_cases_changes_no_digit(values: list[tuple[str, float]], random: object) -> None:
    shuffled = list(values)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert estimate(shuffled) == estimate(values)
    assert paired_difference(shuffled) == paired_difference(values)


def test_nothing_has_no_figure() -> None:
    assert estimate([]) is None
    with pytest.raises(ValueError, match="no case"):
        paired_difference([])


@pytest.mark.parametrize(("value", "low", "high"), [(0.0, 0.0, 0.278), (1.0, 0.722, 1.0)])
def test_all_or_none_of_ten_groups_is_not_certain(value: float, low: float, high: float) -> None:
    found = estimate([(str(n), value) for n in range(10)])
    assert found is not None
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.001)


def test_one_group_says_nothing_of_how_groups_differ() -> None:
    found = estimate([("a", 0.0), ("a", 1.0)])
    assert found is not None and (found.low, found.high) == (0.0, 1.0)


def test_an_amount_that_is_always_the_same_is_certain() -> None:
    found = estimate([(str(n), 1.0) for n in range(10)], share=False)
    assert found is not None
    assert (found.low, found.high) == (1.0, 1.0)


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    found = [estimate(draws(seed, 300, 60)) for seed in range(200)]
    held = sum(one is not None and one.low <= 0.7 <= one.high for one in found) / len(found)
    assert 0.90 <= held <= 0.99


def test_cases_of_few_groups_that_are_alike_give_a_wider_interval() -> None:
    apart, together = estimate(draws(1, 400, 400)), estimate(draws(1, 400, 20, spread=0.3))
    assert apart is not None and together is not None
    assert together.high - together.low > 1.5 * (apart.high - apart.low)


@pytest.mark.parametrize(("sums", "p"), [([], 1.0), ([1.0], 1.0), ([1.0] * 6, 2 / 64), ([1.0, -1.0], 1.0)])
def test_few_sign_flips_are_counted_exactly(sums: list[float], p: float) -> None:
    assert sign_flip_p(np.array(sums)) == pytest.approx(p)


def test_without_a_difference_it_is_seldom_significant() -> None:
    p = [paired_difference(_noise(seed, 60, 60)).p for seed in range(200)]
    assert sum(one <= 0.05 for one in p) / len(p) <= 0.09


def test_a_loss_of_three_points_on_a_thousand_cases_is_significant() -> None:
    loss = paired_difference([(str(n), -1.0 if n < 30 else 0.0) for n in range(1000)])
    assert loss.value == pytest.approx(-0.03)
    assert loss.p < 0.001 and loss.high < 0
    assert loss.detectable < 0.03


def test_many_tests_cost_but_those_that_cannot_reject_do_not() -> None:
    loss, hopeless = _difference(p=0.01, least=0.001), _difference(p=1.0, least=1.0)
    assert adjust({"one": loss})["one"] == 0.01
    assert adjust({"one": loss} | {str(n): hopeless for n in range(50)})["one"] == 0.01
    assert adjust({str(n): loss for n in range(10)})["0"] == pytest.approx(0.1)


def test_whole_groups_are_drawn() -> None:
    seen = []
    bootstrap(["a", "b", "a", "c"], lambda picked: float(seen.append(sorted(picked)) or 0), draws=50)  # type: ignore[func-returns-value]
    for picked in seen:
        assert picked.count(0) == picked.count(2)


def _noise(seed: int, cases: int, changed: int) -> list[tuple[str, float]]:
    generator = np.random.default_rng(seed)
    return [(str(n), float(generator.choice([-1, 1])) if n < changed else 0.0) for n in range(cases)]


def _difference(p: float, least: float) -> Difference:
    return Difference(-0.1, -0.2, -0.05, p, least, 0.05, 10, 100)
