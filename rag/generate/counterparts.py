"""The figure asked for, as the other articles give it: what one sentence answers, its counterparts answer too."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from rag.datatypes import FigureKind
from rag.generate.compare.concepts import weights
from rag.generate.compare.counted import counted
from rag.generate.compare.figures import group_figures, kind_of
from rag.generate.compare.reading import Reading, Sentence

Place = tuple[int, int]
"""A sentence by the numbers of its article and of itself in it."""


@dataclass(frozen=True, slots=True)
class Counterparts:
    """Sentences that give a figure for the same thing, in what words each, and how the values stand to each other."""

    places: tuple[Place, ...]
    values: tuple[str, ...]
    kind: FigureKind


class Ledger:
    """The figures of some articles, grouped by what they count."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._stories = [reading.article.story for reading in readings]
        self._counted = [item for reading in readings for item in counted(reading)]
        self._weights = weights([sentence.stems for reading in readings for sentence in reading.sentences])

    def concepts(self) -> dict[Place, set[str]]:
        """Return what the figures of each sentence count."""
        found: dict[Place, set[str]] = {}
        for item in self._counted:
            found.setdefault(_place(item.sentence), set()).add(item.concept)
        return found

    def counterparts(self, answer: Sentence, asked: Set[str]) -> Counterparts | None:
        """Find the figures for what the answer's figure counts, one an article and value.

        Args:
            answer: the sentence that answers best.
            asked: the stems of the question; the figure must count one of them.
        """
        # Only figures of that concept can be in the group, and comparing all with all takes long.
        concepts = self.concepts().get(_place(answer), set()) & asked
        story = self._stories[answer.article]
        able = [
            item
            for item in self._counted
            # What another event counts is no other figure for this one.
            if item.concept in concepts and (story is None or self._stories[item.sentence.article] in (story, None))
        ]
        for group in group_figures(able, self._weights):
            if any(_place(item.sentence) == _place(answer) for item in group):
                seen: set[tuple[int, float]] = set()
                kept = [i for i in group if _new(seen, (i.sentence.article, i.figure.value))]
                printed = {_place(item.sentence): item.figure.text for item in reversed(kept)}
                places = tuple(dict.fromkeys(_place(item.sentence) for item in kept))
                return Counterparts(places, tuple(printed[place] for place in places), kind_of(group))
        return None


def _place(sentence: Sentence) -> Place:
    return sentence.article, sentence.number


def _new(seen: set[tuple[int, float]], key: tuple[int, float]) -> bool:
    if key in seen:
        return False
    seen.add(key)
    return True
