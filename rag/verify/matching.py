"""The sentences of the cited paragraphs that a claim comes from, by shared words, whether or not they agree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.datatypes import EvidenceParagraph
from rag.verify.alignment import Alignment, align
from rag.verify.ground import Ground, Sentence, read_sentences

_BRACKETED = re.compile(r"\[[^\[\]]*\]")
_CANDIDATES = 4
_FAR_BEHIND = 0.2
"""How much less of a claim's words than the best a sentence may have and still be a source of it."""


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
    found = ground.nearest(claim.content, 1)
    if not found:
        return None
    at, share = found[0]
    return Nearest(cited[int(ground.owners[at])], ground.sentences[at], share)


@dataclass(frozen=True, slots=True)
class Compared:
    """A sentence of a claim laid along a sentence of its source, which has `share` (0 to 1) of its words."""

    claim: Sentence
    source: Sentence
    share: float
    alignment: Alignment


def compare(text: str, cited: Sequence[EvidenceParagraph], least: float) -> tuple[tuple[Compared, ...], ...]:
    """Lay each sentence of a claim along those of its source that have `least` of its words and nearly the most.

    The likest comes first. What the claim has in [square brackets] is passed over; it has a check of its own.
    """
    return _compared(text, tuple(paragraph.text for paragraph in cited), least)


@lru_cache(maxsize=256)
def _compared(text: str, texts: tuple[str, ...], least: float) -> tuple[tuple[Compared, ...], ...]:
    ground = ground_of(texts)
    bare = _BRACKETED.sub(lambda match: " " * len(match.group()), text)
    return tuple(_alike(sentence, ground, least) for sentence in read_sentences(bare))


def _alike(claim: Sentence, ground: Ground, least: float) -> tuple[Compared, ...]:
    near = ground.nearest(claim.content, _CANDIDATES)
    found = [
        Compared(claim, source, share, align(source.text, claim.text))
        for at, share in near
        if share >= max(least, near[0][1] - _FAR_BEHIND)
        for source in [ground.sentences[at]]
    ]
    return tuple(sorted(found, key=lambda one: -one.alignment.likeness))
