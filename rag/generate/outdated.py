"""Figures that a later report revised: a headline or a bottom line with one of them would be yesterday's news."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rag.datatypes import DraftClaim, FigureEntry, FigureKind, FigureValue
from rag.text.figures import find_figures


@dataclass(frozen=True, slots=True)
class Outdated:
    """The values that a later one has taken the place of, and those later ones."""

    values: tuple[FigureValue, ...]
    standing: tuple[FigureValue, ...]

    @classmethod
    def of(cls, figures: Iterable[FigureEntry]) -> Outdated:
        """Read a ledger: in an entry that was revised, every other value of an earlier day than the last."""
        found: list[FigureValue] = []
        last_ones: list[FigureValue] = []
        for entry in figures:
            if entry.kind is FigureKind.REVISION:
                last = max(value.as_of or "" for value in entry.values)
                standing = [value for value in entry.values if (value.as_of or "") == last]
                hold = {value.value for value in standing}
                found += [v for v in entry.values if (v.as_of or "") < last and v.value not in hold]
                last_ones += standing
        return cls(tuple(found), tuple(last_ones))

    def in_title(self, title: str) -> bool:
        """Tell whether a headline has such a value."""
        told = {figure.value for figure in find_figures(title)}
        return any(value.value in told for value in self.values)

    def in_claim(self, draft: DraftClaim) -> bool:
        """Tell whether a claim rests on a sentence for such a value, and has it."""
        return any(_has(draft, value) for value in self.values)

    def is_the_latest(self, draft: DraftClaim) -> bool:
        """Tell whether a claim has the value that took the place of another."""
        return any(_has(draft, value) for value in self.standing) and not self.in_claim(draft)


def _has(draft: DraftClaim, value: FigureValue) -> bool:
    return re.search(rf"\b{re.escape(value.text)}\b", draft.text, re.IGNORECASE) is not None and any(
        cite.marker == value.citation.paragraph_id and (cite.quote or "") in value.citation.quote
        for cite in draft.cites
    )
