"""The checker: it resolves what a drafted claim cites, runs every check, and gives the verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from rag.datatypes import Citation, Cite, Claim, DraftClaim, EvidenceParagraph, Problem, Verdict
from rag.text.quotations import locate
from rag.verify.changes import check_changes
from rag.verify.clarifications import check_clarifications
from rag.verify.evidence import sentences_of, stems_of
from rag.verify.figures import check_figures
from rag.verify.markers import check_markers
from rag.verify.names import check_names
from rag.verify.polarity import check_polarity
from rag.verify.quotes import check_quotes
from rag.verify.speakers import check_speakers
from rag.verify.support import check_support


class Check(Protocol):
    """Looks for one kind of fault in a draft. `cited` are the paragraphs its markers name, without those unknown."""

    def __call__(
        self, draft: DraftClaim, cited: Sequence[EvidenceParagraph], evidence: Mapping[str, EvidenceParagraph], /
    ) -> list[Problem]:
        """Return what is wrong; nothing if this check finds no fault."""
        ...


DEFAULT_CHECKS: tuple[Check, ...] = (
    check_markers,
    check_quotes,
    check_figures,
    check_changes,
    check_names,
    check_clarifications,
    check_speakers,
    check_polarity,
    check_support,
)
"""The checks of a claim, in the order their problems are listed."""


class Checker:
    """Turns drafts into claims with a verdict. It changes no word of a draft."""

    def __init__(self, checks: Sequence[Check] = DEFAULT_CHECKS) -> None:
        self.checks = tuple(checks)

    def check(self, draft: DraftClaim, evidence: Mapping[str, EvidenceParagraph]) -> Claim:
        """Check one draft against the evidence its writer was given."""
        markers = dict.fromkeys(cite.marker for cite in draft.cites)
        cited = [evidence[marker] for marker in markers if marker in evidence]
        problems = without_repeats(problem for check in self.checks for problem in check(draft, cited, evidence))
        citations = [
            _citation(cite, evidence[cite.marker], draft.text) for cite in draft.cites if cite.marker in evidence
        ]
        return Claim(
            text=draft.text,
            citations=tuple(dict.fromkeys(citations)),
            verdict=Verdict.UNSUPPORTED if problems else Verdict.VERIFIED,
            problems=problems,
            speaker=draft.speaker,
            topic=draft.topic,
            raw=draft.raw,
        )


def without_repeats(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Leave out problems of one kind about words that an earlier one of the same kind is about."""
    kept: list[Problem] = []
    for problem in problems:
        if not any(problem.kind is other.kind and _overlap(problem.span, other.span) for other in kept):
            kept.append(problem)
    return tuple(kept)


def _overlap(a: tuple[int, int] | None, b: tuple[int, int] | None) -> bool:
    return a is not None and b is not None and a[0] < b[1] and b[0] < a[1]


def _citation(cite: Cite, paragraph: EvidenceParagraph, claim: str) -> Citation:
    """Point a cite at the paragraph's own words: those quoted, else the sentences nearest to the claim.

    A quote that is not in the paragraph is a problem of its own; the citation then still shows what was checked.
    """
    located = locate(cite.quote, paragraph.text) if cite.quote else None
    start, end = located or _closest_sentences(claim, paragraph.text)
    return Citation(
        paragraph_id=paragraph.id,
        article_id=paragraph.article_id,
        outlet=paragraph.outlet,
        title=paragraph.title,
        url=paragraph.url,
        published=paragraph.published,
        quote=paragraph.text[start:end],
        start=start,
        end=end,
    )


_WORTH_A_NEIGHBOUR = 2
"""How many of the claim's words a neighbouring sentence must add to be shown as well."""


def _closest_sentences(claim: str, text: str) -> tuple[int, int]:
    """Return the sentence of a paragraph that shares most words with a claim, with a neighbour that adds to it."""
    sentences = sentences_of(text)
    if len(sentences) < 2:
        return (sentences[0].start, sentences[0].end) if sentences else (0, len(text))
    wanted = stems_of(claim)
    shared = [wanted & stems_of(sentence.text) for sentence in sentences]
    best = max(range(len(shared)), key=lambda i: len(shared[i]))
    first = last = best
    for neighbour in (best - 1, best + 1):
        if 0 <= neighbour < len(shared) and len(shared[neighbour] - shared[best]) >= _WORTH_A_NEIGHBOUR:
            first, last = min(first, neighbour), max(last, neighbour)
    return sentences[first].start, sentences[last].end
