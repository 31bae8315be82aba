"""A comparison as tables and statements: who states what, figures, quotations, timeline, tone."""

from __future__ import annotations

from collections.abc import Sequence

from rag.datatypes import (
    ComparedClaim,
    Comparison,
    FigureEntry,
    FigureKind,
    FigureValue,
    Opposition,
    Origin,
    QuotationEntry,
    SourceEntry,
    Stance,
    Status,
)
from rag.render.claims import outlets_and_dates
from rag.render.dates import readable_date
from rag.render.document import STANCE_MARKS, STANCE_WORDS, Numbering, Part, Statement, Table, outlet_name
from rag.render.untrusted import clean

STATUS_WORDS = {Status.AGREED: "Agreed", Status.DISPUTED: "Disputed", Status.SINGLE: "One origin only"}
FIGURE_WORDS = {
    FigureKind.CONFLICT: "In conflict",
    FigureKind.REVISION: "Revised",
    FigureKind.ROUNDING: "Rounded",
    FigureKind.AGREED: "Agreed",
    FigureKind.SINGLE: "One source",
}
OPPOSITION_WORDS = {Opposition.CONTRADICTS: "Disputed", Opposition.REVISED: "An earlier and a later state"}
_OPENING_MARKS = ('"', "“", "„", "«", "‘")

LEGEND = ", ".join(f"{mark} {STANCE_WORDS[stance]}" for stance, mark in STANCE_MARKS.items())


def comparison_parts(comparison: Comparison, numbering: Numbering) -> tuple[Part, ...]:
    """Write every part of a comparison that has something in it."""
    parts = (
        origins_part(comparison.articles, comparison.origins),
        _claims(comparison, numbering),
        _against(comparison, numbering),
        _figures(comparison.figures, numbering),
        *(_quotation(entry, numbering) for entry in comparison.quotations),
        _timeline(comparison, numbering),
        _tone(comparison),
    )
    return tuple(part for part in parts if part.statements or part.table)


def origins_part(articles: Sequence[SourceEntry], origins: Sequence[Origin]) -> Part:
    """List the articles read under the origin whose copy they carry, with the evidence for shared copy."""
    groups: dict[int, list[SourceEntry]] = {}
    for article in articles:
        groups.setdefault(article.origin, []).append(article)
    why = {article_id: clean(origin.why) for origin in origins for article_id in origin.articles}
    statements = []
    for number, group in enumerate(groups.values(), start=1):
        # Evidence is for shared copy; an article alone in its origin needs none.
        shared = group if len(group) > 1 else []
        reasons = dict.fromkeys(why.get(article.article_id, "") for article in shared)
        text = "; ".join(_article(article) for article in group)
        statements.append(Statement(text, lead=f"Origin {number}", notes=tuple(filter(None, reasons))))
    return Part("Articles and their origins", tuple(statements))


def _article(article: SourceEntry) -> str:
    author = f", {clean(article.author)}" if article.author and clean(article.author) else ""
    title = clean(article.title) or "Untitled"
    return f"{outlet_name(article.outlet)}, “{title}”{author}, {clean(readable_date(article.published))}"


def _claims(comparison: Comparison, numbering: Numbering) -> Part:
    columns = ("Claim", "Standing", *_column_names(comparison.articles))
    ids = [article.article_id for article in comparison.articles]
    rows = tuple(_claim_row(claim, ids, numbering) for claim in comparison.claims)
    return Part("Who reports what", table=Table(columns, rows) if rows else None, legend=LEGEND)


def _claim_row(claim: ComparedClaim, ids: Sequence[str], numbering: Numbering) -> tuple[Statement, ...]:
    positions = {position.article_id: position for position in claim.positions}
    cells = []
    for article_id in ids:
        position = positions.get(article_id)
        stance = position.stance if position else Stance.SILENT
        refs = numbering.refs(position.citations) if position else ()
        cells.append(Statement("", refs=refs, mark=STANCE_MARKS[stance], meaning=STANCE_WORDS[stance]))
    return Statement(clean(claim.text)), Statement(STATUS_WORDS[claim.status]), *cells


def _against(comparison: Comparison, numbering: Numbering) -> Part:
    """Set the claims that stand against each other one under the other, each pair once."""
    by_text = {claim.text: claim for claim in comparison.claims}
    pairs = {
        frozenset((claim.text, counter.text)): (claim, by_text[counter.text], counter.opposition)
        for claim in reversed(comparison.claims)
        for counter in reversed(claim.counterclaims)
        if counter.text in by_text
    }
    statements = [
        statement
        for one, other, opposition in reversed(pairs.values())
        for statement in (
            _stated(one, OPPOSITION_WORDS[opposition], numbering),
            _stated(other, "against it" if opposition is Opposition.CONTRADICTS else "and", numbering),
        )
    ]
    return Part("Claims against each other", tuple(statements))


def _stated(claim: ComparedClaim, lead: str, numbering: Numbering) -> Statement:
    """Return a claim with the words of those who state it."""
    cited = [one for position in claim.positions if position.stance is Stance.STATES for one in position.citations]
    return Statement(clean(claim.text), lead=lead, refs=numbering.refs(cited))


def _column_names(articles: Sequence[SourceEntry]) -> tuple[str, ...]:
    """Name each article by its outlet, with the date where an outlet has several."""
    names = [outlet_name(article.outlet) for article in articles]
    dates = [clean(readable_date(article.published)) for article in articles]
    return tuple(f"{name} ({day})" if names.count(name) > 1 else name for name, day in zip(names, dates, strict=True))


def _figures(figures: Sequence[FigureEntry], numbering: Numbering) -> Part:
    columns = ("Figure", "Standing", "Given as", "Outlet", "As of", "Attributed to")
    rows = tuple(row for entry in figures for row in _figure_rows(entry, numbering))
    return Part("Figures", table=Table(columns, rows) if rows else None)


def _figure_rows(entry: FigureEntry, numbering: Numbering) -> list[tuple[Statement, ...]]:
    subject, unit = clean(entry.subject), clean(entry.unit)
    heads = [Statement(f"{subject} ({unit})" if unit else subject), Statement(FIGURE_WORDS[entry.kind])]
    # The subject is said once, on the first of its rows.
    firsts = [heads] + [[Statement(""), Statement("")]] * (len(entry.values) - 1)
    return [(*first, *_figure(value, numbering)) for first, value in zip(firsts, entry.values, strict=False)]


def _figure(value: FigureValue, numbering: Numbering) -> tuple[Statement, ...]:
    return (
        Statement(clean(value.text), refs=numbering.refs((value.citation,))),
        Statement(outlet_name(value.outlet)),
        Statement(clean(readable_date(value.as_of)) if value.as_of else "not said"),
        Statement(clean(value.attributed_to or "") or "not said"),
    )


def _quotation(entry: QuotationEntry, numbering: Numbering) -> Part:
    speaker = clean(entry.speaker or "") or "a speaker not named"
    statements = tuple(
        Statement(
            _quoted(clean(version.text)),
            lead=outlets_and_dates((version.citation,)),
            refs=numbering.refs((version.citation,)),
        )
        for version in entry.versions
    )
    return Part(f"Quoted: {speaker}", statements)


def _quoted(words: str) -> str:
    return words if words.startswith(_OPENING_MARKS) else f"“{words}”"


def _timeline(comparison: Comparison, numbering: Numbering) -> Part:
    statements = tuple(
        Statement(clean(entry.text), lead=clean(readable_date(entry.date)), refs=numbering.refs(entry.citations))
        for entry in comparison.timeline
    )
    return Part("Timeline, as the sources date it", statements)


def _tone(comparison: Comparison) -> Part:
    statements = tuple(
        Statement(", ".join(f"“{clean(word)}”" for word in entry.words), lead=outlet_name(entry.outlet))
        for entry in comparison.tone
        if entry.words
    )
    return Part("Loaded words in the outlets’ own voice", statements)
