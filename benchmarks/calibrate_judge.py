"""Ask a judge about claims that people judged, measure it, and fit the numbers that join its verdict to the score.

    python -m benchmarks.calibrate_judge --data FOLDER [--count 36] [--seed 0] [--at-once 4] [--kept FILE]
        [--out FILE]

FOLDER holds ragtruth, wice and attributionbench as JSON Lines; the model is that of OPENAI_BASE_URL and
PLUMBLINE_JUDGE_MODEL. What was asked is what `check --judge` asks: texts in which no fault decides alone. As many
texts that people found supported are drawn as others, in turn over the sets, by seed. `--kept` adds this run's rulings
to those of earlier runs, and the fit is of all of them; `--out` writes the numbers (rag/verify/judge_weights.json).
The fit is a logistic regression with a prior: few rulings move the numbers little.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from itertools import islice, zip_longest
from pathlib import Path

import numpy as np

from benchmarks.support_sets import Sample, load_samples
from eval.articles import share_of
from rag.checking import DraftChecker
from rag.judging import Judge, Judges
from rag.settings import load_settings
from rag.verify.judgement import FURTHEST, Joining, Ruling
from rag.verify.scoring import VERBATIM
from rag.verify.traits import Numbers

_SETS = ("ragtruth-summary", "ragtruth-qa", "wice", "attributionbench")
_LONGEST = 6000
"""The most characters of evidence of a text that is asked about."""

PRIOR = {Ruling.SUPPORTED: 1.0, Ruling.PARTLY: -1.0, Ruling.UNSUPPORTED: -1.5, Ruling.CONTRADICTED: -2.0}
"""What a ruling is taken to be worth before anything is measured, in log-odds."""
SPREAD = 1.0
"""How far a weight may well lie from that."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One text: its set, what people said, the program's score, and the judge's ruling, None if unscored."""

    set: str
    text: str
    supported: bool
    score: float
    ruling: str | None
    reason: str


def draw(samples: Sequence[Sample], count: int, seed: int) -> Iterator[tuple[Sample, float]]:
    """Yield texts whose verdict is open, with the program's score, supported ones and others by turns."""
    checker = DraftChecker()
    stacks: dict[tuple[str, int], list[Sample]] = defaultdict(list)
    for sample in samples:
        if sample.set in _SETS and sum(len(p.text) for p in sample.evidence) <= _LONGEST:
            stacks[sample.set, sample.bad].append(sample)
    for key in stacks:
        stacks[key].sort(key=lambda one: share_of(f"{seed} {one.source} {one.text}"))

    def open_ones(stack: list[Sample]) -> Iterator[tuple[Sample, float]]:
        for sample in stack:
            checked = checker.check(sample.text, sample.evidence)
            if not checked.decided and checked.score < VERBATIM:
                yield sample, checked.score

    in_turn = zip_longest(*(open_ones(stacks[key]) for key in sorted(stacks)))
    yield from islice((one for row in in_turn for one in row if one), count)


def hear(judge: Judge, sample: Sample, score: float) -> Heard:
    """Ask about one text."""
    judgement = judge.anew().judge(sample.text, sample.evidence)
    ruling = judgement.ruling.value if judgement.ruling else None
    return Heard(sample.set, sample.text, not sample.bad, score, ruling, judgement.reason)


def report(heard: Sequence[Heard]) -> None:
    """Print how the rulings stand to people's labels, and what the program alone would have said."""
    for ruling in (*Ruling, None):
        labels = [one.supported for one in heard if one.ruling == ruling]
        print(f"{ruling or 'unscored':14s} {len(labels):3d}, of them supported by people's labels {sum(labels):3d}")
    scored = [one for one in heard if one.ruling]
    for name in (*_SETS, "all"):
        own = [one for one in scored if name in (one.set, "all")]
        if own:
            right = sum((one.ruling == Ruling.SUPPORTED) == one.supported for one in own)
            alone = sum((one.score >= 0.5) == one.supported for one in own)
            print(
                f"{name:18s} {len(own):3d} scored; right: judge {right / len(own):.2f}, program {alone / len(own):.2f}"
            )


def fit(heard: Sequence[Heard]) -> Joining:
    """Fit what the score and each ruling are worth; a harsher ruling is never worth more than a milder one."""
    order = list(Ruling)
    scored = [one for one in heard if one.ruling]
    rows = np.zeros((len(scored), 1 + len(order)))
    for row, one in zip(rows, scored, strict=True):
        row[0] = _logit(one.score)
        row[1 + order.index(Ruling(one.ruling or ""))] = 1.0
    start = np.array([0.5, *(PRIOR[ruling] for ruling in order)])
    worth = _from_start(rows, np.array([one.supported for one in scored], dtype=float), start)
    counts = rows[:, 1:].sum(axis=0) + 1.0
    values = _falling(worth[1:].tolist(), counts.tolist())
    return Joining(round(float(worth[0]), 3), {r: round(v, 3) for r, v in zip(order, values, strict=True)})


def _falling(values: Sequence[float], counts: Sequence[float]) -> list[float]:
    """Return the values so that none rises: neighbours that do are given their mean, by their counts."""
    pools: list[tuple[float, float, int]] = []
    for value, count in zip(values, counts, strict=True):
        pools.append((value, count, 1))
        while len(pools) > 1 and pools[-1][0] > pools[-2][0]:
            (a, m, k), (b, n, size) = pools[-2], pools[-1]
            pools[-2:] = [((a * m + b * n) / (m + n), m + n, k + size)]
    return [value for value, _, size in pools for _ in range(size)]


def left_out(heard: Sequence[Heard]) -> tuple[float, float]:
    """Return the mean squared error of the program's score, and of the joint one fitted without the text it scores."""
    scored = [one for one in heard if one.ruling]
    alone = [(one.score - one.supported) ** 2 for one in scored]
    joint = [
        (fit([*scored[:i], *scored[i + 1 :]]).join(one.score, Ruling(one.ruling or "")) - one.supported) ** 2
        for i, one in enumerate(scored)
    ]
    return float(np.mean(alone)), float(np.mean(joint))


def _from_start(rows: Numbers, labels: Numbers, start: Numbers) -> Numbers:
    """Return the likeliest weights of a logistic regression whose prior is normal about `start`, by Newton's method."""
    worth = start.copy()
    for _ in range(30):
        likely = 1.0 / (1.0 + np.exp(-rows @ worth))
        slope = rows.T @ (likely - labels) + (worth - start) / SPREAD**2
        curve = (rows * (likely * (1.0 - likely))[:, None]).T @ rows + np.eye(len(start)) / SPREAD**2
        worth = worth - np.linalg.solve(curve, slope)
    return worth


def _logit(score: float) -> float:
    near = min(max(score, 1.0 - FURTHEST), FURTHEST)
    return math.log(near / (1.0 - near))


def main() -> None:
    """Ask, report, and write what was heard and what was fitted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--count", type=int, default=36)
    parser.add_argument("--at-once", type=int, default=4, help="requests under way at one time")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kept", type=Path, metavar="FILE", help="JSON Lines of what was heard; read and added to")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the numbers here")
    options = parser.parse_args()
    heard = [Heard(**json.loads(line)) for line in _lines(options.kept)]
    judge = Judges(load_settings()).convene(wanted=True)
    assert judge is not None
    known = {(one.set, one.text) for one in heard}
    drawn = draw(load_samples(options.data), options.count, options.seed)
    fresh = [(sample, score) for sample, score in drawn if (sample.set, sample.text) not in known]
    with ThreadPoolExecutor(options.at_once) as pool:
        heard += pool.map(lambda one: hear(judge, *one), fresh)
    if options.kept:
        options.kept.write_text("".join(json.dumps(asdict(one)) + "\n" for one in heard), "utf-8")
    report(heard)
    print("Brier score: program {:.3f}, joined (each text left out of the fit) {:.3f}".format(*left_out(heard)))
    joining = fit(heard)
    numbers = {"score": joining.score, "rulings": {ruling.value: worth for ruling, worth in joining.rulings.items()}}
    print(json.dumps(numbers))
    if options.out:
        options.out.write_text(json.dumps(numbers, indent=1) + "\n", "utf-8")


def _lines(path: Path | None) -> list[str]:
    return path.read_text("utf-8").splitlines() if path and path.exists() else []


if __name__ == "__main__":
    main()
