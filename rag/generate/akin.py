"""Words of the passages that are other forms of a word which only the question has: "broke out" for "break out".

No stemmer brings such forms together. They begin with the same consonants and are near in meaning, by the vectors of
single words. Synonyms are left alone: "cost" for "price" answered questions that the passages do not. So are names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from rag.generate.compare.concepts import concept_stems
from rag.generate.compare.reading import Sentence
from rag.generate.question import Question
from rag.text.words import STOPWORDS, WORD

KIN = 0.55
"""The least cosine of two forms of a word: "break" and "broke" have 0.74, "buy" and "bought" 0.58."""

_SHORTEST = 3
_VOWELS = re.compile(r"[aeiouy]")


def akin(
    question: Question, sentences: Sequence[Sentence], embed: Callable[[Sequence[str]], NDArray[np.float32]]
) -> Mapping[str, str]:
    """Return stems of the sentences with the stem of the question that each stands for."""
    held = frozenset[str]().union(*(sentence.stems for sentence in sentences))
    lacking = {
        word: root
        for word in WORD.findall(question.text)
        for root in concept_stems(word)
        if root in question.stems and root not in held and word.islower()
    }
    # Where a name is lacking, it is another event of the same kind that has words near in meaning.
    if not lacking or question.names - held:
        return {}
    words = sorted(
        {word for s in sentences for word in WORD.findall(s.text) if word.islower() and len(word) >= _SHORTEST}
        - STOPWORDS
    )
    if not words:
        return {}
    vectors = embed([*lacking, *words])
    near = vectors[: len(lacking)] @ vectors[len(lacking) :].T
    found: dict[str, str] = {}
    for row, (lack, root) in zip(near, lacking.items(), strict=True):
        alike = [words[int(at)] for at in np.flatnonzero(row >= KIN)]
        found.update((other, root) for word in alike if _is_form(word, lack) for other in concept_stems(word))
    return found


def _is_form(one: str, other: str) -> bool:
    """Say whether two words may be forms of one: they begin with the same consonants."""
    first, second = sorted((_VOWELS.sub("", one.lower())[:2], _VOWELS.sub("", other.lower())[:2]), key=len)
    return one[0].lower() == other[0].lower() and second.startswith(first)
