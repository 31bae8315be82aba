"""What the re-ranker looks at: how much of a question, and of each of its clauses, a candidate chunk has.

Every feature compares a chunk with the question or with the other candidates. None knows a word, an article or an
outlet by name, nor what a chunk has whatever is asked, such as its length or its place in the article: a network knows
chunks again by these, and on questions about facts that it had not met they made it worse (docs/retrieval.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log1p

import numpy as np
from numpy.typing import NDArray

from rag.retrieve.candidates import Candidates, look_up, shortlist, weigh
from rag.retrieve.clauses import Clause, split_clauses
from rag.retrieve.matches import Matches, Matrix, find_matches
from rag.retrieve.plan import Plan, aliases, question_words, without_dates
from rag.store.catalogue import Catalogue
from rag.store.excerpts import Excerpt
from rag.store.index import SearchIndex
from rag.store.limits import Limits
from rag.text.words import stem

Embed = Callable[[Sequence[str]], NDArray[np.float32]]

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
class Reading:
    """Where the terms of a question stand in chunks: the row of each chunk, and which terms its title has."""

    rows: Mapping[str, int]
    matches: Matches
    titles: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Examined:
    """Candidates with the features of each, by name: one value a candidate."""

    excerpts: tuple[Excerpt, ...]
    features: Mapping[str, Matrix]


def examine(question: str, plan: Plan, limits: Limits, size: int, index: SearchIndex, catalogue: Catalogue) -> Examined:
    """Find the candidates for a question and describe them to the re-ranker."""
    words = index.words
    chunks = words.size()
    # What is asked of the indexes runs on another core; here its results are waited for as late as possible.
    found = look_up(question, plan, limits, index)
    subject = read_subject(
        question, plan, lambda word: log1p(chunks / (1 + words.document_frequency(word))), index.vectors.embed
    )
    listed = shortlist(found, plan, size, index, catalogue)
    reading = read_excerpts(subject, [*listed.excerpts.values()])
    candidates = weigh(listed)
    if not candidates.excerpts:
        return Examined((), {})
    return Examined(candidates.excerpts, describe(subject, candidates, reading, plan))


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


def read_excerpts(subject: Subject, excerpts: Sequence[Excerpt]) -> Reading:
    """Look for the terms of a question in chunks and their titles."""
    matches = find_matches([excerpt.text for excerpt in excerpts], subject.places, subject.pairs)
    # Chunks of one article have one title.
    several = {excerpt.article_id: excerpt.title for excerpt in excerpts}
    row_of = {key: row for row, key in enumerate(several)}
    titled = find_matches([*several.values()], subject.places, subject.pairs).present
    titles = titled[[row_of[excerpt.article_id] for excerpt in excerpts]]
    return Reading({excerpt.id: row for row, excerpt in enumerate(excerpts)}, matches, titles)


def describe(subject: Subject, found: Candidates, reading: Reading, plan: Plan) -> dict[str, Matrix]:
    """Return the features of the candidates by name, one value a candidate, best candidate first."""
    order = [reading.rows[excerpt.id] for excerpt in found.excerpts]
    matches, titles = reading.matches.of(order), reading.titles[order]
    outlets = [excerpt.outlet for excerpt in found.excerpts]
    columns = (
        _first_stage(found, outlets, plan)
        | _by_question(subject, matches, titles)
        | _by_clause(subject, found, outlets, matches, titles)
        | _by_article(subject, found, matches.present | titles)
    )
    return columns | _within_outlet(columns, outlets)


def _first_stage(found: Candidates, outlets: Sequence[str], plan: Plan) -> dict[str, Matrix]:
    cosines = np.maximum(found.cosines, 0)
    return {
        "score": found.scores,
        "score_share": _share(found.scores, found.scores.max()),
        "words": found.words,
        "own_outlet": found.own_outlet,
        "cosine": cosines,
        "cosine_share": _share(cosines, cosines.max()),
        "dated": found.dated,
        "named": np.array([outlet in plan.outlets for outlet in outlets], dtype=np.float32),
    }


def _by_question(subject: Subject, matches: Matches, titles: NDArray[np.bool_]) -> dict[str, Matrix]:
    present, rarity = matches.present, subject.rarity
    weights = {
        "covered": rarity,
        "covered_rare": rarity**2,
        "covered_names": rarity * subject.names,
        "covered_numbers": rarity * subject.numbers,
        "covered_others": rarity * (1 - np.maximum(subject.names, subject.numbers)),
    }
    columns = {name: _share(present @ weight, weight.sum()) for name, weight in weights.items()}
    total = rarity.sum()
    columns["covered_with_title"] = _share((present | titles) @ rarity, total)
    columns["title"] = _share(titles @ rarity, total)
    columns["weighed"] = _share(matches.saturated() @ rarity, total)
    columns["window"] = _share(matches.windows @ rarity, total).max(axis=1)
    columns["pairs"] = _share(matches.pairs, subject.pairs.sum())
    return columns


def _by_clause(
    subject: Subject, found: Candidates, outlets: Sequence[str], matches: Matches, titles: NDArray[np.bool_]
) -> dict[str, Matrix]:
    """Compare with each clause, and keep the best over the clauses that ask this outlet, or none by name."""
    asked = np.array([[not named or outlet in named for named in subject.asked_of] for outlet in outlets])
    clauses, masses = subject.clauses.T, subject.clauses.sum(axis=1)
    measures = {
        "covered": _share(matches.present @ clauses, masses),
        "covered_with_title": _share((matches.present | titles) @ clauses, masses),
        "weighed": _share(matches.saturated() @ clauses, masses),
        "window": _share(matches.windows @ clauses, masses).max(axis=1),
        "cosine": np.maximum(found.vectors @ subject.vectors.T, 0),
    }
    columns = {}
    for name, values in measures.items():
        against_best = _share(values, values.max(axis=0))
        columns[f"clause_{name}"] = np.where(asked, values, 0).max(axis=1)
        columns[f"clause_{name}_best"] = np.where(asked, against_best, 0).max(axis=1)
        columns[f"clause_{name}_mean"] = against_best.mean(axis=1)
    mass = measures["weighed"] * masses
    columns["clause_mass"] = _share(np.where(asked, mass, 0).max(axis=1), mass.max())
    return columns


def _by_article(subject: Subject, found: Candidates, present: NDArray[np.bool_]) -> dict[str, Matrix]:
    """Look at the other candidates of the same article."""
    keys = np.array([excerpt.article_id for excerpt in found.excerpts])
    same = keys[:, None] == keys[None, :]
    others = np.where(same & ~np.eye(len(keys), dtype=bool), found.scores, 0).max(axis=1)
    together = same.astype(np.float32) @ present.astype(np.float32) > 0
    return {
        "article_other": _share(others, found.scores.max()),
        "article_count": np.log1p(same.sum(axis=1)),
        "article_best": (found.scores >= others) * 1.0,
        "article_covered": _share(together @ subject.rarity, subject.rarity.sum()),
    }


def _within_outlet(columns: Mapping[str, Matrix], outlets: Sequence[str]) -> dict[str, Matrix]:
    """Compare with the best candidate of the same outlet: a question of two outlets asks something of each."""
    names = ("score", "weighed", "window", "cosine", "clause_weighed", "clause_window", "clause_cosine")
    values = np.column_stack([columns[name] for name in names])
    _, of_outlet = np.unique(np.array(outlets), return_inverse=True)
    best = np.full((of_outlet.max() + 1, len(names)), _EPSILON)
    np.maximum.at(best, of_outlet, values)
    shares = values / best[of_outlet]
    return {f"outlet_{name}": shares[:, at] for at, name in enumerate(names)}


def _share(values: Matrix, of: float | Matrix) -> Matrix:
    share: Matrix = values / np.maximum(of, _EPSILON)
    return share
