"""Claims with numbered chips that show and open their sources: the one component of every page.

The drawing is in `claims.js`. Texts travel as data in pieces, some of them marked, and never become markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from rag.datatypes import Citation, Claim, GivenAnswer, Verdict
from rag.errors import NotFoundError
from rag.render import answer_notes, readable_date
from rag.render.claims import outlets_and_dates
from rag.render.document import outlet_name
from ui.components import component
from ui.pieces import Piece, marked
from ui.source import open_source
from ui.words import PROBLEMS, VERDICTS, Sign, count, listed

if TYPE_CHECKING:
    from rag.newsroom import Newsroom

_mount = component("claims")


@dataclass(frozen=True, slots=True)
class Line:
    """A claim as it is shown. `lead` says who reports it; `cells` fill the columns of its group after the text.

    What is `struck` was said once and is no longer; its group or its lead says so in words.
    """

    parts: tuple[Piece, ...]
    citations: tuple[Citation, ...] = ()
    lead: str = ""
    notes: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    sign: Sign | None = None
    problems: tuple[tuple[str, str], ...] = ()
    verdict: Verdict | None = Verdict.VERIFIED
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Lines about one matter, as sentences, or as a table where there are `columns`."""

    lines: tuple[Line, ...]
    heading: str = ""
    sign: Sign | None = None
    note: str = ""
    columns: tuple[str, ...] = ()


def line_of(claim: Claim, origins: Mapping[str, object] = MappingProxyType({})) -> Line:
    """Show a claim with the outlets that report it and the speaker it comes from, in words.

    `origins` gives the origin of an article by its id, so that several outlets with one copy do not look like several
    sources.
    """
    outlets = list(dict.fromkeys(outlet_name(cited.outlet) for cited in claim.citations))
    independent = len({_origin(cited, origins) for cited in claim.citations})
    shared = (count(independent, "independent origin"),) if 0 < independent < len(outlets) else ()
    speaker = (f"attributed to {claim.speaker}",) if claim.speaker else ()
    failed = claim.verdict is not Verdict.VERIFIED
    return Line(
        parts=(Piece(claim.text),),
        citations=claim.citations,
        lead=listed(outlets),
        notes=(*shared, *speaker),
        sign=VERDICTS[claim.verdict] if failed else None,
        problems=tuple((PROBLEMS[problem.kind], problem.detail) for problem in claim.problems),
        verdict=claim.verdict,
    )


def line_of_answer(answer: GivenAnswer) -> Line:
    """Show an answer in its source's words, with the outlets that give it and their days: figures change by the day."""
    return Line((Piece(answer.text),), answer.citations, outlets_and_dates(answer.citations), answer_notes(answer))


def _origin(cited: Citation, origins: Mapping[str, object]) -> object:
    origin = origins.get(cited.article_id)
    return cited.article_id if origin is None else origin


def groups_of(claims: Iterable[Claim], origins: Mapping[str, object] = MappingProxyType({})) -> tuple[Group, ...]:
    """Group claims by their topic, in the order of first mention, so that who reports what stands together."""
    topics: dict[str, list[Line]] = {}
    for claim in claims:
        topics.setdefault(claim.topic or "", []).append(line_of(claim, origins))
    # A heading over every single sentence would only be noise.
    headed = any(topic and len(lines) > 1 for topic, lines in topics.items())
    if not headed:
        return (Group(tuple(line for lines in topics.values() for line in lines)),) if topics else ()
    return tuple(Group(tuple(lines), heading=topic) for topic, lines in topics.items())


def show_claims(newsroom: Newsroom, groups: Sequence[Group], key: str, *, quiet: bool = False) -> None:
    """Draw the groups; a click on a chip opens its source beside the text."""
    open_source(_mount(key=key, data=payload(newsroom, groups, quiet=quiet), on_open_change=_nothing).open)


def _nothing() -> None:
    """Stand in for a callback: naming one is what makes a component report its clicks."""


def payload(newsroom: Newsroom, groups: Sequence[Group], *, quiet: bool = False) -> dict[str, Any]:
    """Return the data of the component; sources are numbered by paragraph, in the order of first mention."""
    sources = Sources(newsroom)
    return {
        "quiet": quiet,
        "groups": [
            {
                "heading": group.heading,
                "sign": asdict(group.sign) if group.sign else None,
                "note": group.note,
                "columns": list(group.columns) or None,
                "claims": [_line(line, sources) for line in group.lines],
            }
            for group in groups
        ],
        "sources": sources.data,
    }


def _line(line: Line, sources: Sources) -> dict[str, Any]:
    return {
        "parts": [asdict(piece) for piece in line.parts],
        "refs": list(dict.fromkeys(sources.add(cited, line.verdict) for cited in line.citations)),
        "lead": line.lead,
        "notes": list(line.notes),
        "cells": list(line.cells),
        "struck": line.struck,
        "verdict": asdict(line.sign) if line.sign else None,
        "problems": [{**asdict(Sign(label, "unsupported", "wait")), "detail": text} for label, text in line.problems],
    }


class Sources:
    """The cited paragraphs of one component, numbered as they come."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._numbers: dict[str, int] = {}
        self.data: dict[str, dict[str, Any]] = {}

    def add(self, cited: Citation, verdict: Verdict | None = None) -> str:
        """Add a citation and return the name it goes by."""
        name = f"{cited.paragraph_id}:{cited.start}:{cited.end}:{verdict or ''}"
        if name not in self.data:
            number = self._numbers.setdefault(cited.paragraph_id, len(self._numbers) + 1)
            self.data[name] = {
                "number": number,
                "paragraph": cited.paragraph_id,
                "start": cited.start,
                "end": cited.end,
                "outlet": outlet_name(cited.outlet),
                "date": readable_date(cited.published),
                "title": cited.title,
                "parts": [asdict(piece) for piece in self._pieces(cited)],
                "verdict": asdict(VERDICTS[verdict]) if verdict else None,
            }
        return name

    def _pieces(self, cited: Citation) -> tuple[Piece, ...]:
        try:
            _, paragraph = self._newsroom.paragraph(cited.paragraph_id)
        except NotFoundError:
            # The article was removed since: the words it was cited for are all there is.
            return (Piece(cited.quote, mark=True),)
        return marked(paragraph.text, cited.start, cited.end)
