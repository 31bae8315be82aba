"""Claims as statements: who reports it and when, the words, the numbers, the verdict, the problems."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rag.datatypes import Citation, Claim, ProblemKind
from rag.render.dates import readable_date, readable_range
from rag.render.document import VERDICT_MARKS, VERDICT_WORDS, Numbering, Part, Statement, outlet_name
from rag.render.untrusted import clean

PROBLEM_WORDS = {
    ProblemKind.MARKER: "Citation",
    ProblemKind.QUOTATION_ALTERED: "Altered quotation",
    ProblemKind.QUOTATION_MISATTRIBUTED: "Quotation from another source",
    ProblemKind.QUOTATION_ABSENT: "Quotation not found",
    ProblemKind.FIGURE: "Figure",
    ProblemKind.DATE: "Date",
    ProblemKind.NAME: "Name",
    ProblemKind.SPEAKER: "Speaker",
    ProblemKind.POLARITY: "Meaning turned or hedged differently",
    ProblemKind.SUPPORT: "Support",
    ProblemKind.TONE: "Tone",
}
"""What each kind of problem is called on a page."""

LEFT_OUT = "Left out, and why"
WITHOUT_TOPIC = "Also reported"


def claim_statement(claim: Claim, numbering: Numbering) -> Statement:
    """Write a claim with its attribution, its citation numbers and whatever the check found."""
    return Statement(
        text=clean(claim.text),
        lead=attribution(claim),
        refs=numbering.refs(claim.citations),
        mark=VERDICT_MARKS[claim.verdict],
        meaning=VERDICT_WORDS[claim.verdict],
        notes=tuple(f"{PROBLEM_WORDS[problem.kind]}: {clean(problem.detail)}" for problem in claim.problems),
    )


def attribution(claim: Claim) -> str:
    """Say who reports a claim, when, and whom they cite: "Harbour Gazette (14 March 2026), citing Ines Tolva".

    A speaker whom the claim itself names is not named twice. Returns "" for a claim without citations or speaker.
    """
    outlets = outlets_and_dates(claim.citations)
    speaker = clean(claim.speaker or "")
    if not speaker or speaker.casefold() in clean(claim.text).casefold():
        return outlets
    return f"{outlets}, citing {speaker}" if outlets else f"Citing {speaker}"


def outlets_and_dates(citations: Iterable[Citation]) -> str:
    """Name the outlets cited with the dates of their articles, those of one date together.

    Three dates and more become a range, because the source list has each: "A, B and C (14 to 17 March 2026)".
    """
    by_date: dict[str | None, dict[str, None]] = {}
    for cited in citations:
        by_date.setdefault(_day(cited.published), {})[outlet_name(cited.outlet)] = None
    if len(by_date) > 2 and all(readable_range([day]) for day in by_date):
        outlets = list(dict.fromkeys(name for names in by_date.values() for name in names))
        return f"{listed(outlets)} ({readable_range(by_date)})"
    return "; ".join(f"{listed(list(names))} ({clean(readable_date(day))})" for day, names in by_date.items())


def _day(published: str | None) -> str | None:
    """Leave out the time of day, which would set apart articles of one date."""
    return published[:10] if published and readable_range([published]) else published


def by_topic(claims: Iterable[Claim], numbering: Numbering) -> tuple[Part, ...]:
    """Group claims under their topics, topics in the order of their first claim."""
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        # Claims without a topic may open the piece without a heading; later they would seem to belong to the topic
        # before them.
        no_topic = WITHOUT_TOPIC if groups and "" not in groups else ""
        groups.setdefault(clean(claim.topic or "") or no_topic, []).append(claim)
    return tuple(claims_part(topic, group, numbering) for topic, group in groups.items())


def claims_part(heading: str, claims: Iterable[Claim], numbering: Numbering) -> Part:
    """Write claims under a heading, which may be empty."""
    return Part(clean(heading), tuple(claim_statement(claim, numbering) for claim in claims))


def left_out(withheld: Sequence[Claim], numbering: Numbering) -> tuple[Part, ...]:
    """Write what was withheld and why; nothing where nothing was."""
    statements = tuple(claim_statement(claim, numbering) for claim in withheld)
    return (Part(LEFT_OUT, statements, quiet=True),) if statements else ()


def listed(words: Sequence[str]) -> str:
    """Join words as prose does: "a", "a and b", "a, b and c"."""
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)
