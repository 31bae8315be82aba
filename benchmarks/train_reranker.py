"""Train the re-ranker of `rag/retrieve` and say, by cross-validation, what it gains. Needs SciPy; running it does not.

    python -m benchmarks.train_reranker --data FOLDER --libraries DIR [--folds 5] [--out FILE]

FOLDER holds `multihop_rag` and the sets that `benchmarks.everyday` names. It learns from the questions of MultiHop-RAG
that have an answer and from everyday questions about the half of the articles that the everyday benchmark does not ask
about. DIR keeps the two libraries, so that a second run is quick.

The network gives each candidate of a question a score; what is maximised is the likelihood that a candidate drawn by
these scores holds a gold fact. Several networks from different starts are averaged into one wider one. A question and
all others with the same gold facts are in one fold, and features are numbers relative to the question, so nothing of an
article, an outlet or a word can be learned by heart.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.everyday import known_items, read_articles
from eval.cases import load_cases
from eval.scorers import hits, reciprocal_rank
from rag import Newsroom
from rag.datatypes import Article, Draft
from rag.ingest import read_sources
from rag.retrieve.candidates import POOL
from rag.retrieve.features import examine
from rag.retrieve.plan import plan_question
from rag.retrieve.rerank import WEIGHTS, Reranker
from rag.retrieve.search import Hit, balance
from rag.settings import load_settings
from rag.store.chunks import chunk_of
from rag.store.library import Library
from rag.store.limits import EVERYTHING

Numbers = NDArray[np.float64]

HIDDEN = 8
STARTS = 4
STEPS = 150
DECAY = 0.01
EVERYDAY_ARTICLES, EVERYDAY_QUESTIONS = 2000, 600
DEPTH = 10


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a kind, and the gold facts: any of them answers it."""

    kind: str
    text: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A question's candidates: features (candidates, features), which hold a fact, and what balancing needs."""

    question: Question
    rows: Numbers
    gold: NDArray[np.bool_]
    ids: tuple[str, ...]
    articles: dict[str, Article]
    named: tuple[str, ...]


def examples_of(library: Library, questions: Iterable[Question]) -> tuple[list[Example], list[str]]:
    """Find the candidates of questions; return them with the names of the features."""
    found, names = [], []
    outlets = library.catalogue.outlets()
    for question in questions:
        plan = plan_question(question.text, outlets)
        seen = examine(question.text, plan, EVERYTHING, POOL, library.index, library.catalogue)
        names = list(seen.features)
        facts = ["".join(fact.split()) for fact in question.facts]
        texts = ["".join(chunk_of(seen.articles[key.split("-")[0]], key).text.split()) for key in seen.ids]
        gold = np.array([any(fact in text for fact in facts) for text in texts])
        rows = np.column_stack([seen.features[name] for name in names]).astype(np.float64)
        articles = {key: seen.articles[key.split("-")[0]] for key in seen.ids}
        found.append(Example(question, rows, gold, seen.ids, {a.id: a for a in articles.values()}, plan.outlets))
    return found, names


def train(examples: Sequence[Example], names: Sequence[str], starts: int = STARTS) -> Reranker:
    """Fit networks from several starts and average them."""
    able = [example for example in examples if example.gold.any()]
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
    """The loss over all questions at once; candidates of one question stand in consecutive rows."""

    def __init__(self, rows: Numbers, examples: Sequence[Example]) -> None:
        lengths = [len(example.gold) for example in examples]
        self.rows = rows
        self.gold = np.concatenate([example.gold for example in examples])
        self.starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(int)
        self.of = np.repeat(np.arange(len(lengths)), lengths)
        self.questions = len(examples)

    def fit(self, start: int) -> tuple[Numbers, Numbers, Numbers, Numbers]:
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

    def unpacked(self, flat: Numbers) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        width = self.rows.shape[1]
        hidden, bias, output, direct = np.split(flat, np.cumsum([width * HIDDEN, HIDDEN, HIDDEN]))
        return hidden.reshape(width, HIDDEN), bias, output, direct

    def loss(self, flat: Numbers) -> tuple[float, Numbers]:
        hidden, bias, output, direct = self.unpacked(flat)
        inner = np.tanh(self.rows @ hidden + bias)
        scores = inner @ output + self.rows @ direct
        likely = np.exp(scores - np.maximum.reduceat(scores, self.starts)[self.of])
        total = np.add.reduceat(likely, self.starts)
        right = np.maximum(np.add.reduceat(likely * self.gold, self.starts), 1e-300)
        loss = -np.log(right / total).mean() + DECAY * (flat @ flat) / 2
        slope = (likely / total[self.of] - likely * self.gold / right[self.of]) / self.questions
        inside = np.outer(slope, output) * (1 - inner**2)
        parts = [(self.rows.T @ inside).ravel(), inside.sum(axis=0), inner.T @ slope, self.rows.T @ slope]
        return float(loss), np.concatenate(parts) + DECAY * flat


def rank_of_hit(example: Example, scores: Numbers) -> int | None:
    """Return the rank of the first hit after balancing, as a search returns it."""
    order = np.argsort(-scores, kind="stable")
    listed = balance([Hit(example.ids[at], float(scores[at])) for at in order], example.articles, DEPTH, example.named)
    holding = {key for key, gold in zip(example.ids, example.gold, strict=True) if gold}
    return next((rank for rank, hit in enumerate(listed, start=1) if hit.chunk_id in holding), None)


def cross_validate(examples: Sequence[Example], names: Sequence[str], folds: int) -> list[int | None]:
    """Return the rank of each question's first hit, by a model that saw no question with the same facts."""
    groups = sorted({example.question.facts for example in examples})
    random.Random(0).shuffle(groups)
    fold_of = {group: at % folds for at, group in enumerate(groups)}
    ranks: list[int | None] = [None] * len(examples)
    for fold in range(folds):
        held_out = [fold_of[example.question.facts] == fold for example in examples]
        model = train([e for e, out in zip(examples, held_out, strict=True) if not out], names)
        for at in (at for at, out in enumerate(held_out) if out):
            ranks[at] = rank_of_hit(examples[at], model.scores(columns_of(examples[at], names)))
    return ranks


def columns_of(example: Example, names: Sequence[str]) -> dict[str, Numbers]:
    """Return the features of an example by name."""
    return dict(zip(names, example.rows.T, strict=True))


def line(name: str, ranks: Sequence[int | None]) -> str:
    """Write figures as one line."""
    shares = "  ".join(f"Hits@{k} {hits(ranks, k):.4f}" for k in (1, 4, 10))
    return f"{name:28} ({len(ranks):4})  {shares}  MRR@10 {reciprocal_rank(ranks, DEPTH):.4f}"


def _library(folder: Path, drafts: Iterable[Draft]) -> Library:
    settings = load_settings(data=folder, writer="embedded", database=None, chroma=None)
    if not folder.exists():
        with Newsroom.open(settings) as newsroom:
            newsroom.add_drafts(drafts)
    return Library.open(settings)


def _gather(data: Path, libraries: Path) -> tuple[list[Example], list[str]]:
    cases = load_cases(data / "multihop_rag")
    drafts = [item for item in read_sources(list(cases.sources)) if isinstance(item, Draft)]
    with _library(libraries / "multihop", drafts) as library:
        questions = [
            Question("multihop", case.question, tuple(sorted(case.facts))) for case in cases.cases if case.facts
        ]
        found, names = examples_of(library, questions)
    with _library(libraries / "everyday", read_articles(data, EVERYDAY_ARTICLES)) as library:
        asked_of = read_articles(data, EVERYDAY_ARTICLES)
        items = known_items(asked_of, library.catalogue.outlets(), EVERYDAY_QUESTIONS, seed=1, half=1)
        everyday = [Question("everyday", item.question, item.facts) for item in items]
        found += examples_of(library, everyday)[0]
    return found, names


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
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="where the weights go (%(default)s)")
    options = parser.parse_args(arguments)
    examples, names = _gather(options.data, options.libraries)
    report(examples, "first stage", [rank_of_hit(e, -np.arange(len(e.ids), dtype=np.float64)) for e in examples])
    if options.folds:
        report(examples, "re-ranked, cross-validated", cross_validate(examples, names, options.folds))
    write(train(examples, names), options.out)


def report(examples: Sequence[Example], name: str, ranks: Sequence[int | None]) -> None:
    """Print the figures of each kind of question."""
    for kind in dict.fromkeys(example.question.kind for example in examples):
        print(line(f"{kind}: {name}", [r for r, e in zip(ranks, examples, strict=True) if e.question.kind == kind]))


if __name__ == "__main__":
    main()
