"""Where sources differ: both sides of each figure that differs, and of each claim that is contradicted.

A side is the outlet's whole sentence; or its figure in bare words, with what it counts, where that sentence is loaded,
leans on another or has been shown already.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from rag.datatypes import (
    Cite,
    ComparedClaim,
    Comparison,
    DraftClaim,
    FigureKind,
    FigureValue,
    Opposition,
    Stance,
    Status,
)
from rag.generate.citing import Citing
from rag.generate.compare.concepts import concept_stems
from rag.generate.compare.tone import own_loaded
from rag.generate.naming import leans
from rag.text.words import STOPWORDS

_DIFFERING = (FigureKind.CONFLICT, FigureKind.REVISION, FigureKind.ROUNDING)
_BREAK = re.compile(r"[,.](?!\w)|[;:()–—\"“”]|\b(?:and(?!\s+\d)|but|who|which|that|when|after|as|while|because)\b")
_SCORE = re.compile(r"(?:\d+[-–])?$")
_NAMED = re.compile(r"(?P<who>[^“”]+) has “(?P<words>[^“”]+”.*)")
_REST = re.compile(r"(?:[-–]\w+)*")
_INITIALS = re.compile(r"(?:[A-Z]\.?)+")
_WORDS_AFTER = 6
_WORDS_BEFORE = 2
_WORDS_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Differing:
    """The differences of a comparison. `bare` gives every figure in bare words."""

    comparison: Comparison
    citing: Citing
    bare: bool

    def sides(self, told: Callable[[DraftClaim], bool]) -> Iterator[list[DraftClaim]]:
        """Yield the sides of each difference; `told` tells what has been said before."""
        shown: set[Cite] = set()
        for entry in self.comparison.figures:
            if entry.kind in _DIFFERING:
                label = entry.subject.split(" (")[0]
                sides = [self._side(value, label, shown, told) for value in _first_of_each(entry.values)]
                yield [side for side in sides if side is not None]
        given: set[str] = set()
        for claim in self.comparison.claims:
            if claim.status is not Status.DISPUTED or claim.text in given:
                continue
            against = [p for p in claim.positions if p.stance is Stance.CONTRADICTS]
            counters = self._counters(claim)
            drafts = [self.citing.claim(claim), *(self.citing.sentence(c) for p in against for c in p.citations[:1])]
            drafts += [self.citing.claim(counter) for counter in counters]
            given.update(one.text for one in (claim, *counters))
            if not any(d and set(d.cites) & shown for d in drafts):
                yield [d for d in drafts if d is not None and d.cites and not own_loaded(d.text)]

    def _counters(self, claim: ComparedClaim) -> list[ComparedClaim]:
        """Return the claims that contradict a claim: outlets that report both sides state them all."""
        texts = {one.text for one in claim.counterclaims if one.opposition is Opposition.CONTRADICTS}
        return [other for other in self.comparison.claims if other.text in texts]

    def _side(
        self, value: FigureValue, label: str, shown: set[Cite], told: Callable[[DraftClaim], bool]
    ) -> DraftClaim | None:
        """Return one value: in its whole sentence, or in bare words."""
        draft = None if self.bare else self.citing.sentence(value.citation)
        fresh = draft is not None and not told(draft) and not leans(draft.text)
        if draft is not None and fresh and not own_loaded(draft.text) and not set(draft.cites) & shown:
            shown.update(draft.cites)
            return draft
        sentence = self.citing.around(value.citation)
        words = words_around(sentence.text, value.text, label) if sentence else None
        if sentence is None or words is None:
            return None
        what = f" ({label})"
        literal = any(word.lower() in sentence.text.lower() for word in label.split() if word not in STOPWORDS)
        told_there = {label, *concept_stems(label)} & set(concept_stems(words))
        # "640 people in full production" says enough without what the ledger calls them.
        if told_there or (not literal and len(words.split()) > _WORDS_ENOUGH):
            what = ""
        # A figure in an outlet's name ("Channel 4") would be taken for one that the claim gives.
        who = "A report" if any(character.isdigit() for character in value.outlet) else value.outlet
        return DraftClaim(f"{who} has “{words}”{what}.", (Cite(value.citation.paragraph_id, sentence.text),))


def unnamed(draft: DraftClaim) -> DraftClaim | None:
    """Return a figure in bare words without its outlet's name, which may look like a part of the claim; or None."""
    named = _NAMED.match(draft.text)
    return replace(draft, text=f"A report has “{named['words']}") if named and named["who"] != "A report" else None


def words_around(sentence: str, figure: str, label: str) -> str | None:
    """Return a figure with the words that say what it counts, as printed, up to a break or a loaded word.

    They end with the word that means what the ledger calls the thing, if one does: "23,000 homes".
    """
    at = sentence.find(figure)
    if at < 0:
        return None
    whole = _REST.match(sentence, at + len(figure))
    end = whole.end() if whole else at + len(figure)
    after = _BREAK.split(sentence[end:], maxsplit=1)[0].split()[:_WORDS_AFTER]
    while after and (own_loaded(" ".join(after)) or after[-1].lower() in STOPWORDS or _INITIALS.fullmatch(after[-1])):
        after.pop()
    means = [label in concept_stems(word) for word in after]
    if True in means and not any(word[0].isdigit() for word in after):
        after = after[: means.index(True) + 1]
    # "220-212": the other half of a score is part of it.
    score = _SCORE.search(sentence[:at])
    start = score.start() if score else at
    before = [] if len(after) > 1 else _BREAK.split(sentence[:start])[-1].split()[-_WORDS_BEFORE:]
    while before and (before[0].lower() in STOPWORDS or before[0][0].isupper() or own_loaded(" ".join(before))):
        before.pop(0)
    return " ".join([*before, sentence[start:end], *after])


def _first_of_each(values: Sequence[FigureValue]) -> list[FigureValue]:
    """Return the earliest source of each value."""
    return list({value.value: value for value in reversed(values)}.values())[::-1]
