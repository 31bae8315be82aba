"""What the re-ranker looks at: how much of a question, and of each of its clauses, a candidate chunk has.

Every feature compares a chunk with the question or with the other candidates; none knows a word, an article or an
outlet by name, so what is learned on one library holds on another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log1p
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.datatypes import Article
from rag.retrieve.candidates import Candidates, article_of, find_candidates
from rag.retrieve.clauses import Clause, split_clauses
from rag.retrieve.plan import Plan, aliases, question_words, without_dates
from rag.store.catalogue import Catalogue
from rag.store.chunks import chunk_of
from rag.store.index import SearchIndex
from rag.store.limits import Limits
from rag.text.words import WORD, stem

Matrix = NDArray[np.floating[Any]]
Embed = Callable[[Sequence[str]], NDArray[np.float32]]

_BLOCK = 15
"""Words in a block; a window is two neighbouring blocks, about a sentence."""

_USUAL_LENGTH = 150
_EPSILON = 1e-9


@dataclass(frozen=True, slots=True)
class Subject:
    """A question as the features see it: its T terms without outlets and dates, and its C clauses.

    Attributes:
        places: each stem's place among the terms.
        rarity: the inverse document frequency of each term, shape (T,).
        names, numbers: which terms are written like a name and like a number, shape (T,), 0 or 1.
        clauses: the rarity of each clause's terms, shape (C, T).
        pairs: the rarity of two terms that stand side by side, shape (T, T).
        asked_of: the outlets that each clause names.
        vectors: the embedded clauses, shape (C, dimensions).
    """

    places: Mapping[str, int]
    rarity: Matrix
    names: Matrix
    numbers: Matrix
    clauses: Matrix
    pairs: Matrix
    asked_of: tuple[frozenset[str], ...]
    vectors: Matrix


@dataclass(frozen=True, slots=True)
class Examined:
    """Candidates with the features of each, by name, and their articles, by id."""

    ids: tuple[str, ...]
    features: Mapping[str, Matrix]
    articles: Mapping[str, Article]


def examine(question: str, plan: Plan, limits: Limits, size: int, index: SearchIndex, catalogue: Catalogue) -> Examined:
    """Find the candidates for a question and describe them to the re-ranker."""
    found = find_candidates(question, plan, limits, size, index, catalogue)
    articles = found.articles
    # An article that another process has just corrected is found again once its new words are indexed.
    found = found.only([_current(key, articles) for key in found.ids])
    if not found.ids:
        return Examined((), {}, {})
    chunks = index.words.size()
    subject = read_subject(
        question, plan, lambda word: log1p(chunks / (1 + index.words.document_frequency(word))), index.vectors.embed
    )
    return Examined(found.ids, describe(subject, found, articles, plan), articles)


def read_subject(question: str, plan: Plan, rarity_of: Callable[[str], float], embed: Embed) -> Subject:
    """Read a question."""
    of_outlets = {stem(word) for outlet in plan.outlets for form in aliases(outlet) for word in question_words(form)}
    plain = without_dates(question)
    words = [(stem(word), word) for word in question_words(plain)]
    first = {key: word for key, word in reversed(words) if key not in of_outlets}
    places = {key: at for at, key in enumerate(dict.fromkeys(key for key, _ in words if key in first))}
    rarity = np.array([rarity_of(first[key]) for key in places], dtype=np.float32)
    asking = [c for c in split_clauses(plain, plan.outlets) if places.keys() & set(c.stems)]
    whole = Clause(plain, tuple(places), frozenset())
    clauses = tuple(asking) or (whole,)
    pairs = np.zeros((len(places), len(places)), dtype=np.float32)
    for (one, _), (other, _) in pairwise(words):
        if one in places and other in places:
            pairs[places[one], places[other]] = rarity[places[one]] + rarity[places[other]]
    return Subject(
        places=places,
        rarity=rarity,
        names=np.array([first[key][0].isupper() for key in places], dtype=np.float32),
        numbers=np.array([first[key][0].isdigit() for key in places], dtype=np.float32),
        clauses=np.array([[rarity[at] * (key in c.stems) for key, at in places.items()] for c in clauses], np.float32),
        pairs=pairs,
        asked_of=tuple(clause.outlets for clause in clauses),
        vectors=embed([clause.text for clause in clauses]),
    )


def describe(subject: Subject, found: Candidates, articles: Mapping[str, Article], plan: Plan) -> dict[str, Matrix]:
    """Return the features of the candidates by name, one value a candidate, best candidate first.

    `articles` has the article of every candidate.
    """
    held = [articles[article_of(key)] for key in found.ids]
    chunks = [chunk_of(article, key) for article, key in zip(held, found.ids, strict=True)]
    counts, windows, pairs, lengths = _matches([chunk.text for chunk in chunks], subject)
    titles = _matches([article.title for article in held], subject)[0] > 0
    columns = {**_first_stage(found, held, plan)}
    columns |= _coverage(subject, counts, titles, lengths)
    columns["pairs"] = pairs / max(float(subject.pairs.sum()), _EPSILON)
    columns["window"] = _share(windows @ subject.rarity, subject.rarity.sum()).max(axis=1)
    columns |= _by_clause(subject, found, held, counts, windows, titles, lengths)
    columns["length"] = lengths / _USUAL_LENGTH
    places = [(chunk.paragraphs[0].number, article.body) for chunk, article in zip(chunks, held, strict=True)]
    before = np.array([sum(p.number < first for p in body) for first, body in places], dtype=np.float32)
    columns |= {"opening": (before == 0) * 1.0, "before": np.log1p(before)}
    columns["before_share"] = before / np.array([max(len(body), 1) for _, body in places])
    columns |= _by_article(subject, found, (counts > 0) | titles)
    return columns


def _current(chunk_id: str, articles: Mapping[str, Article]) -> bool:
    article_id, version, *_ = chunk_id.split("-")
    return article_id in articles and articles[article_id].version == version


def _matches(texts: Sequence[str], subject: Subject) -> tuple[Matrix, NDArray[np.bool_], Matrix, Matrix]:
    """Count terms in texts: (N, T) counts, (N, blocks, T) in windows, (N,) rarity of pairs found, (N,) lengths."""
    lengths: list[int] = []
    marks = [mark for row, text in enumerate(texts) for mark in _marks(row, text, subject.places, lengths)]
    count, terms = len(texts), len(subject.places)
    blocks = max(lengths, default=0) // _BLOCK + 1
    counts = np.zeros((count, terms), dtype=np.float32)
    windows = np.zeros((count, blocks, terms), dtype=bool)
    pairs = np.zeros(count, dtype=np.float32)
    if marks:
        row, at, term = np.array(marks).T
        np.add.at(counts, (row, term), 1)
        windows[row, at // _BLOCK, term] = True
        windows[row, np.maximum(at // _BLOCK - 1, 0), term] = True
        beside = (row[1:] == row[:-1]) & (at[1:] - at[:-1] <= 2)
        seen = np.unique(np.stack([row[:-1], term[:-1], term[1:]])[:, beside], axis=1)
        np.add.at(pairs, seen[0], subject.pairs[seen[1], seen[2]])
    return counts, windows, pairs, np.array(lengths, dtype=np.float32)


def _marks(row: int, text: str, places: Mapping[str, int], lengths: list[int]) -> Iterator[tuple[int, int, int]]:
    words = WORD.findall(text.replace("-", " "))
    lengths.append(len(words))
    for at, word in enumerate(words):
        term = places.get(stem(word))
        if term is not None:
            yield row, at, term


def _first_stage(found: Candidates, held: Sequence[Article], plan: Plan) -> dict[str, Matrix]:
    ranks = np.arange(1, len(found.ids) + 1)
    return {
        "score": found.scores,
        "score_share": _share(found.scores, found.scores.max()),
        "rank": 1 / ranks,
        "rank_log": np.log(ranks),
        "words": found.words,
        "own_outlet": found.own_outlet,
        "cosine": found.cosines,
        "cosine_share": _share(found.cosines, found.cosines.max()),
        "dated": found.dated,
        "named": np.array([article.outlet in plan.outlets for article in held], dtype=np.float32),
        "any_dated": np.full(len(held), found.dated.max()),
        "outlets": np.full(len(held), float(len(plan.outlets))),
        "days": np.full(len(held), float(len(plan.days))),
        "terms": np.full(len(held), len(plan.terms) / 20),
    }


def _coverage(subject: Subject, counts: Matrix, titles: NDArray[np.bool_], lengths: Matrix) -> dict[str, Matrix]:
    present, rarity = counts > 0, subject.rarity
    others = 1 - np.maximum(subject.names, subject.numbers)
    weights = {
        "covered": rarity,
        "covered_rare": rarity**2,
        "covered_names": rarity * subject.names,
        "covered_numbers": rarity * subject.numbers,
        "covered_others": rarity * others,
    }
    columns = {name: _share(present @ weight, weight.sum()) for name, weight in weights.items()}
    columns["covered_with_title"] = _share((present | titles) @ rarity, rarity.sum())
    columns["title"] = _share(titles @ rarity, rarity.sum())
    columns["weighed"] = _share(_saturated(counts, lengths) @ rarity, rarity.sum())
    return columns


def _by_clause(
    subject: Subject,
    found: Candidates,
    held: Sequence[Article],
    counts: Matrix,
    windows: NDArray[np.bool_],
    titles: NDArray[np.bool_],
    lengths: Matrix,
) -> dict[str, Matrix]:
    """Compare with each clause, and keep the best over the clauses that ask this outlet, or none by name."""
    named = np.array([[article.outlet in outlets for outlets in subject.asked_of] for article in held])
    asked = named | np.array([not outlets for outlets in subject.asked_of])
    clauses, masses = subject.clauses.T, subject.clauses.sum(axis=1)
    measures = {
        "covered": _share((counts > 0) @ clauses, masses),
        "covered_with_title": _share(((counts > 0) | titles) @ clauses, masses),
        "weighed": _share(_saturated(counts, lengths) @ clauses, masses),
        "window": _share(windows @ clauses, masses).max(axis=1),
        "cosine": found.vectors @ subject.vectors.T,
    }
    columns = {}
    for name, values in measures.items():
        relative = _share(values, values.max(axis=0))
        columns[f"clause_{name}"] = np.where(asked, values, 0).max(axis=1)
        columns[f"clause_{name}_any"] = values.max(axis=1)
        columns[f"clause_{name}_named"] = np.where(named, values, 0).max(axis=1)
        columns[f"clause_{name}_best"] = np.where(asked, relative, 0).max(axis=1)
        columns[f"clause_{name}_named_best"] = np.where(named, relative, 0).max(axis=1)
        columns[f"clause_{name}_mean"] = relative.mean(axis=1)
    mass = measures["weighed"] * masses
    columns["clause_mass"] = np.where(asked, mass, 0).max(axis=1) / max(float(mass.max()), _EPSILON)
    return columns


def _by_article(subject: Subject, found: Candidates, present: NDArray[np.bool_]) -> dict[str, Matrix]:
    """Look at the other candidates of the same article."""
    keys = np.array([article_of(key) for key in found.ids])
    same = keys[:, None] == keys[None, :]
    scores = np.broadcast_to(found.scores, same.shape)
    others = np.where(same & ~np.eye(len(keys), dtype=bool), scores, 0).max(axis=1)
    together = (same.astype(np.float32) @ present.astype(np.float32)) > 0
    return {
        "article_other": _share(others, found.scores.max()),
        "article_count": np.log1p(same.sum(axis=1)),
        "article_best": (found.scores >= others) * 1.0,
        "article_covered": _share(together @ subject.rarity, subject.rarity.sum()),
    }


def _saturated(counts: Matrix, lengths: Matrix) -> Matrix:
    """Weigh counts as BM25 does: a second mention says less than the first, and less in a long chunk."""
    weighed: Matrix = counts / (counts + 1.2 * (0.25 + 0.75 * lengths[:, None] / _USUAL_LENGTH))
    return weighed


def _share(values: Matrix, of: float | Matrix) -> Matrix:
    share: Matrix = values / np.maximum(of, _EPSILON)
    return share
