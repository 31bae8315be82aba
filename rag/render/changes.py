"""What changed, as a document: articles, then what is revised, withdrawn and new. It leaves out how that was found."""

from __future__ import annotations

from rag.datatypes import ArticleUpdate, Changes, Claim, FigureKind, FigureValue, Revision, SourceEntry
from rag.render.claims import attribution, claim_statement, claims_part, left_out
from rag.render.compose import REFUSAL_WORDS
from rag.render.dates import readable_date, readable_time
from rag.render.document import VERDICT_MARKS, VERDICT_WORDS, Document, Numbering, Part, Statement, outlet_name
from rag.render.untrusted import clean

WITHDRAWN = "Withdrawn: no article held states this any more"
FIGURE_WORDS = {FigureKind.REVISION: "revised", FigureKind.CONFLICT: "in conflict with what was given before"}


def changes_document(changes: Changes) -> Document:
    """Lay out what changed, with its sources."""
    numbering = Numbering()
    parts = (
        _articles(changes),
        Part("Revised", tuple(line for one in changes.revised for line in _revision(one, numbering))),
        Part(WITHDRAWN, tuple(_withdrawn(claim, numbering) for claim in changes.withdrawn)),
        _more(claims_part("New", changes.new, numbering), changes.more),
        *left_out(changes.withheld, numbering),
    )
    return Document(
        kind="Changes",
        title=clean(changes.topic),
        subtitle=f"What changed since {readable_time(changes.since)}",
        coverage="",
        notice=changes_notice(changes),
        parts=tuple(part for part in parts if part.statements),
        sources=numbering.sources(),
        colophon=f"The library as of {readable_time(changes.until)}. Of removed articles nothing is known.",
    )


def changes_notice(changes: Changes) -> str:
    """Say in a sentence that there is nothing to read, and why; "" where there is something."""
    if changes.nothing:
        return f"Nothing changed: no article was added or updated since {readable_time(changes.since)}."
    if changes.refusal:
        return f"No changes shown: {REFUSAL_WORDS[changes.refusal.reason]}. {clean(changes.refusal.message)}"
    if not (changes.new or changes.revised or changes.withdrawn):
        return "The articles that came in or were updated say nothing that others did not say before."
    return ""


def fared(update: ArticleUpdate) -> str:
    """Say how the sentences of an updated article fared: "2 sentences new, 1 revised"."""
    told = ((update.new, "new"), (update.revised, "revised"), (update.withdrawn, "taken out"))
    counts = [f"{number} {what}" for number, what in told if number]
    if not counts:
        return "no sentence of its reporting changed"
    first, *rest = counts
    number, what = first.split(" ", 1)
    return ", ".join([f"{number} sentence{'' if number == '1' else 's'} {what}", *rest])


def value_line(value: FigureValue) -> str:
    """Give a value with its day and outlet: "14, as of 17 March 2026 (Saltmarsh Courier)"."""
    day = f", as of {clean(readable_date(value.as_of))}" if value.as_of else ""
    return f"{clean(value.text)}{day} ({outlet_name(value.outlet)})"


def figure_line(revision: Revision) -> str:
    """Say which figure changed from what to what, or "" where none did."""
    if revision.figure is None:
        return ""
    before, after = revision.figure.values
    words = FIGURE_WORDS.get(revision.figure.kind, "changed")
    return f"{clean(revision.figure.subject)}, {words}: {value_line(before)}, then {value_line(after)}"


def _articles(changes: Changes) -> Part:
    new = [Statement(_named(source), lead="New") for source in changes.articles.new]
    updated = [
        Statement(f"{_named(one.source)}: {fared(one)}", lead=f"Updated {readable_time(one.at)}")
        for one in changes.articles.updated
    ]
    return Part("Articles", (*new, *updated))


def _named(source: SourceEntry) -> str:
    title = clean(source.title) or "Untitled"
    return f"{outlet_name(source.outlet)}, “{title}”, {clean(readable_date(source.published))}"


def _more(part: Part, more: int) -> Part:
    if not more:
        return part
    rest = Statement(f"{more} more new statement{'' if more == 1 else 's'} not listed here.")
    return Part(part.heading, (*part.statements, rest))


def _revision(one: Revision, numbering: Numbering) -> tuple[Statement, Statement]:
    notes = tuple(filter(None, (figure_line(one), clean(one.diff))))
    return _side("Before", one.before, numbering), _side("After", one.after, numbering, notes)


def _side(which: str, claim: Claim, numbering: Numbering, notes: tuple[str, ...] = ()) -> Statement:
    return Statement(
        text=clean(claim.text),
        lead=f"{which}, {attribution(claim)}",
        refs=numbering.refs(claim.citations),
        mark=VERDICT_MARKS[claim.verdict],
        meaning=VERDICT_WORDS[claim.verdict],
        notes=notes,
    )


def _withdrawn(claim: Claim, numbering: Numbering) -> Statement:
    told = claim_statement(claim, numbering)
    return Statement(told.text, f"Taken out by {told.lead}", told.refs, told.mark, told.meaning, told.notes)
