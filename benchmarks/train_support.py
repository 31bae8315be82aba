"""Train the numbers of the support score and measure them, cross-validated by source document.

    python -m benchmarks.train_support --data FOLDER [--out rag/verify/support_weights.json]

FOLDER holds ragtruth, xsum_hallucination, wice and attributionbench as JSON Lines. No text is ever scored by numbers
trained on its own source document, and thresholds are chosen on the other folds. Needs scikit-learn, which nothing
at run time does. It trains no language model and writes nothing but numbers and the names of traits.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, precision_recall_fscore_support, roc_auc_score
from sklearn.model_selection import GroupKFold

from benchmarks.support_sets import Sample, load_samples
from rag.checking import DraftChecker, look
from rag.text.words import STOPWORDS, WORD
from rag.verify.scoring import TEXT_TRAITS, Faults, Head, Logistic, answer_score, text_row
from rag.verify.traits import WORD_TRAITS, Numbers, Traits

FOLDS = 5
WORD_WEIGHT = {"xsum": 0.02}
"""What a word counts in training, by the set its text is from; 1 where a set is not named."""
TEXT_WEIGHT = {
    Head.CLAIM: {"xsum": 0.08},
    Head.SENTENCE: {"xsum": 0.0, "wice": 0.0, "attributionbench": 0.0},
    Head.ANSWER: {"xsum": 0.01, "wice": 0.1, "attributionbench": 0.1},
}
STRENGTH = {Head.CLAIM: 0.1, Head.SENTENCE: 0.02, Head.ANSWER: 0.01}
WORD_STRENGTH = 0.1


@dataclass
class Seen:
    """A sample as the model sees it. `labels` says for each content word whether people marked it, if they did."""

    sample: Sample
    traits: list[Traits]
    faults: list[Faults]
    all_faults: Faults
    evidence: int
    labels: list[list[int]] | None
    bad_sentences: list[int]
    decided: bool
    doubts: list[Numbers] = field(default_factory=list)

    def row(self) -> Numbers:
        """Return the numbers of the whole text."""
        return text_row(self.traits, self.doubts, self.evidence, self.all_faults)

    def sentence_rows(self) -> list[Numbers]:
        """Return the numbers of each sentence as a text of its own."""
        return [
            text_row([one], [doubt], self.evidence, faults)
            for one, doubt, faults in zip(self.traits, self.doubts, self.faults, strict=True)
        ]


def see_samples(samples: Sequence[Sample]) -> list[Seen]:
    """Hold every sample against its evidence."""
    checker = DraftChecker()
    found = []
    for sample in samples:
        view = look(checker, sample.text, sample.evidence)
        if view is None:
            continue
        marked = np.zeros(len(sample.text) + 1, dtype=bool)
        for start, end in sample.spans or ():
            marked[start:end] = True
        labels = [_word_labels(one, marked) for one in view.traits] if sample.spans is not None else None
        bad = [
            sample.bad if sample.spans is None else int(marked[one.sentence.start : one.sentence.end].any())
            for one in view.traits
        ]
        found.append(Seen(sample, view.traits, view.faults, view.all_faults, view.evidence, labels, bad, view.decided))
    return found


def _word_labels(one: Traits, marked: Any) -> list[int]:
    text, start = one.sentence.text, one.sentence.start
    places = [m.start() for m in WORD.finditer(text) if m.group().lower().replace("’", "'") not in STOPWORDS]
    return [int(marked[start + place]) for place in places]


def fit(rows: Numbers, labels: Sequence[int], weights: Sequence[float], strength: float) -> Logistic:
    """Fit a logistic regression on standardised rows, and fold the scale into its weights."""
    mean, scale = rows.mean(axis=0), rows.std(axis=0)
    scale[scale < 1e-9] = 1.0
    model = LogisticRegression(C=strength, max_iter=3000)
    model.fit((rows - mean) / scale, labels, sample_weight=weights)
    coefficients = model.coef_[0] / scale
    return Logistic(coefficients, float(model.intercept_[0] - coefficients @ mean))


def fit_words(seen: Sequence[Seen]) -> Logistic:
    """Learn from people's marks how likely a word is to be made up."""
    rows, labels, weights = [], [], []
    for one in seen:
        for traits, marks in zip(one.traits, one.labels or (), strict=False):
            rows.append(traits.words)
            labels += marks
            weights += [WORD_WEIGHT.get(one.sample.family, 1.0)] * len(marks)
    return fit(np.concatenate(rows), labels, weights, WORD_STRENGTH)


def doubt(seen: Sequence[Seen], words: Logistic) -> None:
    """Set every word's doubt."""
    for one in seen:
        one.doubts = [words.of(traits.words) for traits in one.traits]


def doubt_unseen(seen: Sequence[Seen]) -> None:
    """Set every word's doubt by numbers that were trained on other sources."""
    for train, test in _folds(seen, 4, 1):
        doubt([seen[i] for i in test], fit_words([seen[i] for i in train]))


def _folds(seen: Sequence[Seen], folds: int, seed: int) -> Iterator[tuple[Any, Any]]:
    groups = [one.sample.source for one in seen]
    yield from GroupKFold(folds, shuffle=True, random_state=seed).split(groups, groups=groups)


def head_of(one: Seen) -> Head:
    """Say which head scores a whole text."""
    return Head.CLAIM if len(one.traits) == 1 else Head.ANSWER


def fit_heads(seen: Sequence[Seen]) -> dict[Head, Logistic]:
    """Learn from words' doubts how likely a claim, a sentence or an answer has something unsupported."""
    rows: dict[Head, list[Numbers]] = {head: [] for head in Head}
    labels: dict[Head, list[int]] = {head: [] for head in Head}
    weights: dict[Head, list[float]] = {head: [] for head in Head}

    def add(head: Head, row: Numbers, label: int, family: str) -> None:
        rows[head].append(row)
        labels[head].append(label)
        weights[head].append(TEXT_WEIGHT[head].get(family, 1.0))

    for one in seen:
        family = one.sample.family
        add(head_of(one), one.row(), one.sample.bad, family)
        if family == "ragtruth" and len(one.traits) > 1:
            for row, bad in zip(one.sentence_rows(), one.bad_sentences, strict=True):
                add(Head.SENTENCE, row, bad, family)
    return {head: fit(np.array(rows[head]), labels[head], weights[head], STRENGTH[head]) for head in Head}


@dataclass
class Scored:
    """The cross-validated probabilities that something is unsupported: of texts, and of sentences of answers."""

    texts: Numbers
    sentences: list[tuple[int, float]]
    fold: Numbers


def cross_validate(seen: Sequence[Seen], seed: int) -> Scored:
    """Score every sample by numbers that were trained on other sources."""
    texts, fold, sentences = np.zeros(len(seen)), np.zeros(len(seen)), []
    for number, (train, test) in enumerate(_folds(seen, FOLDS, seed)):
        learned, scored = [seen[i] for i in train], [seen[i] for i in test]
        doubt_unseen(learned)
        heads = fit_heads(learned)
        doubt(scored, fit_words(learned))
        for i, one in zip(test, scored, strict=True):
            texts[i] = heads[head_of(one)].of(one.row())
            fold[i] = number
            if len(one.traits) > 1:
                found = [float(heads[Head.SENTENCE].of(row)) for row in one.sentence_rows()]
                texts[i] = 1.0 - answer_score(1.0 - texts[i], [1.0 - doubt for doubt in found])
                if one.sample.family == "ragtruth":
                    sentences += list(zip(one.bad_sentences, found, strict=True))
    return Scored(texts, sentences, fold)


def best_threshold(labels: Numbers, scores: Numbers, sets: Sequence[Numbers], *, macro: bool) -> float:
    """Return the probability above which calling a text unsupported gives the best F1, averaged over sets."""
    average = "macro" if macro else "binary"

    def quality(at: float) -> float:
        return float(np.mean([f1_score(labels[s], scores[s] >= at, average=average, zero_division=0) for s in sets]))

    grid = np.arange(0.05, 0.8, 0.01)
    values = [quality(at) for at in grid]
    # The middle of the good region is steadier than its highest point.
    good = [at for at, value in zip(grid, values, strict=True) if value >= max(values) - 0.01]
    return float(np.median(good))


def report(seen: Sequence[Seen], scored: Scored) -> dict[Head, float]:
    """Print the figures of each set, and return the thresholds that all folds together would choose."""
    labels = np.array([one.sample.bad for one in seen])
    names = np.array([one.sample.set for one in seen])
    heads = np.array([head_of(one) for one in seen])
    decided = np.array([one.decided for one in seen])
    lexical = np.array([1.0 - float(np.mean([t.row[0] for t in one.traits])) for one in seen])
    tuned = {Head.ANSWER: ["ragtruth-summary", "ragtruth-qa"], Head.CLAIM: ["wice", "attributionbench"]}

    def thresholds(scores: Numbers, held: Numbers) -> dict[Head, float]:
        return {
            head: best_threshold(labels, scores, [held & (names == s) for s in sets], macro=head is Head.CLAIM)
            for head, sets in tuned.items()
        }

    called, called_lexical = np.zeros(len(seen), dtype=bool), np.zeros(len(seen), dtype=bool)
    for number in range(FOLDS):
        own = scored.fold == number
        for scores, into in ((scored.texts, called), (lexical, called_lexical)):
            at = thresholds(scores, ~own)
            into |= own & (scores >= np.array([at[head] for head in heads]))
    for name in sorted(set(names)):
        k = names == name
        for label, scores, calls in (("score", scored.texts, called | decided), ("words", lexical, called_lexical)):
            precision, recall, f1, _ = precision_recall_fscore_support(
                labels[k], calls[k], average="binary", zero_division=0
            )
            print(
                f"{name:18s} {label} n {k.sum():5d} bad {labels[k].mean():.2f}"
                f"  AUC {roc_auc_score(labels[k], scores[k]):.3f}  P {precision:.3f} R {recall:.3f} F1 {f1:.3f}"
                f"  macro-F1 {f1_score(labels[k], calls[k], average='macro'):.3f}"
                f"  Brier {np.mean((scores[k] - labels[k]) ** 2):.3f}"
                f" (base {labels[k].mean() * (1 - labels[k].mean()):.3f})"
            )
    bad, found = np.array([b for b, _ in scored.sentences]), np.array([p for _, p in scored.sentences])
    everything = np.ones(len(bad), dtype=bool)
    sentence = best_threshold(bad, found, [everything], macro=False)
    print(f"sentences of answers: AUC {roc_auc_score(bad, found):.3f}, F1 {f1_score(bad, found >= sentence):.3f}")
    return {**thresholds(scored.texts, np.ones(len(seen), dtype=bool)), Head.SENTENCE: sentence}


def report_reliability(seen: Sequence[Seen], scored: Scored) -> None:
    """Print, by tenths, how likely texts were said to be unsupported and how many were; XSum's one-liners left out."""
    bad = np.array([one.sample.bad for one in seen])
    heads = np.array([head_of(one) if one.sample.family != "xsum" else None for one in seen])
    for head in (Head.CLAIM, Head.ANSWER):
        mine, gap = heads == head, 0.0
        for low in np.arange(0.0, 1.0, 0.1):
            held = mine & (scored.texts >= low) & (scored.texts < low + 0.1)
            if held.any():
                said, was = float(scored.texts[held].mean()), float(bad[held].mean())
                gap += held.sum() * abs(said - was) / mine.sum()
                print(f"{head.value:8s} n {held.sum():4d}  said {said:.2f}  was {was:.2f}")
        print(f"{head.value:8s} expected calibration error {gap:.3f}")


def _numbers(model: Logistic, names: Sequence[str]) -> dict[str, Any]:
    weights = {name: float(f"{w:.5g}") for name, w in zip(names, model.weights, strict=True)}
    return {"bias": float(f"{model.bias:.5g}"), "weights": weights}


def main() -> None:
    """Measure by cross-validation, then train on everything and write the numbers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the numbers here")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    seen = see_samples(load_samples(options.data))
    scored = cross_validate(seen, options.seed)
    thresholds = report(seen, scored)
    report_reliability(seen, scored)
    print("called unsupported from:", {head.value: round(at, 3) for head, at in thresholds.items()})
    if options.out is None:
        return
    doubt_unseen(seen)
    heads, words = fit_heads(seen), fit_words(seen)
    written = {
        "thresholds": {head.value: round(1.0 - at, 3) for head, at in thresholds.items()},
        "words": _numbers(words, WORD_TRAITS),
        "heads": {head.value: _numbers(model, TEXT_TRAITS) for head, model in heads.items()},
    }
    options.out.write_text(json.dumps(written, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
