"""What words are about: stems in which common synonyms of the news are one, and how much each weighs.

The table joins words that outlets use for one thing when they count or report it ("killed", "dead", "deaths"). It is
short on purpose: a pair that is often not the same would align claims wrongly.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from rag.text.words import STOPWORDS, WORD, stem

_GROUPS = {
    "deaths": "killed kill killing dead die died dying death fatality slain fatal deadly toll perished",
    "injured": "injured injure injury injuries wounded wound hurt",
    "missing": "missing unaccounted lost",
    "hostages": "hostage hostages captive captives abducted abductees kidnapped",
    "arrests": "arrested arrest arrests detained detain detention detainees",
    "displaced": "displaced evacuated evacuees evacuate",
    "jobs": "jobs job posts employ employs employees employed staff workers workforce",
    "customers": "customers customer savers saver depositors depositor clients",
    "people on board": "aboard passengers passenger carrying",
    "in hospital": "hospital hospitalised hospitalized hospitals",
    "cases": "cases case infected infections infection ill tested",
    "crowd": "crowd protesters protester demonstrators marchers rally stood",
    "signatures": "signatures signature petition signed signatories",
    "homes": "homes home houses households household properties",
    "shortfall": "gap hole shortfall deficit",
    "withdrawals": "withdrawn withdrew withdrawals withdraw withdrawal outflow outflows",
    "investment": "invest investment cost costs spend plough",
    "votes": "vote votes voted councillors favour favor abstention abstained",
    "ceasefire": "ceasefire truce",
    "veto": "veto vetoed vetoes",
    "resolution": "resolution draft",
    "ship": "vessel ship boat",
    "begin": "begin began start started begun",
}
CONCEPT_OF = {stem(word): label for label, words in _GROUPS.items() for word in words.split()}
"""The label of the concept a stem belongs to."""

COUNTED = frozenset(_GROUPS) - {"ceasefire", "veto", "resolution", "ship", "begin"}
"""The concepts that are things to count."""

_SAME_NAME = (
    (re.compile(r"\b(?:U\.S\.A?\.?|US|USA|United States|America)(?![\w])"), "usa"),
    (re.compile(r"\b(?:U\.N\.|UN|United Nations)(?![\w])"), "unitednations"),
    (re.compile(r"\b(?:U\.K\.|UK|United Kingdom|Britain)(?![\w])"), "britain"),
    (re.compile(r"\b(?:E\.U\.|EU|European Union)(?![\w])"), "europeanunion"),
    (re.compile(r"\b[Cc]ease-fire"), "ceasefire"),
    (re.compile(r"\bper cent\b"), "percent"),
    (re.compile(r"\bon board\b"), "aboard"),
)
_REPORTING = frozenset(
    stem(word)
    for word in "said says say told tells added according also one two three first last new would could mr mrs ms dr "
    "people year years day week time saying including".split()
)
_HYPHEN = re.compile(r"[-–]")


@lru_cache(maxsize=65536)
def concept_stems(text: str) -> tuple[str, ...]:
    """Return the stems a text is about, in order, synonyms joined; numbers and words of reporting left out."""
    for pattern, replacement in _SAME_NAME:
        text = pattern.sub(replacement, text)
    found = []
    for word in WORD.findall(_HYPHEN.sub(" ", text)):
        if word[0].isdigit() or word.lower().replace("’", "'") in STOPWORDS:
            continue
        root = stem(word)
        if root not in _REPORTING and len(root) > 1:
            found.append(CONCEPT_OF.get(root, root))
    return tuple(found)


def weights(texts: Sequence[Iterable[str]]) -> dict[str, float]:
    """Return how much each stem tells: its inverse frequency over the texts, smoothed so that few texts suffice."""
    seen: Counter[str] = Counter()
    for stems in texts:
        seen.update(set(stems))
    return {root: math.log(1 + (len(texts) + 4) / (count + 1)) for root, count in seen.items()}


def overlap(one: frozenset[str], other: frozenset[str], weight: Mapping[str, float]) -> float:
    """Return how alike two sets of stems are, 0 to 1: the weighted cosine, lifted where one contains the other."""
    shared = sum(weight.get(root, 1.0) ** 2 for root in one & other)
    if not shared:
        return 0.0
    first = sum(weight.get(root, 1.0) ** 2 for root in one)
    second = sum(weight.get(root, 1.0) ** 2 for root in other)
    return 0.6 * shared / math.sqrt(first * second) + 0.4 * shared / min(first, second)


def overlaps(sets: Sequence[frozenset[str]], weight: Mapping[str, float]) -> npt.NDArray[np.float64]:
    """Return `concepts.overlap` for every pair of a list at once."""
    place = {root: at for at, root in enumerate(sorted(frozenset().union(*sets)))}
    if not place:
        return np.zeros((len(sets), len(sets)))
    matrix = np.zeros((len(sets), len(place)))
    for row, stems in enumerate(sets):
        for root in stems:
            matrix[row, place[root]] = weight.get(root, 1.0)
    shared = matrix @ matrix.T
    own = np.maximum(np.diag(shared), 1e-9)
    # A very short claim is contained in many: it counts as at least half an ordinary one.
    contained = shared / np.maximum(np.minimum.outer(own, own), 0.5 * float(np.median(own)))
    overlaps: npt.NDArray[np.float64] = 0.6 * shared / np.sqrt(np.outer(own, own)) + 0.4 * contained
    return overlaps
