"""Train what tells events apart in `rag/store`, and say by cross-validation how well it does. Needs scikit-learn.

    python -m benchmarks.train_stories --data FOLDER [--write] [--rarity]

FOLDER holds `basil` and `allsides_events` (articles grouped by event), and `article_bias` for the table of how rare
words are in news (`--rarity` counts it anew). `--write` puts the weights where `rag/store` reads them; without it only
the figures are printed.

Two logistic models learn whether two articles cover one event. The first sees only the two; it says which pairs are
worth keeping. The second sees, too, how close each is to its closest other article, and how many there are of about
the same days. They learn from libraries of several densities, because what is closest depends on what else there is;
from some in which most events have one article only, as in life and unlike these sets; and from some in which many
events are of one month or one day. All articles of an event are in one half; the figures are for stories formed in one
half with weights from the other. For all events in one library, each link is by weights that saw neither of the two
events it would join.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from itertools import combinations_with_replacement
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from benchmarks.event_libraries import learned_from, tried_on
from benchmarks.news_events import Told, events, news
from benchmarks.story_figures import b_cubed
from rag.store import fingerprints, likeness
from rag.store.clusters import WHOLE, cluster
from rag.store.fingerprints import Fingerprint, take_fingerprint
from rag.store.kinship import Kinship, Pairs
from rag.store.likeness import Alike, Around, Weights, relative, strengths

KIN_LEAST, STORY_LEAST = -2.5, 3_700
CURVE = (2_500, 3_000, 3_500, 3_700, 4_000, 4_500)
"""Thresholds whose figures are printed."""
PARTS = 5
"""Parts of the events for the figures of all in one library."""
RARE = 10
"""Words in fewer articles are all equally rare."""
NEWS_STEP = 3
"""One article in so many is counted for rarity."""


def count_rarity(data: Path) -> None:
    """Count in how many articles each hashed stem occurs, and write the table."""
    counts = np.zeros(1 << fingerprints.FIELD_BITS)
    total = 0
    for article in news(data, NEWS_STEP):
        terms, _ = take_fingerprint(article).field(fingerprints.STEMS)
        counts[terms] += 1
        total += 1
    rarity = np.rint(16 * np.log((total + 1) / (np.maximum(counts, RARE) + 1))).astype(np.uint8)
    np.savez_compressed(fingerprints.RARITY, rarity=rarity)


class Library:
    """Pairs of articles of a library, with what the models see of each."""

    def __init__(self, told: Sequence[Told], prints: dict[str, Fingerprint]) -> None:
        self.told = sorted(told, key=lambda one: one.article.id)
        kinship = Kinship(lambda evidence: np.ones(len(evidence), dtype=np.bool_))
        taken = [prints[one.article.id] for one in self.told]
        kinship.extend(taken, [one.day for one in self.told], [one.article.outlet for one in self.told])
        self.pairs = Pairs.joined([kinship.kin(row) for row in range(len(taken))])
        self.crowds = kinship.crowds()
        self.alike = Alike.of(self.pairs.measures, kinship.gaps(self.pairs.one, self.pairs.other))
        labels = np.array([one.event for one in self.told])
        self.same = labels[self.pairs.one] == labels[self.pairs.other]
        self.own = self.pairs.shared == 0
        stems = self.pairs.measure("stems")
        best = self._best(stems, self.own)
        self.close = self.own & likeness.are_close(stems, best[self.pairs.one], best[self.pairs.other])

    def kept(self) -> NDArray[np.bool_]:
        """Tell which pairs are close and, by the two alone, worth keeping."""
        kept: NDArray[np.bool_] = self.close & likeness.may_be_kin(likeness.evidence_of(self.alike))
        return kept

    def columns(self) -> dict[str, NDArray[np.float64]]:
        """Return the features of all pairs."""
        kept, evidence = self.kept(), likeness.evidence_of(self.alike)
        closest = {name: self._best(self.pairs.measure(name), kept) for name in likeness.CAPS}
        best = self._best(evidence, kept, likeness.NO_EVIDENCE)
        one, other = (
            Around({name: column[rows] for name, column in closest.items()}, best[rows], self.crowds[rows])
            for rows in (self.pairs.one, self.pairs.other)
        )
        return self.alike.columns() | relative(self.alike, evidence, one, other)

    def _best(self, values: NDArray[np.int64], counted: NDArray[np.bool_], none: int = 0) -> NDArray[np.int64]:
        best = np.full(len(self.told), none, dtype=np.int64)
        for rows in (self.pairs.one, self.pairs.other):
            np.maximum.at(best, rows[counted], values[counted])
        return best


def fit(columns: Sequence[dict[str, NDArray[np.float64]]], same: Sequence[NDArray[np.bool_]]) -> dict[str, float]:
    """Fit a logistic model to the pairs of several libraries."""
    names = list(columns[0])
    rows = np.concatenate([np.column_stack([part[name] for name in names]) for part in columns])
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    model = LogisticRegression(C=0.3, max_iter=2000).fit((rows - mean) / spread, np.concatenate(same))
    scaled = model.coef_[0] / spread
    bias = float(model.intercept_[0] - scaled @ mean)
    return {"bias": round(bias, 4)} | {name: round(float(value), 4) for name, value in zip(names, scaled, strict=True)}


def train(libraries: Sequence[Library]) -> Weights:
    """Train both models."""
    kin = fit(
        [_part(library.alike.columns(), library.close) for library in libraries],
        [library.same[library.close] for library in libraries],
    )
    use(Weights(kin, KIN_LEAST, {}, STORY_LEAST))
    kept = [library.kept() for library in libraries]
    story = fit(
        [_part(library.columns(), keep) for library, keep in zip(libraries, kept, strict=True)],
        [library.same[keep] for library, keep in zip(libraries, kept, strict=True)],
    )
    return Weights(kin, KIN_LEAST, story, STORY_LEAST)


def _part(columns: dict[str, NDArray[np.float64]], rows: NDArray[np.bool_]) -> dict[str, NDArray[np.float64]]:
    return {name: column[rows] for name, column in columns.items()}


def use(weights: Weights) -> None:
    """Let these weights count from now on."""
    likeness.load_weights.cache_clear()
    likeness.WEIGHTS.write_text(json.dumps(asdict(weights), indent=1) + "\n", encoding="utf-8")


def linked(library: Library) -> NDArray[np.int64]:
    """Return how strongly the pairs of a library are linked."""
    return np.where(library.own, strengths(library.columns()) * library.kept(), WHOLE)


def score(library: Library, found: NDArray[np.int64], least: int) -> tuple[float, float, float]:
    """Return B-cubed precision, recall and F1 of the stories of a library."""
    rows = [column.tolist() for column in (library.pairs.one, library.pairs.other, found)]
    links = [link for link in zip(*rows, strict=True) if link[2]]
    together = [(a, b) for a, b, own in zip(*rows[:2], library.own.tolist(), strict=True) if not own]
    groups = cluster(range(len(library.told)), links, least, together)
    story = {node: number for number, group in enumerate(groups) for node in group}
    return b_cubed([one.event for one in library.told], [story[at] for at in range(len(library.told))])


def held_out(told: Sequence[Told], prints: dict[str, Fingerprint]) -> tuple[Library, NDArray[np.int64]]:
    """Return all events as one library, and its links: each by weights that saw neither of its two events.

    Events are in `PARTS` parts, and for each two parts weights are learned from the others.
    """
    names = sorted({one.event for one in told})
    random.Random(0).shuffle(names)
    part_of = {name: at % PARTS for at, name in enumerate(names)}
    library = Library(told, prints)
    parts = np.array([part_of[one.event] for one in library.told])
    ends = np.sort([parts[library.pairs.one], parts[library.pairs.other]], axis=0)
    found = np.zeros(len(library.pairs), dtype=np.int64)
    for a, b in combinations_with_replacement(range(PARTS), 2):
        rest = [one for one in told if part_of[one.event] not in (a, b)]
        use(train([Library(part, prints) for part in learned_from(rest, a)]))
        concerned = (ends[0] == a) & (ends[1] == b)
        found[concerned] = linked(library)[concerned]
    return library, found


def cross_validate(told: Sequence[Told], prints: dict[str, Fingerprint]) -> None:
    """Train on one half of the events and form the stories of the other, both ways; print the means, and for all."""
    names = sorted({one.event for one in told})
    random.Random(0).shuffle(names)
    halves = [[one for one in told if one.event in set(names[at::2])] for at in (0, 1)]
    figures: dict[str, list[list[float]]] = defaultdict(list)
    for at in (0, 1):
        use(train([Library(part, prints) for part in learned_from(halves[1 - at], at)]))
        for name, libraries in tried_on(halves[at]).items():
            figures[name].append(_curve(libraries, prints))
    every, found = held_out(told, prints)
    whole = [score(every, found, least) for least in CURVE]
    figures["all events"] = [[f1 for *_, f1 in whole]]
    print("threshold".ljust(24), *(f"{least / 10_000:7.2f}" for least in CURVE))
    for name, rows in figures.items():
        print(name.ljust(24), *(f"{value:7.4f}" for value in np.mean(rows, axis=0)))
    print("  precision".ljust(24), *(f"{precision:7.4f}" for precision, *_ in whole))
    print("  recall".ljust(24), *(f"{recall:7.4f}" for _, recall, _ in whole))


def _curve(parts: Sequence[Sequence[Told]], prints: dict[str, Fingerprint]) -> list[float]:
    libraries = [Library(part, prints) for part in parts]
    links = [linked(library) for library in libraries]
    sizes = [len(library.told) for library in libraries]
    return [
        float(np.average([score(*pair, least)[2] for pair in zip(libraries, links, strict=True)], weights=sizes))
        for least in CURVE
    ]


def main() -> None:
    """Train, and print what cross-validation says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.train_stories", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rarity", action="store_true", help="count how rare words are anew")
    parser.add_argument("--write", action="store_true", help="keep the new weights")
    options = parser.parse_args()
    if options.rarity:
        count_rarity(options.data)
    before = likeness.WEIGHTS.read_text(encoding="utf-8")
    told = events(options.data)
    prints = {one.article.id: take_fingerprint(one.article) for one in told}
    try:
        cross_validate(told, prints)
        if options.write:
            use(train([Library(part, prints) for part in learned_from(told, 2)]))
            before = likeness.WEIGHTS.read_text(encoding="utf-8")
    finally:
        likeness.WEIGHTS.write_text(before, encoding="utf-8")
        likeness.load_weights.cache_clear()


if __name__ == "__main__":
    main()
