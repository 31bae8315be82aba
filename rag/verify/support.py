"""Check that a claim is about what its cited paragraphs say: a floor of shared words, not a proof."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rag.datatypes import DraftClaim, EvidenceParagraph, Problem, ProblemKind
from rag.text.words import stem
from rag.verify.evidence import figures_of, is_whole_sentence, stems_of
from rag.verify.ground import read_sentences
from rag.verify.matching import ground_of

THRESHOLD = 0.4
"""The least share of a claim's content words that its cited paragraphs must have.

Modest on purpose: on claims people had judged against their sources it turns away few that were supported, and
about a third of those that were not. The other checks look closer.
"""

TOGETHER = 0.3
"""The least share of what a sentence tells that two sentences of its sources must have between them.

Words that are few and far between in a source say nothing together. Weighed by how rare a word is in the source.
"""

REPORTING = frozenset(map(stem, "said says say told according report reported reports added stated also".split()))
"""The stems of words that only say that something is said."""


def check_support(
    draft: DraftClaim, cited: Sequence[EvidenceParagraph], _evidence: Mapping[str, EvidenceParagraph]
) -> list[Problem]:
    """Report a claim most of whose words are not in the paragraphs it cites."""
    if not cited or is_whole_sentence(draft.text, cited):
        return []
    share = coverage(draft.text, cited)
    if share < THRESHOLD:
        detail = f"Only {share:.0%} of the claim's words are in the paragraphs it cites."
        return [Problem(ProblemKind.SUPPORT, detail)]
    ground = ground_of(tuple(paragraph.text for paragraph in cited))
    return [
        Problem(ProblemKind.SUPPORT, "The paragraphs cited do not say these things together.", (one.start, one.end))
        for one in read_sentences(draft.text)
        if ground.match(one.content).in_two < TOGETHER
    ]


def coverage(claim: str, cited: Sequence[EvidenceParagraph]) -> float:
    """Return the share (0 to 1) of a claim's content words that the cited paragraphs, titles or outlets have.

    `cited` is not empty. Figures are left out, for "twelve" and "12" share no letters; they have a check of their own.
    """
    words = stems_of(_without_figures(claim, cited[0].published)) - REPORTING
    if not words:
        return 1.0
    known = frozenset().union(*(stems_of(text) for p in cited for text in (p.text, p.title, p.outlet)))
    return len(words & known) / len(words)


def _without_figures(text: str, published: str | None) -> str:
    for figure in reversed(figures_of(text, published)):
        text = text[: figure.start] + " " + text[figure.end :]
    return text
