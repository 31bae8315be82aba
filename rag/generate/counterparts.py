"""The figure asked for, as the other articles give it: what one sentence answers, its counterparts answer too.

The articles of its story are looked at, and those of another story whose sentence has every word that the question has,
its names among them: a late report of one event is often told apart from the first ones.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import timedelta

from rag.datatypes import FigureKind
from rag.generate.compare.concepts import weights
from rag.generate.compare.counted import Counted, counted
from rag.generate.compare.figures import group_figures, kind_of
from rag.generate.compare.reading import Reading, Sentence
from rag.generate.question import Question
from rag.text.dates import publication_day

WEEKS = timedelta(weeks=4)
"""How far apart reports of one event in two stories may be: a fire of last year has the same words."""

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
        self._articles = [reading.article for reading in readings]
        self._counted = [item for reading in readings for item in counted(reading)]
        self._weights = weights([sentence.stems for reading in readings for sentence in reading.sentences])

    def concepts(self) -> dict[Place, set[str]]:
        """Return what the figures of each sentence count."""
        found: dict[Place, set[str]] = {}
        for item in self._counted:
            found.setdefault(_place(item.sentence), set()).add(item.concept)
        return found

    def counterparts(self, answer: Sentence, asked: Set[str], question: Question | None = None) -> Counterparts | None:
        """Find the figures for what the answer's figure counts, one an article and value.

        Args:
            answer: the sentence that answers best.
            asked: the stems of the question; the figure must count one of them.
            question: the question, if other stories that have all its words are to be looked at as well.
        """
        # Only figures of that concept can be in the group, and comparing all with all takes long.
        concepts = self.concepts().get(_place(answer), set()) & asked
        able = [item for item in self._counted if item.concept in concepts]
        # What another event counts is no other figure for this one.
        further = [i for i in able if self._is_apart(i, answer) and self._is_asked(i, answer, question)]
        able = [item for item in able if not self._is_apart(item, answer)]
        for group in group_figures(able, self._weights):
            if any(_place(item.sentence) == _place(answer) for item in group):
                group += further
                seen: set[tuple[int, float]] = set()
                kept = [i for i in group if _new(seen, (i.sentence.article, i.figure.value))]
                printed = {_place(item.sentence): item.figure.text for item in reversed(kept)}
                places = tuple(dict.fromkeys(_place(item.sentence) for item in kept))
                return Counterparts(places, tuple(printed[place] for place in places), kind_of(group))
        return None

    def _is_apart(self, item: Counted, answer: Sentence) -> bool:
        """Say whether a figure stands in an article that the library has put in another story."""
        story, other = self._articles[answer.article].story, self._articles[item.sentence.article].story
        return story is not None and other is not None and other != story

    def _is_asked(self, item: Counted, answer: Sentence, question: Question | None) -> bool:
        """Say whether a sentence of another story has all of a question that names something, and is of those weeks."""
        if question is None or not question.names or not item.known:
            return False
        days = [publication_day(self._articles[n].published) for n in (answer.article, item.sentence.article)]
        near = days[0] is not None and days[1] is not None and abs(days[0] - days[1]) <= WEEKS
        return near and not set(question.stems) - item.sentence.stems and len(question.stems) > len(question.names) + 1


def _place(sentence: Sentence) -> Place:
    return sentence.article, sentence.number


def _new(seen: set[tuple[int, float]], key: tuple[int, float]) -> bool:
    if key in seen:
        return False
    seen.add(key)
    return True
