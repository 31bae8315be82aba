"""Hedges: the words around a number that say how exactly it is meant, and what else stands before it."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import cast

from rag.text.units import CURRENCY, CURRENCY_CODES


class Hedge(StrEnum):
    """How exactly a figure is meant."""

    EXACT = "exact"
    ABOUT = "about"
    NEARLY = "nearly"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"


_PHRASES = {
    Hedge.AT_MOST: "up to|at most|as many as|as much as|no more than|not more than|a maximum of",
    Hedge.AT_LEAST: "at least|a minimum of|no fewer than|no less than|not less than|not fewer than",
    Hedge.MORE_THAN: "more than|over|above|in excess of|upwards of|exceeding|greater than",
    Hedge.LESS_THAN: "fewer than|less than|under|below",
    Hedge.NEARLY: "nearly|almost|close to|just under|just short of|approaching|just below",
    Hedge.ABOUT: "about|around|roughly|approximately|some|an estimated|estimated|circa",
}
_HEDGE_OF = {phrase: hedge for hedge, phrases in _PHRASES.items() for phrase in phrases.split("|")}

_HEDGED = "|".join(sorted(_HEDGE_OF, key=len, reverse=True)).replace(" ", r"\s")
_BEFORE = re.compile(
    rf"(?!\B\w)(?:(?:(?P<between>between)|(?P<from>from)|(?P<aged>aged?|ages)|(?P<hedge>{_HEDGED}))\s"
    rf"(?:(?:another|a\sfurther|an\sadditional|an?\sestimated|some|the|about)\s)?)?(?P<currency>(?i:{CURRENCY}))?\Z"
)
_LOOK_BACK = 40
"""How far before a number its hedge and currency are looked for; the longest take this much."""
_LEADING = frozenset(
    "between from age aged ages another further additional estimated some the about".split()
) | frozenset([phrase.split()[-1] for phrase in _HEDGE_OF] + CURRENCY_CODES.lower().split())
"""The words that may stand right before a number and belong to it; behind another word nothing is looked for."""
_NOTHING = cast("re.Match[str]", _BEFORE.search(""))

HEDGED_AFTER = re.compile(
    r"\+|-?plus\b|\sor\s(?P<word>more|so|fewer|less|above|below|under|over)\b(?!\sthan)", re.IGNORECASE
)
"""A pattern for the hedges that follow a number: "300+", "20 or more"."""

_AFTER = dict.fromkeys(("fewer", "less", "below", "under"), Hedge.AT_MOST) | {"so": Hedge.ABOUT}


def before_number(low: str, start: int) -> re.Match[str]:
    """Match what stands before a number of a lower-cased text: `between`, `from`, `aged` or `hedge`, and `currency`.

    Where there is nothing of it, the match has no group.
    """
    before = low[max(0, start - _LOOK_BACK) : start]
    word = before.split()[-1:] if before[-1:].isspace() else ()
    if word and word[0].isalpha() and word[0] not in _LEADING:
        return _NOTHING
    return _BEFORE.search(low, max(0, start - _LOOK_BACK), start) or _NOTHING


def hedge_before(phrase: str | None) -> Hedge:
    """Return what a phrase before a number means; no phrase means exactly."""
    return _HEDGE_OF[" ".join(phrase.lower().split())] if phrase else Hedge.EXACT


def hedge_after(word: str | None) -> Hedge:
    """Return what "or `word`" after a number means; a plus sign has no word and means at least."""
    return _AFTER.get((word or "").lower(), Hedge.AT_LEAST)
