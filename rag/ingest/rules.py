"""Rules that tell what a line is by its own words: tables of patterns, and how a line is held against them.

A pattern must match the whole line and each table has its own limit of length, so that a sentence of reporting that
merely begins like furniture ("Reporting by the ministry showed ...") is left alone. Where a line stands is not
looked at here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rag.datatypes import ParagraphKind


@dataclass(frozen=True, slots=True)
class Table:
    """Patterns of one kind for lines of at most `longest` characters that hold one of `needs` (any if empty).

    `needs` are lower-case pieces of text: looking for them is much cheaper than trying the patterns.
    """

    kind: ParagraphKind
    longest: int
    patterns: tuple[str, ...]
    needs: tuple[str, ...] = ()


class Rules:
    """Tables made ready; the first that matches a line wins."""

    def __init__(self, tables: Iterable[Table]) -> None:
        self._rules = tuple(
            (table.longest, table.needs, re.compile("|".join(f"(?:{p})" for p in table.patterns)), table.kind)
            for table in tables
        )
        self.longest = max(longest for longest, *_ in self._rules)

    def match(self, line: str) -> ParagraphKind | None:
        """Return the kind whose pattern a line matches as a whole, or None."""
        length = len(line)
        if length > self.longest:
            return None
        lower = line.lower()
        for longest, needs, pattern, kind in self._rules:
            if length <= longest and _holds(lower, needs) and pattern.fullmatch(line):
                return kind
        return None


def _holds(lower: str, needs: tuple[str, ...]) -> bool:
    """Tell whether a line holds one of the pieces of text. A plain loop: this is the hot spot of reading."""
    for need in needs:
        if need in lower:
            return True
    return not needs
