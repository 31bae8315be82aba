"""Words of a text: tokens with offsets, stems, and which words carry meaning; it knows nothing of sources."""

from __future__ import annotations

import re
from functools import lru_cache

import Stemmer

WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*|\d+(?:[.,:]\d+)*%?", re.UNICODE)
"""A word (with inner apostrophes and hyphens) or a number."""

STOPWORDS = frozenset(
    """
    a about above after again against all also am an and any are aren't as at be because been before being below
    between both but by can can't cannot could couldn't did didn't do does doesn't doing don't down during each else
    ever few for from further get gets got had hadn't has hasn't have haven't having he he'd he'll he's her here hers
    herself him himself his how however i i'd i'll i'm i've if in into is isn't it it'd it'll it's its itself just let
    let's like me might more most much must my myself no nor not now of off on once only onto or other our ours
    ourselves out over own per same shall she she'd she'll she's should shouldn't since so some such than that that's
    the their theirs them themselves then there there's these they they'd they'll they're they've this those though
    through to too under until up upon us very was wasn't we we'd we'll we're we've were weren't what what's when
    where whether which while who who's whom whose why will with within without won't would wouldn't yet you you'd
    you'll you're you've your yours yourself yourselves
    """.split()
)
"""Function words of English, which say nothing about a subject."""


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english", 0)


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the stem of one word, lower-cased, with a possessive ending removed."""
    lower = word.lower().replace("’", "'")
    for ending in ("'s", "s'"):
        if lower.endswith(ending) and len(lower) > len(ending) + 1:
            lower = lower[: -len(ending)] + ("s" if ending == "s'" else "")
            break
    return str(_stemmer().stemWord(lower))


def tokens(text: str) -> list[str]:
    """Return the words and numbers of a text as printed, in order."""
    return WORD.findall(text)


def lowered(words: list[str]) -> list[str]:
    """Return words lower-cased, with straight apostrophes; all at once, which is faster than one by one."""
    return "\n".join(words).lower().replace("’", "'").split("\n") if words else []


def content_stems(text: str) -> list[str]:
    """Return the stems of the words that carry meaning, in order, function words left out."""
    return [stem(word) for word in lowered(WORD.findall(text)) if word not in STOPWORDS]
