"""The passages found for a question, sentence by sentence, in words that can be compared however they are inflected.

It says how much of a statement a sentence has; what follows from that is decided by whoever asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache

from rag.datatypes import EvidenceParagraph
from rag.generate.compare.concepts import CONCEPT_OF
from rag.text.figures import Figure
from rag.text.sentences import Span
from rag.text.words import WORD
from rag.verify.alignment import key_of
from rag.verify.evidence import figures_of, sentences_of

_PHRASES = re.compile(r"\b(?:falls?|fell|fallen)(?=\s+ill\b)|\bend(?:s|ed)?\s+up\b|\bstart(?:s|ed)?\s+out\b", re.I)
_AGAIN = {"reopen": "open", "restart": "start"}


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the evidence: its words as `keys` in order, those that stand near it, its figures."""

    paragraph: EvidenceParagraph
    span: Span
    keys: tuple[str, ...]
    near: frozenset[str]
    figures: tuple[Figure, ...]

    @property
    def own(self) -> frozenset[str]:
        """Its words, whatever their order."""
        return frozenset(self.keys)


def _in_order(paragraphs: Iterable[EvidenceParagraph]) -> list[EvidenceParagraph]:
    """Return paragraphs by article, those of one article in its own order."""
    place: dict[str, int] = {}
    for paragraph in paragraphs:
        place.setdefault(paragraph.article_id, len(place))
    return sorted(paragraphs, key=lambda p: (place[p.article_id], len(p.id), p.id))


@lru_cache(maxsize=50_000)
def key_in(word: str) -> str:
    """Return what a word is compared by: its base form, or the concept that it shares with others."""
    lower = word.lower().replace("’", "'").removesuffix("'s")
    return CONCEPT_OF.get(key_of(lower), _AGAIN.get(lower, key_of(lower))) if lower else ""


def words_of(text: str) -> list[str]:
    """Return the words of a text, those of "breath-tested" one by one, without what only looks like an opposite."""
    return [part for word in WORD.findall(_PHRASES.sub(" ", text)) for part in word.split("-") if part]


def held_sentences(evidence: Mapping[str, EvidenceParagraph]) -> list[Said]:
    """Return the sentences of the evidence, article by article."""
    paragraphs = _in_order(evidence.values())
    found = []
    for at, paragraph in enumerate(paragraphs):
        beside = [p for p in paragraphs[max(0, at - 1) : at + 1] if p.article_id == paragraph.article_id]
        near = frozenset(key_in(w) for p in beside for w in words_of(p.text))
        near |= frozenset(map(key_in, words_of(paragraph.title)))
        figures = figures_of(paragraph.text, paragraph.published)
        for span in sentences_of(paragraph.text):
            inside = tuple(f for f in figures if span.start <= f.start and f.end <= span.end)
            found.append(Said(paragraph, span, tuple(map(key_in, words_of(span.text))), near, inside))
    return found


def share_of(wanted: Set[str], keys: Set[str], weight: Mapping[str, float]) -> float:
    """Return the share (0 to 1) of wanted words that are among others, weighed by rarity; unknown ones weigh most."""
    most = max(weight.values(), default=1.0)
    total = sum(weight.get(key, most) for key in wanted)
    return sum(weight.get(key, most) for key in wanted & keys) / total if total else 0.0
