"""Claims down, outlets across: who states, contradicts or leaves out what. Drawn by `matrix.js`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rag.datatypes import ComparedClaim, Comparison, SourceEntry, Stance
from rag.render.document import outlet_name
from ui.claims import Sources
from ui.components import component
from ui.source import open_source
from ui.words import OPPOSITIONS, STANCES, STATUSES

if TYPE_CHECKING:
    from rag.newsroom import Newsroom

_mount = component("matrix")


@dataclass(frozen=True, slots=True)
class Column:
    """An outlet with its articles. Columns of one origin stand side by side."""

    outlet: str
    origin: int
    articles: frozenset[str]


def columns_of(articles: Sequence[SourceEntry]) -> tuple[Column, ...]:
    """Return one column an outlet, in the order of the articles, with shared copy brought together.

    An outlet with articles of several origins stands with the first of them.
    """
    by_outlet: dict[str, list[SourceEntry]] = {}
    for article in articles:
        by_outlet.setdefault(outlet_name(article.outlet), []).append(article)
    columns = [
        Column(outlet, entries[0].origin, frozenset(entry.article_id for entry in entries))
        for outlet, entries in by_outlet.items()
    ]
    first = {origin: at for at, origin in reversed(list(enumerate(column.origin for column in columns)))}
    return tuple(sorted(columns, key=lambda column: first[column.origin]))


def show_matrix(newsroom: Newsroom, comparison: Comparison, key: str) -> None:
    """Draw the matrix; a cell unfolds its paragraphs, and from there the article opens beside the text."""
    data = matrix_payload(newsroom, comparison)
    open_source(_mount(key=key, data=data, on_open_change=_nothing).open)


def _nothing() -> None:
    """Stand in for a callback: naming one is what makes a component report its clicks."""


def matrix_payload(newsroom: Newsroom, comparison: Comparison) -> dict[str, Any]:
    """Return the data of the component."""
    columns = columns_of(comparison.articles)
    sources = Sources(newsroom)
    runs = [len(list(run)) for _, run in groupby(columns, key=lambda column: column.origin)]
    return {
        "columns": [{"outlet": column.outlet} for column in columns],
        "spans": [{"width": width, "label": "one origin" if width > 1 else ""} for width in runs],
        "legend": [asdict(sign) for sign in STANCES.values()],
        "rows": [_row(claim, columns, sources) for claim in comparison.claims],
        "sources": sources.data,
    }


def _row(claim: ComparedClaim, columns: Sequence[Column], sources: Sources) -> dict[str, Any]:
    return {
        "text": claim.text,
        "status": asdict(STATUSES[claim.status]),
        "against": [{"text": one.text, "label": OPPOSITIONS[one.opposition]} for one in claim.counterclaims],
        "cells": [_cell(claim, column, sources) for column in columns],
    }


def _cell(claim: ComparedClaim, column: Column, sources: Sources) -> dict[str, Any]:
    positions = [position for position in claim.positions if position.article_id in column.articles]
    taken = {position.stance for position in positions}
    spoken = taken - {Stance.SILENT} or {Stance.SILENT}
    # An outlet that says both, in two articles, is shown saying both.
    return {
        "stances": [asdict(STANCES[stance]) for stance in Stance if stance in spoken],
        "refs": list(dict.fromkeys(sources.add(cited) for position in positions for cited in position.citations)),
    }
