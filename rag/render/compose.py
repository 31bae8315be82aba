"""Answers, briefings and comparisons as one kind of document; no format is known here."""

from __future__ import annotations

from collections.abc import Mapping

from rag.datatypes import Answer, Briefing, Comparison, Judging, Refusal, RefusalReason, Relating, Usage
from rag.render.claims import WITHOUT_TOPIC, by_topic, claims_part, left_out
from rag.render.comparison import comparison_parts, origins_part
from rag.render.coverage import coverage_line
from rag.render.document import Document, Numbering
from rag.render.given import answers_parts
from rag.render.untrusted import clean

REFUSAL_WORDS = {
    RefusalReason.NO_SOURCE: "no source",
    RefusalReason.ONE_ORIGIN: "one origin only",
    RefusalReason.SOURCES_CONFLICT: "the sources conflict",
    RefusalReason.OUT_OF_DATES: "outside the dates held",
    RefusalReason.NOTHING_PROVEN: "nothing passed the check",
}
"""Why there is no answer, in words."""


def answer_document(answer: Answer) -> Document:
    """Lay out an answer: claims by topic, who answers what, what was left out, sources."""
    numbering = Numbering()
    parts = (
        *by_topic(answer.claims, numbering),
        *answers_parts(answer.answers, numbering),
        *left_out(answer.withheld, numbering),
    )
    return Document(
        kind="Answer",
        title=clean(answer.question),
        subtitle="",
        coverage=coverage_line(answer),
        notice=_answer_notice(answer),
        parts=parts,
        sources=numbering.sources(),
        colophon=_colophon(answer.writer, answer.prompts, answer.usage, answer.judge),
    )


def briefing_document(briefing: Briefing) -> Document:
    """Lay out a briefing: the bottom line, the sections, what was left out, the articles, the sources."""
    numbering = Numbering()
    sections = ((section.heading.strip() or WITHOUT_TOPIC, section.claims) for section in briefing.sections)
    filled = [("Summary", briefing.summary), *sections]
    parts = tuple(claims_part(heading, claims, numbering) for heading, claims in filled if claims)
    topic = clean(briefing.topic)
    title = clean(briefing.headline) or topic
    return Document(
        kind="Briefing",
        title=title,
        subtitle=topic if topic != title else "",
        coverage=coverage_line(briefing),
        notice=_notice("No briefing", briefing.refusal, empty=not parts),
        parts=(
            *parts,
            *left_out(briefing.withheld, numbering),
            *([origins_part(briefing.sources, briefing.origins)] if briefing.sources else []),
        ),
        sources=numbering.sources(),
        colophon=_colophon(briefing.writer, briefing.prompts, briefing.usage, briefing.judge, briefing.relating),
    )


def comparison_document(comparison: Comparison) -> Document:
    """Lay out a comparison: origins, claims by outlet, figures, quotations, timeline, tone, sources."""
    numbering = Numbering()
    parts = comparison_parts(comparison, numbering)
    return Document(
        kind="Comparison",
        title=clean(comparison.topic),
        subtitle="",
        coverage=coverage_line(comparison),
        notice=_notice("No comparison", comparison.refusal, empty=not parts),
        parts=parts,
        sources=numbering.sources(),
        colophon=f"{related_line(comparison.relating)}." if comparison.relating else "",
    )


def _answer_notice(answer: Answer) -> str:
    """Say what the question wrongly takes for granted, then why it is refused, or answered with a reserve."""
    opening = "Not as asked" if answer.claims else "No answer"
    refusal = _notice(opening, answer.refusal, empty=not answer.claims)
    return " ".join(filter(None, (clean(answer.premise.message) if answer.premise else "", refusal)))


def _notice(opening: str, refusal: Refusal | None, *, empty: bool) -> str:
    if refusal:
        return f"{opening}: {REFUSAL_WORDS[refusal.reason]}. {clean(refusal.message)}".strip()
    return f"{opening}: nothing in the sources could be shown." if empty else ""


def judged_line(judging: Judging) -> str:
    """Say in words what a judge did, and where it gave no verdict."""
    line = f"{judging.judged} judged by {clean(judging.model)}"
    if judging.unscored:
        line += f", {judging.unscored} of them without a verdict: there the program's checks stand alone"
    return line + (f" ({clean(judging.failed).rstrip('.')})" if judging.failed else "")


def related_line(relating: Relating) -> str:
    """Say in words which model read the articles side by side, and where it could not."""
    pairs = "1 pair" if relating.pairs == 1 else f"{relating.pairs} pairs"
    line = f"Who reports the same was read by {clean(relating.model)}, in {pairs} of articles"
    if relating.unread:
        line += f", {relating.unread} of them without a reply: there it is the program's word"
    return line + (f" ({clean(relating.failed).rstrip('.')})" if relating.failed else "")


def _colophon(
    writer: str,
    prompts: Mapping[str, str],
    usage: Usage,
    judging: Judging | None,
    relating: Relating | None = None,
) -> str:
    """Say what wrote the piece, with which prompts, at what cost, and who judged it."""
    by = f"{clean(writer)} writer" + (f" ({clean(usage.model)})" if usage.model else "")
    facts = [f"Written by the {by} in {usage.seconds:.1f} s"]
    if usage.prompt_tokens is not None and usage.completion_tokens is not None:
        facts.append(f"{usage.prompt_tokens} tokens read, {usage.completion_tokens} written")
    if judging:
        facts.append(judged_line(judging))
    if relating:
        facts.append(related_line(relating))
    if prompts:
        versions = ", ".join(f"{clean(name)} {clean(version)}" for name, version in prompts.items())
        facts.append(f"prompts: {versions}")
    return "; ".join(facts) + "."
