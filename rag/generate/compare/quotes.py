"""The quotations ledger: one statement by one speaker in the versions printed, translated, cut or changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rag.datatypes import QuotationEntry, QuotationVersion
from rag.generate.compare.meaning import Embed
from rag.generate.compare.reading import Reading, Sentence, cite
from rag.text.people import is_person, surname
from rag.text.quotations import Quotation, nearest, normalise
from rag.text.words import stem, tokens

_SHORTEST = 4
"""Fewer quoted words are a term or a fragment, which says little by itself."""
_ALIKE = 0.62
_CUT = 0.9
"""How much of a shorter quotation must stand in a longer one for it to be a cut of it."""
_MEANING = 0.8


@dataclass(frozen=True, slots=True)
class _Said:
    sentence: Sentence
    quotation: Quotation
    speaker: str | None
    words: frozenset[str]


def quotation_ledger(readings: Sequence[Reading], embed: Embed | None = None) -> tuple[QuotationEntry, ...]:
    """Return the statements printed in several versions, then those several outlets print alike, then single ones.

    A single quotation is kept only with a named speaker.
    """
    said = [item for reading in readings for item in _said(reading)]
    groups = _groups(said, _meaning(said, embed))
    entries = [(_rank(group), group[0], _entry(group, readings)) for group in groups]
    kept = [
        item
        for item in entries
        if len(item[2].versions) > 1 or (item[2].speaker is not None and item[2].speaker[:1].isupper())
    ]
    kept.sort(key=lambda item: (item[0], item[1].sentence.number, item[1].sentence.article))
    return tuple(entry for _, _, entry in kept)


def _said(reading: Reading) -> list[_Said]:
    found: dict[tuple[str, int], _Said] = {}
    for sentence in reading.sentences:
        for quotation in sentence.quotations:
            words = tokens(quotation.text)
            if quotation.scare or len(words) < _SHORTEST:
                continue
            key = sentence.paragraph.id, quotation.start
            speaker = sentence.statement.speaker if sentence.statement else None
            if key not in found or (found[key].speaker is None and speaker):
                found[key] = _Said(sentence, quotation, speaker, frozenset(stem(word) for word in words))
    return list(found.values())


def _meaning(said: Sequence[_Said], embed: Embed | None) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    if embed is None or not said:
        return np.zeros((len(said), len(said)))
    vectors = embed([item.quotation.text for item in said]).astype(np.float64)
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors = vectors / np.where(norms > 0, norms, 1.0)
    return vectors @ vectors.T


def _groups(said: Sequence[_Said], meaning: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> list[list[_Said]]:
    group_of = {i: [i] for i in range(len(said))}
    scored = [
        (score, i, j)
        for i in range(len(said))
        for j in range(i + 1, len(said))
        if said[i].sentence.article != said[j].sentence.article
        and (score := _likeness(said[i], said[j], float(meaning[i, j])))
    ]
    for _, i, j in sorted(scored, key=lambda item: (-item[0], item[1], item[2])):
        first, second = group_of[i], group_of[j]
        taken = {said[a].sentence.article for a in first} & {said[b].sentence.article for b in second}
        if first is second or taken:
            continue
        first.extend(second)
        for member in second:
            group_of[member] = first
    unique = {id(group): group for group in group_of.values()}.values()
    return [[said[i] for i in sorted(group)] for group in unique]


def _likeness(one: _Said, other: _Said, meaning: float) -> float:
    """Return how surely two quotations are versions of one statement, 0.0 for not."""
    shared = len(one.words & other.words)
    dice = 2 * shared / (len(one.words) + len(other.words))
    if shared < 3:
        return 0.0
    short, long = sorted((one, other), key=lambda item: len(item.quotation.text))
    if one.speaker and other.speaker and surname(one.speaker) != surname(other.speaker):
        # The same words in another mouth are worth showing; merely similar ones are two statements.
        return dice if dice >= 0.85 and len(short.words) >= 6 else 0.0
    if dice >= _ALIKE or (meaning >= _MEANING and dice >= 0.3):
        return max(dice, meaning)
    if shared / len(short.words) >= _CUT and nearest(short.quotation.text, long.quotation.text)[2] >= _CUT:
        return 0.9
    return 0.0


def _rank(group: Sequence[_Said]) -> int:
    """Return 0 for several versions, 1 for several outlets with the same words, 2 for one outlet."""
    if len({normalise(item.quotation.text).rstrip(",.").lower() for item in group}) > 1:
        return 0
    return 1 if len(group) > 1 else 2


def _entry(group: Sequence[_Said], readings: Sequence[Reading]) -> QuotationEntry:
    versions = []
    for item in group:
        article = readings[item.sentence.article].article
        citation = cite(article, item.sentence.paragraph, item.quotation.start, item.quotation.end)
        versions.append(QuotationVersion(item.quotation.text, article.outlet, citation))
    speakers = Counter(item.speaker for item in group if item.speaker)
    best = max(speakers, key=lambda name: (is_person(name), speakers[name], len(name), name)) if speakers else None
    return QuotationEntry(best, tuple(versions))
