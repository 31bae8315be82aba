"""Which outlets give the same answer to a question: our grouping and two baselines, against people's.

    python -m benchmarks.same_answers --data FOLDER

FOLDER holds `discord_questions`. Each method gets the answers twice: as the words that a person marked in a paragraph,
and as the whole paragraph with the question, so that it has to find those words itself. Ours takes the words that
`rag.generate.sameanswers` finds; the baselines join the texts as they are by average link, of TF-IDF or of embeddings.
Every method's threshold is the one that is best on the other questions. Agreement is the adjusted Rand index, 0 for
chance and 1 for the same groups, the mean over the people who grouped; beside it stands how far people agree.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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
from rag.generate.sameanswers.finding import find_answers
from rag.generate.sameanswers.grouping import APART, group_answers
from rag.generate.sameanswers.sought import Sought, sought
from rag.ingest import build_article
from rag.store.embeddings import load_embedder

THRESHOLDS = np.arange(0.1, 1.0, 0.05)
PEOPLE = "cluster_"
MERGED = "cluster_global"
"""The groups made of all people's, which is nobody's own."""

Labels = Sequence[int]
Distances = Callable[[Sequence[str]], npt.NDArray[np.float64]]
Grouping = Callable[[Sequence[str], float], Labels]
"""Groups texts at a threshold."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, its answers as marked words and as paragraphs, and how each person grouped them."""

    text: str
    marked: list[str]
    paragraphs: list[str]
    people: dict[str, list[str]]


def by_comparison(texts: Sequence[str]) -> list[int]:
    """Group paragraphs by the claims that a comparison of them, each as an article, finds."""
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


def joined(texts: Sequence[str], threshold: float) -> list[int]:
    """Group answers as the product does, at another threshold."""
    return group_answers(texts, load_embedder("wordllama").embed, apart=threshold)


def found(asked: Sought, paragraphs: Sequence[str]) -> list[str]:
    """Return the words of each paragraph that answer, the whole of it where there are none."""
    words = find_answers(asked, paragraphs, load_embedder("wordllama").embed)
    return [word.text if word else text for word, text in zip(words, paragraphs, strict=True)]


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


BASELINES: Mapping[str, Distances] = {"TF-IDF": tf_idf, "embedding": embedded}


def agreement(labels: Labels, people: Mapping[str, Sequence[str]]) -> float:
    """Return the mean adjusted Rand index with each person."""
    return mean(float(adjusted_rand_score(given, labels)) for given in people.values())


def held_out(grouping: Grouping, texts: Sequence[Sequence[str]], questions: Sequence[Asked]) -> list[float]:
    """Return the agreement on each question, at the threshold that is best on the others."""
    scores = np.array(
        [
            [agreement(grouping(mine, at), question.people) for at in THRESHOLDS]
            for mine, question in zip(texts, questions, strict=True)
        ]
    )
    total = scores.sum(axis=0)
    return [float(row[int(np.argmax(total - row))]) for row in scores]


def by(distances: Distances) -> Grouping:
    """Group by average link of some distances."""
    return lambda texts, threshold: linked(distances(texts), threshold)


def read_questions(path: Path) -> list[Asked]:
    """Read the questions with their answers, and the groups of each person who grouped all of them."""
    read = []
    for question in json.loads(path.read_text(encoding="utf-8")):
        answers: list[dict[str, Any]] = question["answers"]
        names = sorted({key for answer in answers for key in answer if key.startswith(PEOPLE) and key != MERGED})
        people = {name: [str(answer.get(name) or "") for answer in answers] for name in names}
        full = {name: groups for name, groups in people.items() if all(groups) and len(set(groups)) > 1}
        marked, paragraphs = ([answer[field] for answer in answers] for field in ("Answer", "Paragraph"))
        read.append(Asked(question["question"], marked, paragraphs, full))
    return read


def measured(questions: Sequence[Asked]) -> dict[str, list[float]]:
    """Return the agreement of each method on each question, by the method's name."""
    marked = [question.marked for question in questions]
    paragraphs = [question.paragraphs for question in questions]
    words = [found(asked, q.paragraphs) if (asked := sought(q.text)) else q.paragraphs for q in questions]
    rows = {"marked words, ours": held_out(joined, marked, questions)}
    rows["marked words, ours as it is set"] = [agreement(joined(q.marked, APART), q.people) for q in questions]
    rows |= {f"marked words, {name}": held_out(by(d), marked, questions) for name, d in BASELINES.items()}
    rows["paragraphs, ours"] = held_out(joined, words, questions)
    rows["paragraphs, ours as it is set"] = [
        agreement(joined(mine, APART), q.people) for mine, q in zip(words, questions, strict=True)
    ]
    rows |= {f"paragraphs, {name}": held_out(by(d), paragraphs, questions) for name, d in BASELINES.items()}
    rows["paragraphs, claims compared"] = [agreement(by_comparison(q.paragraphs), q.people) for q in questions]
    rows["people, one with another"] = [
        mean(float(adjusted_rand_score(a, b)) for a, b in combinations(q.people.values(), 2)) for q in questions
    ]
    return rows


def main(given: Sequence[str] | None = None) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args(given)
    questions = read_questions(options.data / "discord_questions" / "nanco_dataset.json")
    print(f"{len(questions)} questions, {sum(len(question.marked) for question in questions)} answers")
    for name, scores in measured(questions).items():
        print(f"{name:<32} {mean(scores):.3f}   " + " ".join(f"{score:.2f}" for score in scores))


if __name__ == "__main__":
    main()
