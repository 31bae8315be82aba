"""Whose it is: a question for the head of one company is not answered by the head of another named beside it.

It reads whether an office, or what belongs to somebody, is said of the one that a question names. Where the sources
leave that open it says no: another's fact given for an answer is worse than none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set

from rag.generate.compare.concepts import concept_stems, weights
from rag.generate.compare.reading import Sentence
from rag.generate.question import Question
from rag.text.words import WORD

_MOST = 0.5
"""The share of a name, weighed by rarity, from which it is that name: not "Ropes" of "Thole Ropes"."""
_DAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
_CAPITAL = re.compile(r"\b[A-Z]\w+")
_NAME = r"[A-Z][\w&'’-]*(?:\s+(?:(?:of|and|the|for)\s+)?[A-Z][\w&'’-]*)*"
_WHOSE_BEFORE = re.compile(rf"(?P<name>{_NAME})\s+(?:[a-z-]+\s+)?$")
_WHOSE_AFTER = re.compile(rf"^[\w\s-]{{0,20}}?\b(?:of|at)\s+(?:the\s+)?(?P<name>{_NAME})")


class HeldTo:
    """Says of sentences whether what a question asks for is said in them of the one it names."""

    def __init__(self, question: Question, sentences: Sequence[Sentence], titles: Mapping[int, frozenset[str]]) -> None:
        self._question = question
        self._titles = titles
        self._weights: Mapping[str, float] = {}
        self._named: dict[int, Counter[str]] = {}
        self._told: dict[tuple[int, int], Sentence] = {}
        if question.owner:
            self._told = {(s.article, s.number): s for s in sentences}
            found = weights([s.stems for s in sentences])
            most = max(found.values(), default=1.0)
            self._weights = {root: found.get(root, most) for root in question.owner}

    def said_of(self, sentence: Sentence) -> bool:
        """Say whether a sentence, with those beside it, speaks of the one that the question names."""
        question = self._question
        if not question.owner:
            return True
        beside = [self._told.get((sentence.article, sentence.number + step)) for step in (0, -1, 1)]
        near = [s for s in beside if s is not None]
        if not question.role:
            counted = not question.thing.isdisjoint(sentence.stems)
            own = self._is_owner(sentence.stems) or self._goes_on(sentence)
            return counted and (own or self._is_about(sentence.article))
        holding = next((s for s in near if question.role & s.stems), None)
        if holding is None or self._is_anothers(holding):
            return False
        around = frozenset[str]().union(*(s.stems for s in near))
        return self._is_owner(around | self._titles[sentence.article])

    def _is_owner(self, stems: Set[str]) -> bool:
        """Say whether stems name the owner: by the first word of the name, as news shortens it, or most of it."""
        total = sum(self._weights.values())
        return (
            self._question.owner[0] in stems
            or sum(weight for root, weight in self._weights.items() if root in stems) > _MOST * total
        )

    def _goes_on(self, sentence: Sentence) -> bool:
        """Say whether the sentence before begins with the owner, so that "the company" after it is that one."""
        before = self._told.get((sentence.article, sentence.number - 1))
        first = next((roots for w in WORD.findall(before.text) if (roots := concept_stems(w))), ()) if before else ()
        return not set(self._question.owner).isdisjoint(first)

    def _is_about(self, article: int) -> bool:
        """Say whether the title names the owner, and nobody else who stands in more sentences of the article."""
        if article not in self._named:
            texts = [s.text for (number, _), s in self._told.items() if number == article]
            roots = [{r for w in _CAPITAL.findall(text) if w not in _DAYS for r in concept_stems(w)} for text in texts]
            self._named[article] = Counter(root for found in roots for root in found)
        named = self._named[article]
        owner = named[self._question.owner[0]]
        others = (named[root] for root in self._titles[article] - set(self._question.owner))
        return self._is_owner(self._titles[article]) and owner >= max(others, default=0)

    def _is_anothers(self, sentence: Sentence) -> bool:
        """Say whether the office is given to somebody else: "Marl chief executive", "the mayor of Thorle"."""
        words = list(WORD.finditer(sentence.text))
        office = [w for w in words if frozenset(concept_stems(w[0])) & self._question.role and w[0].islower()]
        if not office:
            return False
        owners = [
            found["name"]
            for found in (
                _WHOSE_BEFORE.search(sentence.text[: office[0].start()]),
                _WHOSE_AFTER.search(sentence.text[office[-1].end() :]),
            )
            if found
        ]
        named = [frozenset(concept_stems(name)) for name in owners]
        return any(named) and not any(self._is_owner(stems) for stems in named)
