"""Folding of a text: quote marks, dashes, ellipses and white space made alike, with the way back to the original."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_FOLDED = dict.fromkeys('‘’‚‛`´′“”„‟«»″‹›"', "'") | dict.fromkeys("‐‑‒–—―−", "-")
_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
_VARIABLE = re.compile(
    rf"(?P<ellipsis>…|\.(?:\s?\.){{2,}})|(?P<dash>\s*(?:—|―|--+)\s*|\s+[-–−]\s+)"
    rf"|(?P<space>(?! (?![\s{_INVISIBLE}]))[{_INVISIBLE}]*\s[\s{_INVISIBLE}]*)"
    rf"|(?P<none>[{_INVISIBLE}]+)|(?P<marks>''|``)|(?P<composed>\w[\u0300-\u036f]+|[\ufb00-\ufb06])"
)
_EVEN = re.compile(r"[ -~‘’“”£€À-ÿ]*")
"""Characters that stay one character each, but for these together:"""
_TOGETHER = ("..", ". .", "--", " - ", "  ", "''", "``")
_REPLACED = {"ellipsis": "...", "dash": " - ", "space": " ", "none": "", "marks": "'"}


@lru_cache(maxsize=4096)
def folded(text: str) -> tuple[str, Sequence[int]]:
    """Return the normalised text, and for each of its characters (and its end) the offset in the original."""
    if _EVEN.fullmatch(text) and not any(run in text for run in _TOGETHER):
        return _fold(text), range(len(text) + 1)
    pieces: list[str] = []
    offsets: list[int] = []
    at = 0
    for match in _VARIABLE.finditer(text):
        start, end = match.span()
        kind = match.lastgroup or ""
        new = _REPLACED[kind] if kind != "composed" else unicodedata.normalize("NFKC", match.group())
        pieces += (text[at:start], new)
        offsets.extend(range(at, start))
        # A match that ends inside what one sign became ("…" as "...") takes in the sign.
        offsets.extend([start] * (len(new) - 1) + [end] if len(new) > 1 else [start] * len(new))
        at = end
    pieces.append(text[at:])
    offsets.extend(range(at, len(text) + 1))
    return _fold("".join(pieces)), tuple(offsets)


def _fold(text: str) -> str:
    # One sign after the other is faster than a table, which is looked up for every character.
    for sign, plain in _FOLDED.items():
        if sign in text:
            text = text.replace(sign, plain)
    return text


def normalise(text: str) -> str:
    """Fold quote marks, dashes, ellipses and white space, so that two printings of the same words are equal."""
    return folded(text)[0].strip()
