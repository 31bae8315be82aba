"""Which outlets give the same answer to a question: the comparison's grouping, and two baselines, against people's.

    python -m benchmarks.same_answers --data FOLDER

FOLDER holds `discord_questions`. Each answer is the paragraph an outlet gives it in, taken as an article of its own;
the answers that state one claim of the comparison are one group. The baselines join answers by average link, of TF-IDF
or of embeddings, at the threshold that is best on the other questions. Agreement is the adjusted Rand index, 0 for
chance and 1 for the same groups, the mean over the people who grouped; beside it stands how far people agree.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.cluster import AgglomerativeClustering
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_rand_score

from benchmarks.alignments import compared
from rag.datatypes import Article, Draft, Stance
from rag.ingest import build_article
from rag.store.embeddings import load_embedder

THRESHOLDS = np.arange(0.1, 1.0, 0.05)
PEOPLE = "cluster_"
MERGED = "cluster_global"
"""The groups made of all people's, which is nobody's own."""

Labels = Sequence[int]


def ours(texts: Sequence[str]) -> list[int]:
    """Group answers by the claims of their comparison."""
    articles: list[Article] = [
        build_article(Draft(text=text, title=f"Answer {n}", outlet=f"Outlet {n}")) for n, text in enumerate(texts)
    ]
    place = {article.id: n for n, article in enumerate(articles)}
    labels = list(range(len(texts)))
    taken: set[int] = set()
    for number, claim in enumerate(compared(articles).claims):
        for position in claim.positions:
            at = place[position.article_id]
            if position.stance is Stance.STATES and at not in taken:
                taken.add(at)
                labels[at] = len(texts) + number
    return labels


def linked(distances: npt.NDArray[np.float64], threshold: float) -> list[int]:
    """Group by average link."""
    model = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=float(threshold)
    )
    labels: list[int] = model.fit_predict(distances).tolist()
    return labels


def tf_idf(texts: Sequence[str]) -> npt.NDArray[np.float64]:
    """Return distances by TF-IDF."""
    rows = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit_transform(texts).toarray()
    return np.asarray(np.clip(1 - rows @ rows.T, 0, None), dtype=np.float64)


def embedded(texts: Sequence[str]) -> npt.NDArray[np.float64]:
    """Return distances by the embedded model."""
    rows = load_embedder("wordllama").embed(texts).astype(np.float64)
    return np.asarray(np.clip(1 - rows @ rows.T, 0, None), dtype=np.float64)


def agreement(labels: Labels, people: Mapping[str, Sequence[str]]) -> float:
    """Return the mean adjusted Rand index with each person."""
    return mean(float(adjusted_rand_score(given, labels)) for given in people.values())


def baseline(
    distances: Callable[[Sequence[str]], npt.NDArray[np.float64]],
    questions: Sequence[tuple[list[str], dict[str, list[str]]]],
) -> list[float]:
    """Return the agreement on each question, at the threshold that is best on the others."""
    table = []
    for texts, people in questions:
        apart = distances(texts)
        table.append([agreement(linked(apart, at), people) for at in THRESHOLDS])
    scores = np.array(table)
    total = scores.sum(axis=0)
    return [float(row[int(np.argmax(total - row))]) for row in scores]


def read_questions(path: Path) -> list[tuple[list[str], dict[str, list[str]]]]:
    """Read for each question the answers' paragraphs, and the groups of each person who grouped all of them."""
    found = []
    for question in json.loads(path.read_text(encoding="utf-8")):
        answers: list[dict[str, Any]] = question["answers"]
        names = sorted({key for answer in answers for key in answer if key.startswith(PEOPLE) and key != MERGED})
        people = {name: [str(answer.get(name) or "") for answer in answers] for name in names}
        full = {name: groups for name, groups in people.items() if all(groups) and len(set(groups)) > 1}
        found.append(([answer["Paragraph"] for answer in answers], full))
    return found


def main(given: Sequence[str] | None = None) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args(given)
    questions = read_questions(options.data / "discord_questions" / "nanco_dataset.json")
    print(f"{len(questions)} questions, {sum(len(texts) for texts, _ in questions)} answers")
    rows = {
        "comparison": [agreement(ours(texts), people) for texts, people in questions],
        "TF-IDF": baseline(tf_idf, questions),
        "embedding": baseline(embedded, questions),
        "people, one with another": [
            mean(float(adjusted_rand_score(a, b)) for a, b in combinations(people.values(), 2))
            for _, people in questions
        ],
    }
    for name, scores in rows.items():
        print(f"{name:<26} {mean(scores):.3f}   " + " ".join(f"{score:.2f}" for score in scores))


if __name__ == "__main__":
    main()
