"""How likely a text is fully supported: three layers of plain logistic regressions, their numbers in one small file.

Words first (how likely is each to be made up?), then a sentence from its words, then a text from its sentences. The
numbers come from `benchmarks/train_support.py`; nothing here knows where a text is from.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from rag.verify.traits import SENTENCE_TRAITS, WORD_TRAITS, Numbers, Traits

_WEIGHTS = Path(__file__).with_name("support_weights.json")
VERBATIM = 0.99
"""The score of a text whose every sentence stands word for word in the evidence."""
_CERTAIN = 0.97


class Head(StrEnum):
    """What is scored: a sentence that stands alone, a sentence of a longer text, or a text of several sentences."""

    CLAIM = "claim"
    SENTENCE = "sentence"
    ANSWER = "answer"


_SUMMED = ("novel_run", "novel_weight", "novel_names", "novel_numbers", "novel_links", "source_talk", "negation_added")
_MEANT = (
    "everywhere",
    "in_best",
    "in_two",
    "in_window",
    "together",
    "near",
    "bigrams",
    "trigrams",
    "soft",
    "novel_run",
)
TEXT_TRAITS = (
    "doubt_union", "doubt_sum", "doubt_most", "doubt_top_3", "doubt_top_8", "doubt_mean", "doubt_worst_sentence",
    "sentences", "words", "evidence", "unsaid", "invented", "strict", "unnamed", "turned", "modal_dropped",
    "worst_window", "last_window", "window_gap", *(f"{name}_sum" for name in _SUMMED),
    *(f"{name}_mean" for name in _MEANT),
)  # fmt: skip
"""The names of the numbers of a text, in order."""
_AT = {name: i for i, name in enumerate(SENTENCE_TRAITS)}


@dataclass(frozen=True, slots=True)
class Faults:
    """How many faults the checks found in a text: quotations and figures (grave ones, and the others), names, turns.

    A turn is a wrong speaker, or a negation or a hedge that was dropped or added.
    """

    unsaid: int = 0
    invented: int = 0
    strict: int = 0
    unnamed: int = 0
    turned: int = 0


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression on plain numbers."""

    weights: Numbers
    bias: float

    @classmethod
    def load(cls, numbers: dict[str, Any], names: Sequence[str]) -> Logistic:
        """Read weights by the names of their traits; a trait without one counts for nothing."""
        return cls(np.array([numbers["weights"].get(name, 0.0) for name in names]), numbers["bias"])

    def of(self, rows: Numbers) -> Numbers:
        """Return the probability for each row."""
        result: Numbers = 0.5 + 0.5 * np.tanh(0.5 * (rows @ self.weights + self.bias))
        return result


class SupportModel:
    """The learned numbers, ready to use."""

    def __init__(self, words: Logistic, heads: dict[Head, Logistic], thresholds: dict[Head, float]) -> None:
        self.words = words
        self.heads = heads
        self.thresholds = thresholds
        """The least score of a text that counts as supported."""

    @classmethod
    @lru_cache(maxsize=1)
    def load(cls) -> SupportModel:
        """Load the numbers that are shipped."""
        held = json.loads(_WEIGHTS.read_text("utf-8"))
        heads = {head: Logistic.load(held["heads"][head.value], TEXT_TRAITS) for head in Head}
        thresholds = {head: float(held["thresholds"][head.value]) for head in Head}
        return cls(Logistic.load(held["words"], WORD_TRAITS), heads, thresholds)

    def doubts(self, seen: Traits, *, verbatim: bool = False) -> Numbers:
        """Return for each content word of a sentence how likely it is made up."""
        if verbatim or not len(seen.words):
            return np.zeros(len(seen.words))
        return self.words.of(seen.words)

    def score(self, head: Head, row: Numbers) -> float:
        """Return how likely the text of a row of `TEXT_TRAITS` is fully supported."""
        return 1.0 - float(self.heads[head].of(row))


def answer_score(whole: float, sentences: Sequence[float]) -> float:
    """Return how likely a text of several sentences is fully supported, seen as a whole and sentence by sentence."""
    return (whole + math.prod(sentences)) / 2


def text_row(seen: Sequence[Traits], doubts: Sequence[Numbers], evidence: int, faults: Faults) -> Numbers:
    """Return the numbers of a text of one or more sentences; `evidence` is how many sentences there are to rest on."""
    unions = [-sum(math.log1p(-min(d, _CERTAIN)) for d in own.tolist()) for own in doubts]
    every = sorted((min(max(d, 1e-4), _CERTAIN) for own in doubts for d in own.tolist()), reverse=True) or [1e-4]
    logits = [math.log(d / (1.0 - d)) for d in every[:8]]
    rows = [one.row.tolist() for one in seen]
    total = [sum(column) for column in zip(*rows, strict=True)]
    windows = [row[_AT["in_window"]] for row in rows]
    n = len(seen)
    return np.array(
        (
            math.log(0.01 + sum(unions)), math.log(0.01 + sum(every)), logits[0],
            sum(logits[:3]) / len(logits[:3]), sum(logits) / len(logits), math.log(0.003 + sum(every) / len(every)),
            math.log(0.01 + max(unions)), math.log(n), math.log1p(len(every)), math.log1p(evidence),
            min(3, faults.unsaid), min(3, faults.invented), min(3, faults.strict), min(3, faults.unnamed),
            min(3, faults.turned), total[_AT["modal_dropped"]],
            min(windows), windows[-1], math.log1p(max(0.0, n - sum(windows))),
            *(math.log1p(total[_AT[name]]) for name in _SUMMED), *(total[_AT[name]] / n for name in _MEANT),
        )
    )  # fmt: skip
