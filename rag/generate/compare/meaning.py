"""What texts mean as vectors, from the embedding that the caller gives; and how near two of them are.

All that is told of one event is alike, so a likeness that is to tell one fact of it from another has to set that aside:
by taking off the mean of the event, or by letting the words that few sentences have count for most.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from rag.generate.compare.concepts import concept_stems
from rag.text.words import STOPWORDS, tokens

Embed = Callable[[Sequence[str]], npt.NDArray[np.float32]]
"""Turns texts into one vector each."""
Matrix = npt.NDArray[np.float64]
_EVENT = 0.8
"""How much of the event's mean is taken off."""
_USUAL = 0.7
"""What a word counts that the event's weights do not know, such as a number."""


def unit_vectors(texts: Sequence[str], embed: Embed) -> Matrix:
    """Return a vector of length 1, or 0, for each text."""
    return _unit(embed(texts).astype(np.float64))


def in_paragraph(sentences: Matrix, article: npt.NDArray[np.int64], paragraphs: Sequence[str], embed: Embed) -> Matrix:
    """Return how near each sentence is to the paragraph of each other, the better way round, the event set aside.

    `sentences` are vectors; `paragraphs` holds for each the text of its paragraph.
    """
    event = np.mean([sentences[article == number].mean(axis=0) for number in np.unique(article)], axis=0)
    texts = list(dict.fromkeys(paragraphs))
    place = {text: at for at, text in enumerate(texts)}
    own = [place[text] for text in paragraphs]
    held = _unit(unit_vectors(texts, embed) - _EVENT * event)[own]
    near = _unit(sentences - _EVENT * event) @ held.T
    return np.maximum(near, near.T)


def of_telling_words(texts: Sequence[str], weight: Mapping[str, float], embed: Embed) -> Matrix:
    """Return how near texts are by the vectors of their words, each counting by how much it tells."""
    words = [_words(text) for text in texts]
    known = sorted({word for own in words for word in own})
    if not known:
        return np.zeros((len(texts), len(texts)))
    vectors = unit_vectors(known, embed) * np.array([[_weight(word, weight)] for word in known])
    place = {word: at for at, word in enumerate(known)}
    summed = _unit(np.array([vectors[[place[word] for word in own]].sum(axis=0) for own in words]))
    near: Matrix = summed @ summed.T
    return near


def _words(text: str) -> list[str]:
    return list(dict.fromkeys(word for word in tokens(text.lower()) if word not in STOPWORDS and len(word) > 1))


def _weight(word: str, weight: Mapping[str, float]) -> float:
    stems = concept_stems(word)
    return weight.get(stems[0] if stems else word, _USUAL)


def _unit(vectors: Matrix) -> Matrix:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Matrix = vectors / np.where(norms > 0, norms, 1.0)
    return unit
