"""Train the numbers that tell whether two claims state the same fact, on the tune half of the gold pairs.

    python -m benchmarks.train_alignment --data FOLDER [--out rag/generate/compare/pair_weights.json]

FOLDER holds `basil` and `allsides_events`. Besides the judged pairs there are `mined.jsonl`, pairs of the same half
that an earlier model thought likely and a person then judged, and, in stories that were read in full, all other pairs,
which count little and as not the same. No story's pairs are scored by numbers trained on them: what is printed is
cross-validated by story. Needs scikit-learn, which nothing at run time does.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

from benchmarks.alignments import GOLD, Judged, Side, read_gold
from benchmarks.news_events import events
from rag.datatypes import Article
from rag.generate.compare.claims import Candidate, candidates, topic_stems, weightiest
from rag.generate.compare.concepts import weights
from rag.generate.compare.counted import counted
from rag.generate.compare.figures import group_figures
from rag.generate.compare.likeness import ledger_of
from rag.generate.compare.meaning import Matrix
from rag.generate.compare.reading import read
from rag.generate.compare.traits import NAMES, see
from rag.store.embeddings import load_embedder

FOLDS = 8
STRENGTH = 0.03
UNJUDGED = 0.25
"""What a pair nobody judged weighs, against 1 for a judged one."""
READ_IN_FULL = 6
"""A story with at least so many judged pairs, besides those a model proposed, was read in full."""
MINED = "mined"
"""The kind of the pairs that a model proposed."""
WANTED = 0.89
"""The precision the threshold is chosen for, all pairs that nobody judged taken for wrong: the true one is higher."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The pairs of a story: traits, whether they are the same fact, and what each weighs in training."""

    traits: Matrix
    same: Matrix
    weight: Matrix
    judged: Matrix


def rows_of(articles: Sequence[Article], judged: Sequence[Judged], *, vectors: bool) -> Rows:
    """Take the traits of the pairs of a story."""
    ordered = sorted(articles, key=lambda a: (a.published or "", a.outlet, a.id))
    readings = [read(article, n, n) for n, article in enumerate(ordered)]
    weight = weights([s.stems for reading in readings for s in reading.sentences])
    groups = group_figures([item for reading in readings for item in counted(reading)], weight)
    stems = topic_stems(min((a.title for a in ordered), key=len), readings)
    claims = weightiest([c for reading in readings for c in candidates(reading, stems, weight)])
    embed = load_embedder("wordllama").embed if vectors else None
    seen = see(claims, weight, embed, ledger_of(groups))
    labels: dict[tuple[int, int], str] = {}
    for pair in judged:
        first, second = ([n for n, claim in enumerate(claims) if _is(claim, ordered, side)] for side in pair.sides)
        labels.update({(min(i, j), max(i, j)): pair.relation for i in first for j in second})
    found = [labels.get((i, j)) for i, j in seen.places.tolist()]
    rest = UNJUDGED if sum(pair.kind != MINED for pair in judged) >= READ_IN_FULL else 0.0
    return Rows(
        seen.rows,
        np.array([float(label == "states") for label in found]),
        np.array([rest if label is None else 1.0 for label in found]),
        np.array([float(label is not None) for label in found]),
    )


def _is(claim: Candidate, articles: Sequence[Article], side: Side) -> bool:
    sentence = claim.sentence
    if articles[sentence.article].id != side.article or sentence.paragraph.number != side.paragraph:
        return False
    shared = min(side.end, sentence.end) - max(side.start, sentence.start)
    return 2 * shared >= min(side.end - side.start, sentence.end - sentence.start)


def train(stories: Sequence[Rows]) -> dict[str, Any]:
    """Train on all stories, with a threshold and figures from cross-validation by story."""
    traits, same, weight, judged = (
        np.concatenate([getattr(story, part) for story in stories]) for part in ("traits", "same", "weight", "judged")
    )
    story = np.repeat(np.arange(len(stories)), [len(one.same) for one in stories])
    likely = np.zeros(len(same))
    for learn, test in GroupKFold(FOLDS).split(traits, same, story):
        coefficients, bias = _fit(traits[learn], same[learn], weight[learn])
        likely[test] = 1 / (1 + np.exp(-(traits[test] @ coefficients + bias)))
    counted_in = weight > 0
    threshold = 1.0
    for at in np.arange(0.2, 0.9, 0.025):
        said = (likely >= at) & counted_in
        precision, recall = same[said].mean(), same[said].sum() / same[counted_in].sum()
        of_judged = same[said & (judged > 0)].mean()
        print(f"from {at:.3f}: precision {precision:.3f} (of judged pairs {of_judged:.3f}), recall {recall:.3f}")
        if precision >= WANTED and threshold == 1.0:
            threshold = float(at)
    coefficients, bias = _fit(traits, same, weight)
    named = {name: round(float(value), 5) for name, value in zip(NAMES, coefficients, strict=True)}
    return {"bias": round(bias, 5), "threshold": round(threshold, 3), "weights": named}


def _fit(traits: Matrix, same: Matrix, weight: Matrix) -> tuple[Matrix, float]:
    """Return weights and bias for traits as they are, with the scaling that training needs taken into them."""
    scaler = StandardScaler().fit(traits)
    model = LogisticRegression(C=STRENGTH, max_iter=1000)
    model.fit(scaler.transform(traits), same, sample_weight=weight)
    scaled: Matrix = model.coef_[0] / scaler.scale_
    return scaled, float(model.intercept_[0] - scaled @ scaler.mean_)


def main(given: Sequence[str] | None = None) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("rag/generate/compare/pair_weights.json"))
    options = parser.parse_args(given)
    judged: dict[str, list[Judged]] = defaultdict(list)
    for pair in [*read_gold(GOLD / "alignments.jsonl"), *read_gold(GOLD / "mined.jsonl")]:
        if pair.half == "tune":
            judged[pair.story].append(pair)
    articles: dict[str, list[Article]] = defaultdict(list)
    for told in events(options.data):
        if told.event in judged:
            articles[told.event].append(told.article)
    trained = {}
    for name, vectors in (("with vectors", True), ("words alone", False)):
        print(name)
        trained[name] = train([rows_of(articles[story], pairs, vectors=vectors) for story, pairs in judged.items()])
    options.out.write_text(json.dumps(trained, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
