"""What the checks found in a text that somebody else wrote, and which of it decides without a score.

Beside the faults of `grave`, two kinds decide: any fault in a sentence that is copied but for a few words, for there
the fault is what was changed; and a claim that stands alone and whose words nothing in the evidence brings together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rag.datatypes import EvidenceParagraph, Problem, ProblemKind
from rag.verify.changes import copied_sentences
from rag.verify.ground import Ground, Sentence
from rag.verify.scoring import Faults
from rag.verify.support import TOGETHER
from rag.verify.wording import SOURCE_TALK

_KIND_OF = {ProblemKind.NAME: "unnamed", ProblemKind.SPEAKER: "turned", ProblemKind.POLARITY: "turned"}


@dataclass(frozen=True, slots=True)
class Findings:
    """What the checks found: `unreadable` faults no reading of the evidence gives, `grave` ones decide alone."""

    faults: list[Problem]
    unreadable: set[Problem]
    grave: set[Problem]

    def within(self, sentence: Sentence) -> Findings:
        """Return what was found in one sentence."""
        own = [p for p in self.faults if p.span and p.span[0] < sentence.end and p.span[1] > sentence.start]
        return Findings(own, self.unreadable.intersection(own), self.grave.intersection(own))

    @property
    def counts(self) -> Faults:
        """The faults as the score counts them, without those for which it has traits of its own."""
        checked = [problem for problem in self.faults if problem.kind is not ProblemKind.SUPPORT]
        kinds = Counter(_KIND_OF.get(p.kind, "strict") for p in checked if p not in self.unreadable)
        invented = sum(p.kind in (ProblemKind.FIGURE, ProblemKind.DATE) for p in self.unreadable)
        unsaid = len(self.unreadable) - invented
        return Faults(unsaid, invented, kinds["strict"], kinds["unnamed"], kinds["turned"])


def changed_in_copying(faults: Sequence[Problem], text: str, cited: Sequence[EvidenceParagraph]) -> set[Problem]:
    """Return the faults in sentences that are otherwise copied: there the fault is what was changed."""
    copied = copied_sentences(text, cited) if faults else ()
    return {p for p in faults if p.span and any(a < p.span[1] and p.span[0] < b for a, b in copied)}


def apart(sentences: Sequence[Sentence], ground: Ground) -> list[Problem]:
    """Report a claim that stands alone and whose words no two sentences of the evidence bring together."""
    speaks_of_sources = sum(word in SOURCE_TALK for word in sentences[0].words) > 1
    if len(sentences) > 1 or speaks_of_sources or ground.match(sentences[0].content).in_two >= TOGETHER:
        return []
    detail = "The evidence does not say these things together."
    return [Problem(ProblemKind.SUPPORT, detail, (sentences[0].start, sentences[0].end))]
