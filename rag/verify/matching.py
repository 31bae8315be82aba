"""The sentence of the cited paragraphs that a claim comes from, by shared words, whether or not they agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.datatypes import EvidenceParagraph
from rag.verify.ground import Ground, Sentence


@dataclass(frozen=True, slots=True)
class Nearest:
    """A sentence of a cited paragraph, and the share (0 to 1) of a claim's words that it has."""

    paragraph: EvidenceParagraph
    sentence: Sentence
    share: float


@lru_cache(maxsize=512)
def ground_of(texts: tuple[str, ...]) -> Ground:
    """Return texts as ground, each with its place among them as its owner."""
    return Ground([(str(number), text) for number, text in enumerate(texts)])


def nearest_sentence(claim: Sentence, cited: Sequence[EvidenceParagraph]) -> Nearest | None:
    """Return the sentence of the cited paragraphs that has most of a claim's words, or None if none has any."""
    ground = ground_of(tuple(paragraph.text for paragraph in cited))
    match = ground.match(claim.content)
    if match.best < 0:
        return None
    paragraph = cited[int(ground.owners[match.best])]
    return Nearest(paragraph, ground.sentences[match.best], match.in_best)
