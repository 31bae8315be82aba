"""Train the re-ranker of `rag/retrieve` and say, by cross-validation, what it gains. Needs SciPy; running it does not.

    python -m benchmarks.train_reranker --data FOLDER --libraries DIR [--folds 5] [--starts 3]
        [--without PART] [--out FILE]

FOLDER holds `multihop_rag` and the sets that `benchmarks.everyday` names. It learns from the questions of MultiHop-RAG
that have an answer and from known items and headlines of the half that the everyday benchmark does not ask about. DIR
keeps the two libraries, so that a second run is quick.

The network gives each candidate of a question a score; what is maximised is the likelihood that a candidate drawn by
these scores holds a gold fact. Several networks from different starts are averaged into one wider one.

There are two cross-validations. "New questions" keeps a question and all others with the same gold facts in one fold:
so does a user who asks something new about news that was asked about. "New facts" keeps all questions in one fold that
share any fact, directly or through others: nothing of what is asked about was ever met. With a part taken away,
nothing is written unless `--out` is given.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.examples import PARTS, Example, gather, groups_of
from eval.scorers.ranking import hits, reciprocal_rank
from rag.retrieve.rerank import WEIGHTS, Reranker
from rag.retrieve.search import Hit, balance

Numbers = NDArray[np.float64]
Rows = NDArray[np.floating[Any]]

HIDDEN = 16
STEPS = 150
DECAY = 0.012
WEIGHTS_OF_KINDS = {"multihop": 1.0, "known": 0.5, "headline": 1.0}
"""What a question of each kind counts in the loss."""

DEPTH = 10


def train(examples: Sequence[Example], names: Sequence[str], starts: int) -> Reranker:
    """Fit networks from several starts and average them."""
    able = [example for example in examples if example.gold.any() and example.learned]
    rows = np.concatenate([example.rows for example in able])
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    task = _Task((rows - mean) / spread, able)
    networks = [task.fit(start) for start in range(starts)]
    return Reranker(
        features=tuple(names),
        mean=mean,
        spread=spread,
        hidden=np.concatenate([hidden for hidden, _, _, _ in networks], axis=1),
        bias=np.concatenate([bias for _, bias, _, _ in networks]),
        output=np.concatenate([output for _, _, output, _ in networks]) / starts,
        direct=np.mean([direct for _, _, _, direct in networks], axis=0),
    )


class _Task:
    """The loss over all questions at once; candidates of one question stand in consecutive rows.

    Single precision halves the time and changes no figure.
    """

    def __init__(self, rows: Numbers, examples: Sequence[Example]) -> None:
        lengths = [len(example.gold) for example in examples]
        self.rows = rows.astype(np.float32)
        self.gold = np.concatenate([example.gold for example in examples]).astype(np.float32)
        self.starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(int)
        self.of = np.repeat(np.arange(len(lengths)), lengths)
        counted = np.array([WEIGHTS_OF_KINDS[example.question.kind] for example in examples])
        self.weights = (counted / counted.sum()).astype(np.float32)

    def fit(self, start: int) -> tuple[Rows, Rows, Rows, Rows]:
        chance = np.random.default_rng(start)
        width = self.rows.shape[1]
        first = np.concatenate(
            [
                chance.normal(0, 0.3 / width**0.5, width * HIDDEN),
                np.zeros(HIDDEN),
                chance.normal(0, 0.3, HIDDEN),
                np.zeros(width),
            ]
        )
        found = minimize(self.loss, first, jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
        return self.unpacked(found.x)

    def unpacked(self, flat: Rows) -> tuple[Rows, Rows, Rows, Rows]:
        width = self.rows.shape[1]
        hidden, bias, output, direct = np.split(flat, np.cumsum([width * HIDDEN, HIDDEN, HIDDEN]))
        return hidden.reshape(width, HIDDEN), bias, output, direct

    def loss(self, flat: Numbers) -> tuple[float, Numbers]:
        hidden, bias, output, direct = self.unpacked(flat.astype(np.float32))
        inner = np.tanh(self.rows @ hidden + bias)
        scores = inner @ output + self.rows @ direct
        likely = np.exp(scores - np.maximum.reduceat(scores, self.starts)[self.of])
        total = np.add.reduceat(likely, self.starts)
        right = np.maximum(np.add.reduceat(likely * self.gold, self.starts), 1e-30)
        loss = float(-(np.log(right / total) * self.weights).sum()) + DECAY * float(flat @ flat) / 2
        slope = (likely / total[self.of] - likely * self.gold / right[self.of]) * self.weights[self.of]
        inside = np.outer(slope, output) * (1 - inner**2)
        parts = [(self.rows.T @ inside).ravel(), inside.sum(axis=0), inner.T @ slope, self.rows.T @ slope]
        return loss, np.concatenate(parts) + DECAY * flat


def rank_of_hit(example: Example, scores: Numbers, *, balanced: bool = True) -> int | None:
    """Return the rank of the first hit after balancing, as a search returns it, or before it."""
    order = np.argsort(-scores, kind="stable")
    listed = [Hit(example.excerpts[at], float(scores[at])) for at in order]
    if balanced:
        listed = balance(listed, DEPTH, example.named)
    holding = {excerpt.id for excerpt, gold in zip(example.excerpts, example.gold, strict=True) if gold}
    return next((rank for rank, hit in enumerate(listed, start=1) if hit.excerpt.id in holding), None)


def cross_validate(
    examples: Sequence[Example], names: Sequence[str], folds: int, groups: Sequence[int], starts: int
) -> list[Numbers]:
    """Return the scores of each question's candidates, by a model that saw no question of the same group.

    What is not MultiHop-RAG's is learned from in every fold.
    """
    fold_of = _folds([group for group, e in zip(groups, examples, strict=True) if e.question.kind == "multihop"], folds)
    scores: list[Numbers] = [np.zeros(len(example.excerpts)) for example in examples]
    for fold in range(folds):
        held_out = [fold_of.get(group) == fold for group in groups]
        model = train([e for e, out in zip(examples, held_out, strict=True) if not out], names, starts)
        for at in (at for at, out in enumerate(held_out) if out):
            scores[at] = model.scores(columns_of(examples[at], names))
    return scores


def _folds(groups: Sequence[int], folds: int) -> dict[int, int]:
    """Spread groups over folds of like size, the largest first."""
    sizes = Counter(groups)
    order = sorted(sizes)
    random.Random(0).shuffle(order)
    order.sort(key=lambda group: -sizes[group])
    loads = [0] * folds
    fold_of = {}
    for group in order:
        fold_of[group] = loads.index(min(loads))
        loads[fold_of[group]] += sizes[group]
    return fold_of


def columns_of(example: Example, names: Sequence[str]) -> dict[str, Numbers]:
    """Return the features of an example by name."""
    return dict(zip(names, example.rows.T, strict=True))


def report(name: str, ranks: Sequence[int | None]) -> None:
    """Print figures as one line."""
    shares = "  ".join(f"Hits@{k} {hits(ranks, k):.4f}" for k in (1, 4, 10))
    print(f"{name:44} ({len(ranks):4})  {shares}  MRR@10 {reciprocal_rank(ranks, DEPTH):.4f}", flush=True)


def write(model: Reranker, file: Path) -> None:
    """Write the weights, to five digits."""
    lists = {
        name: np.round(getattr(model, name), 5).tolist()
        for name in ("mean", "spread", "hidden", "bias", "output", "direct")
    }
    text = ",\n".join(
        f"{json.dumps(name)}: {json.dumps(value)}" for name, value in {"features": model.features, **lists}.items()
    )
    file.write_text(f"{{\n{text}\n}}\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Cross-validate, train on everything, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--libraries", type=Path, required=True, help="folder for the two libraries")
    parser.add_argument("--folds", type=int, default=5, help="folds of the cross-validation, 0 for none")
    parser.add_argument("--starts", type=int, default=3, help="networks that are averaged (%(default)s)")
    parser.add_argument("--without", choices=PARTS, default="nothing", help="a part of the search to take away")
    parser.add_argument("--out", type=Path, help=f"where the weights go ({WEIGHTS.name} in its place)")
    options = parser.parse_args(arguments)
    examples, names = gather(options.data, options.libraries, options.without)
    balanced = options.without != "balancing"
    new = [example for example in examples if not example.learned]
    kinds = dict.fromkeys(example.question.kind for example in examples)
    for kind in kinds:
        of_kind = [e for e in examples if e.question.kind == kind and (kind == "multihop" or not e.learned)]
        ranks = [rank_of_hit(e, -np.arange(len(e.excerpts), dtype=np.float64), balanced=balanced) for e in of_kind]
        report(f"{kind}: first stage", ranks)
    if options.without == "reranker":
        return
    for share_any, name in ((False, "new questions"), (True, "new facts")) if options.folds else ():
        scores = cross_validate(
            examples, names, options.folds, groups_of(examples, share_any=share_any), options.starts
        )
        pairs = [(e, s) for e, s in zip(examples, scores, strict=True) if e.question.kind == "multihop"]
        report(f"multihop: re-ranked, {name}", [rank_of_hit(e, s, balanced=balanced) for e, s in pairs])
    model = train(examples, names, options.starts)
    for kind in dict.fromkeys(example.question.kind for example in new):
        of_kind = [e for e in new if e.question.kind == kind]
        found = [rank_of_hit(e, model.scores(columns_of(e, names)), balanced=balanced) for e in of_kind]
        report(f"{kind}: re-ranked, not learned from", found)
    if options.out or options.without == "nothing":
        write(model, options.out or WEIGHTS)


if __name__ == "__main__":
    main()
