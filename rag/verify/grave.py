"""Which failed checks decide alone: figures, dates and quotations that no reading of the evidence can give.

The checks of claims are strict: "over 200" where the source has "200" is a problem. People who judge whole texts
let much of that pass, so here a figure is grave if its number is nowhere in the evidence, and a quotation if it
is speech whose words, whatever their case and punctuation, are nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.datatypes import Problem, ProblemKind
from rag.verify.evidence import figures_of
from rag.verify.wording import NUMBER_WORDS

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W_]+")
_LETTERS = re.compile(r"[a-z]+")
_COUNTED_OFF = 12
"""A text may count up to a dozen things that its source only lists."""
_MEASURED = re.compile(r"[%$£€¥]|per ?cent|million|billion|trillion", re.IGNORECASE)
_LABEL_BEFORE = re.compile(
    r"(?:passages?|sources?|articles?|question|steps?|part|answer|no\.?)\s*#?[\d\W]*(?:and|&)?\s*\Z", re.I
)
_OWN_LENGTH = re.compile(r"[\s-]*words?\b")
_SHORTEST_SPEECH = 3
_SMALL = frozenset("a an the of and in on to for is it with at by from or".split())
_NOT_SPEECH = re.compile(
    r"(?:question|answer|reply|replied|respond|phrase|title[d]?|called|named)\W*(?:with|is|to|are)?\W*\Z", re.I
)


class Reading:
    """The numbers and the running words of the evidence."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = tuple(texts)
        self._numbers: set[str] | None = None
        self._running: str | None = None

    def is_grave(self, problem: Problem, text: str) -> bool:
        """Say whether a problem decides alone; `problem.span` is where it stands in `text`."""
        if problem.span is None:
            return problem.kind is ProblemKind.MARKER
        start, end = problem.span
        if problem.kind in (ProblemKind.FIGURE, ProblemKind.DATE):
            return self._is_invented(text, start, end, problem.kind)
        return problem.kind.value.startswith("quotation") and self._is_unsaid(text, start, end)

    def _is_invented(self, text: str, start: int, end: int, kind: ProblemKind) -> bool:
        printed = text[start:end]
        if _LABEL_BEFORE.search(text, max(0, start - 20), start) or _OWN_LENGTH.match(text, end):
            return False
        missing = _numbers(printed) - self.numbers
        if kind is ProblemKind.DATE or _MEASURED.search(printed):
            return bool(missing)
        return any(not (number.isdigit() and int(number) <= _COUNTED_OFF) for number in missing)

    def _is_unsaid(self, text: str, start: int, end: int) -> bool:
        inner = text[start:end].strip("\"“”‘’'`. ,")
        words = [word for word in inner.split() if word.lower() not in _SMALL]
        titled = sum(word[0].isupper() for word in words) * 2 >= len(words)
        if len(inner.split()) < _SHORTEST_SPEECH or titled or inner.endswith("?"):
            return False
        return not _NOT_SPEECH.search(text, max(0, start - 40), start) and f" {_running(inner)} " not in self.running

    @property
    def numbers(self) -> set[str]:
        """The numbers of the evidence in digits, those of its words among them."""
        if self._numbers is None:
            self._numbers = set().union(*(_numbers(text) | _values(text) for text in self._texts))
        return self._numbers

    @property
    def running(self) -> str:
        """The words of the evidence, lower-cased, one blank between them."""
        if self._running is None:
            self._running = f" {' '.join(map(_running, self._texts))} "
        return self._running


def _numbers(text: str) -> set[str]:
    digits = {match.replace(",", "").rstrip(".") for match in _DIGITS.findall(text)}
    return digits | {NUMBER_WORDS[word] for word in _LETTERS.findall(text.lower()) if word in NUMBER_WORDS}


def _values(text: str) -> set[str]:
    """Return what the figures of a text come to ("one hundred" to 100, "3 million" to 3000000)."""
    return {f"{value:g}" for f in figures_of(text, None) for value in (f.value, f.high) if value is not None}


def _running(text: str) -> str:
    return " ".join(_WORD.findall(text.lower().replace("’", "").replace("'", "")))
