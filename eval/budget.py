"""What a run with a model will cost, before it starts, and the limits that stop it.

The estimate counts calls and tokens by what each suite was seen to need; money only where prices are given. It is a
guide to whether to start; the limits are kept by what is truly used.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from eval.cases import Case
from rag.errors import PlumblineError
from rag.generate.compare.related import MOST_PAIRS

_CHARACTERS_A_TOKEN = 4.2
_PASSAGES = 20 * 195 * 1.3
"""Tokens of the passages that an answer is written from: 20 passages of 195 words and marks."""
_INSTRUCTIONS = 900
_REPLY = {"answers": 350, "injection": 350, "cost": 350, "briefings": 1400}
_SECONDS_A_CALL = 8.0
_COMPARING = ("briefings", "comparison")
"""The suites that compare articles."""


class BudgetExceeded(PlumblineError):
    """A limit of the run is reached; what was produced so far is kept, and the rest is not asked."""


@dataclass(frozen=True, slots=True)
class Prices:
    """What a million tokens cost, in whatever currency they are given."""

    prompt: float
    completion: float

    def of(self, prompt_tokens: int, completion_tokens: int) -> float:
        """Return the price of so many tokens."""
        return (prompt_tokens * self.prompt + completion_tokens * self.completion) / 1e6


@dataclass(frozen=True, slots=True)
class Cost:
    """Calls, tokens, seconds and, where prices are known, money."""

    calls: int
    prompt_tokens: int
    completion_tokens: int
    seconds: float
    money: float | None

    def __str__(self) -> str:
        money = "no prices given" if self.money is None else f"{self.money:.2f} at the prices given"
        return (
            f"about {self.calls:,} calls, {self.prompt_tokens:,} tokens in, {self.completion_tokens:,} out, "
            f"{self.seconds / 60:.0f} minutes, {money}"
        )


def estimate_cost(
    suite: str,
    calls_model: bool,
    cases: tuple[Case, ...],
    prices: Prices | None,
    *,
    judged: bool,
    related: bool = False,
) -> Cost:
    """Estimate what a suite costs with a model writer; with a model as judge, five claims a case are judged too.

    `related` says that the settings have a judge: then a model also reads the articles of a comparison two by two.
    """
    calls = prompt = completion = 0
    if related and suite in _COMPARING:
        for articles in {case.articles for case in cases}:
            pairs = min(MOST_PAIRS, len(articles) * (len(articles) - 1) // 2)
            read = 2 * sum(len(draft.text) for draft in articles) / max(1, len(articles)) / _CHARACTERS_A_TOKEN
            calls += pairs
            prompt += int(pairs * (read + _INSTRUCTIONS))
            completion += pairs * 150
    if calls_model:
        for case in cases:
            read = sum(len(draft.text) for draft in case.articles) / _CHARACTERS_A_TOKEN or _PASSAGES
            claims = 5 if judged else 0
            calls += 1 + claims
            prompt += int(read + _INSTRUCTIONS + claims * (_INSTRUCTIONS + 300))
            completion += _REPLY[suite] + claims * 60
    money = prices.of(prompt, completion) if prices else None
    return Cost(calls, prompt, completion, calls * _SECONDS_A_CALL, money)


class Budget:
    """Counts what is used, and stops a run at its limits. None means no limit."""

    def __init__(
        self, most_tokens: int | None = None, most_money: float | None = None, prices: Prices | None = None
    ) -> None:
        self.most_tokens, self.most_money, self.prices = most_tokens, most_money, prices
        self.prompt_tokens = self.completion_tokens = 0

    @property
    def money(self) -> float | None:
        """What was spent so far, where prices are known."""
        return self.prices.of(self.prompt_tokens, self.completion_tokens) if self.prices else None

    def check(self) -> None:
        """Go on only within the limits.

        Raises:
            BudgetExceeded: a limit is reached.
        """
        tokens = self.prompt_tokens + self.completion_tokens
        if self.most_tokens is not None and tokens >= self.most_tokens:
            raise BudgetExceeded(f"The limit of {self.most_tokens:,} tokens is reached.")
        if self.most_money is not None and (self.money or 0.0) >= self.most_money:
            raise BudgetExceeded(f"The limit of {self.most_money:.2f} is reached.")

    def spend(self, product: Any) -> None:
        """Count the usage that a product reports, wherever in it."""
        for usage in _usages(product):
            self.add(usage.get("prompt_tokens") or 0, usage.get("completion_tokens") or 0)

    def add(self, prompt_tokens: int, completion_tokens: int) -> None:
        """Count tokens."""
        self.prompt_tokens += prompt_tokens
        self.completion_tokens += completion_tokens


def _usages(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if isinstance(value.get("usage"), dict):
            yield value["usage"]
        # What the comparison of a briefing cost is a part of the briefing's own usage.
        counted = "relating" if "usage" in value else None
        yield from (found for key, item in value.items() if key != counted for found in _usages(item))
    elif isinstance(value, list):
        yield from (found for item in value for found in _usages(item))
