"""The words, shapes and tones for every verdict, stance and state: the same on every page, readable without colour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rag.datatypes import (
    DraftVerdict,
    FigureKind,
    Opposition,
    ParagraphKind,
    PremiseStatus,
    ProblemKind,
    RefusalReason,
    Stance,
    Status,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class Sign:
    """A meaning as a reader sees it. `shape` and `tone` are names that the components know how to draw."""

    label: str
    shape: str
    tone: str


VERDICTS: Mapping[Verdict | None, Sign] = MappingProxyType(
    {
        Verdict.VERIFIED: Sign("Checked against this paragraph", "verified", "good"),
        Verdict.UNSUPPORTED: Sign("Not supported by its source", "unsupported", "bad"),
        None: Sign("Not checked", "single", "calm"),
    }
)

DRAFT_VERDICTS: Mapping[DraftVerdict, Sign] = MappingProxyType(
    {
        DraftVerdict.VERIFIED: Sign("Proven", "verified", "good"),
        DraftVerdict.NEAR: Sign("Near a source", "rounded", "wait"),
        DraftVerdict.PROBLEM: Sign("A source says it differently", "unsupported", "bad"),
        DraftVerdict.NOT_FOUND: Sign("Not in the library", "single", "wait"),
        DraftVerdict.NOT_CHECKABLE: Sign("Nothing to check", "silent", "calm"),
    }
)

STANCES: Mapping[Stance, Sign] = MappingProxyType(
    {
        Stance.STATES: Sign("states", "states", "good"),
        Stance.CONTRADICTS: Sign("contradicts", "contradicts", "bad"),
        Stance.SILENT: Sign("silent", "silent", "calm"),
    }
)

STATUSES: Mapping[Status, Sign] = MappingProxyType(
    {
        Status.AGREED: Sign("Agreed by independent origins", "agreed", "good"),
        Status.DISPUTED: Sign("Disputed", "differs", "bad"),
        Status.SINGLE: Sign("One origin only", "single", "calm"),
    }
)

OPPOSITIONS: Mapping[Opposition, str] = MappingProxyType(
    {Opposition.CONTRADICTS: "Against it", Opposition.REVISED: "An earlier or later state"}
)

WITHDRAWN = Sign("No article held states this any more", "silent", "wait")
"""What an update took out and nothing else says."""

FIGURES: Mapping[FigureKind, Sign] = MappingProxyType(
    {
        FigureKind.CONFLICT: Sign("The figures conflict", "differs", "bad"),
        FigureKind.REVISION: Sign("Revised over time", "revised", "wait"),
        FigureKind.ROUNDING: Sign("Same figure, rounded", "rounded", "calm"),
        FigureKind.AGREED: Sign("Agreed", "agreed", "good"),
        FigureKind.SINGLE: Sign("One origin only", "single", "calm"),
    }
)

PROBLEMS: Mapping[ProblemKind, str] = MappingProxyType(
    {
        ProblemKind.MARKER: "Points to no source",
        ProblemKind.QUOTATION_ALTERED: "Quotation altered",
        ProblemKind.QUOTATION_MISATTRIBUTED: "Quotation from another source",
        ProblemKind.QUOTATION_ABSENT: "Quotation not in the source",
        ProblemKind.FIGURE: "Figure not in the source",
        ProblemKind.DATE: "Date not in the source",
        ProblemKind.NAME: "Name not in the source",
        ProblemKind.SPEAKER: "Wrong speaker",
        ProblemKind.POLARITY: "Meaning turned or weakened",
        ProblemKind.SUPPORT: "Not supported",
        ProblemKind.TONE: "Loaded words",
    }
)

KINDS: Mapping[ParagraphKind, str] = MappingProxyType(
    {
        ParagraphKind.BODY: "",
        ParagraphKind.SUBHEAD: "Subheading",
        ParagraphKind.BYLINE: "Byline",
        ParagraphKind.SIGNOFF: "Agency sign-off",
        ParagraphKind.CREDIT: "Credit",
        ParagraphKind.CAPTION: "Caption",
        ParagraphKind.BOILERPLATE: "Not part of the story",
    }
)


REFUSALS: Mapping[RefusalReason, str] = MappingProxyType(
    {
        RefusalReason.NO_SOURCE: "Nothing in the library answers this",
        RefusalReason.ONE_ORIGIN: "Only one origin reports this",
        RefusalReason.SOURCES_CONFLICT: "The sources contradict each other",
        RefusalReason.OUT_OF_DATES: "The library holds nothing from that time",
        RefusalReason.NOTHING_PROVEN: "Nothing could be proven from the sources",
    }
)
"""What a refusal is called; its own message says why, and what the reader can do."""

PREMISES: Mapping[PremiseStatus, str] = MappingProxyType(
    {
        PremiseStatus.CONTRADICTED: "The sources contradict what the question takes for granted",
        PremiseStatus.UNSUPPORTED: "No source says what the question takes for granted",
    }
)
"""What a false premise is called; its own message says which it is."""


def count(number: int, noun: str) -> str:
    """Write "1 outlet" or "4 outlets"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def listed(names: list[str]) -> str:
    """Write names as "A", "A and B" or "A, B and C"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
