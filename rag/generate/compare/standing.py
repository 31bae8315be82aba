"""How a claim stands among the others: whose best match it is, what stands around it, and where in its article.

News tells an event in much the same order everywhere, so what is alike and stands alike is oftener the same fact.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from rag.generate.compare.claims import Candidate
from rag.generate.compare.meaning import Matrix


def standing(like: Matrix, article: npt.NDArray[np.int64]) -> tuple[Matrix, Matrix]:
    """Return how far each claim is ahead of the next best of its article for another claim, and its rank there."""
    ahead, rank = np.zeros_like(like), np.zeros_like(like)
    for number in np.unique(article):
        columns = np.flatnonzero(article == number)
        block = like[:, columns]
        order = np.argsort(-block, axis=1, kind="stable")
        ranks = np.empty_like(order)
        np.put_along_axis(ranks, order, np.broadcast_to(np.arange(len(columns)), order.shape), axis=1)
        top = np.take_along_axis(block, order[:, :1], axis=1)
        next_best = np.take_along_axis(block, order[:, 1:2], axis=1) if len(columns) > 1 else np.zeros_like(top)
        ahead[:, columns] = block - np.where(ranks == 0, next_best, top)
        rank[:, columns] = ranks
    return ahead, rank


def paragraph_likeness(claims: Sequence[Candidate], like: Matrix) -> Matrix:
    """Return the mean likeness between other sentences of the two paragraphs."""
    places: dict[str, int] = {}
    own = np.array([places.setdefault(claim.sentence.paragraph.id, len(places)) for claim in claims])
    members = np.zeros((len(places), len(claims)))
    members[own, np.arange(len(claims))] = 1
    total = members @ like @ members.T
    sizes = members.sum(axis=1)
    others = np.maximum(np.outer(sizes, sizes) - 1, 1)
    likeness: Matrix = (total[own][:, own] - like) / others[own][:, own]
    return likeness


def around(claims: Sequence[Candidate], like: Matrix) -> Matrix:
    """Return how alike the sentences before, and those behind, are."""
    article = np.array([claim.sentence.article for claim in claims])
    same = article[1:] == article[:-1]
    before, behind = np.zeros_like(like), np.zeros_like(like)
    both = same[:, None] & same[None, :]
    before[1:, 1:] = np.where(both, like[:-1, :-1], 0)
    behind[:-1, :-1] = np.where(both, like[1:, 1:], 0)
    return np.maximum(before, behind)


def apart(claims: Sequence[Candidate]) -> Matrix:
    """Return how far apart two claims stand in their articles, as a share of the article."""
    last: dict[int, int] = {}
    for claim in claims:
        last[claim.sentence.article] = max(last.get(claim.sentence.article, 0), claim.sentence.number)
    place = np.array([claim.sentence.number / (last[claim.sentence.article] + 1) for claim in claims])
    distance: Matrix = np.abs(place[:, None] - place[None, :])
    return distance
