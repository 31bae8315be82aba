"""What every format draws: a document of statements, tables and numbered sources, free of any markup.

All text in it has been through `clean`; nothing in it has been escaped, because each format escapes differently.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rag.datatypes import Citation, Stance, Verdict
from rag.render.dates import readable_date
from rag.render.untrusted import clean, web_address

VERDICT_MARKS = {Verdict.VERIFIED: "✓", Verdict.UNSUPPORTED: "△", None: "·"}
"""One shape for each verdict, the same everywhere; None is a claim nobody has checked."""

STANCE_MARKS = {Stance.STATES: "●", Stance.CONTRADICTS: "✕", Stance.SILENT: "–"}
"""One shape for each stance, the same everywhere."""

VERDICT_WORDS = {Verdict.VERIFIED: "checked", Verdict.UNSUPPORTED: "not supported", None: "not checked"}
STANCE_WORDS = {Stance.STATES: "states", Stance.CONTRADICTS: "contradicts", Stance.SILENT: "silent"}


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence with the numbers of its sources; also a cell of a table.

    `lead` says who reports it ("Harbour Gazette (14 March 2026)"), `mark` is a shape and `meaning` the word for it,
    `notes` are remarks under it.
    """

    text: str
    lead: str = ""
    refs: tuple[int, ...] = ()
    mark: str = ""
    meaning: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under column headings; every row has as many cells as there are columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Statement, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with statements or a table under it. A quiet part is for the record, set smaller."""

    heading: str
    statements: tuple[Statement, ...] = ()
    table: Table | None = None
    legend: str = ""
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A numbered entry of the source list: one cited paragraph and the words that were cited from it.

    `link` is an address that may be followed; `address` is the same for reading, and all there is where the
    article's URL is nothing a browser should open.
    """

    number: int
    outlet: str
    title: str
    date: str
    link: str | None
    address: str
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A rendered answer, briefing or comparison before any format. `notice` is a refusal in words."""

    kind: str
    title: str
    subtitle: str
    coverage: str
    notice: str
    parts: tuple[Part, ...]
    sources: tuple[Source, ...]
    colophon: str


class Numbering:
    """Numbers cited paragraphs in the order of their first use; the only thing here that changes."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._cited: list[list[Citation]] = []

    def refs(self, citations: Iterable[Citation]) -> tuple[int, ...]:
        """Return the numbers of the citations, each once, giving new paragraphs the next number."""
        used = dict.fromkeys(self._number(citation) for citation in citations)
        return tuple(used)

    def sources(self) -> tuple[Source, ...]:
        """Return the source list of everything numbered so far."""
        return tuple(_source(number, cited) for number, cited in enumerate(self._cited, start=1))

    def _number(self, citation: Citation) -> int:
        number = self._numbers.setdefault(citation.paragraph_id, len(self._numbers) + 1)
        if number > len(self._cited):
            self._cited.append([])
        self._cited[number - 1].append(citation)
        return number


def _source(number: int, cited: list[Citation]) -> Source:
    first = cited[0]
    quotes = dict.fromkeys(clean(citation.quote) for citation in cited)
    return Source(
        number=number,
        outlet=outlet_name(first.outlet),
        title=clean(first.title) or "Untitled",
        date=clean(readable_date(first.published)),
        link=web_address(first.url),
        address=clean(first.url or ""),
        quotes=tuple(quote for quote in quotes if quote),
    )


def outlet_name(outlet: str) -> str:
    """Return the outlet's name, or words that say it has none."""
    return clean(outlet) or "Unnamed outlet"
