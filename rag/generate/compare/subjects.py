"""A short label for a counted thing: "deaths (ferry, Dunmoor)", from the words the sources share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from rag.generate.compare.concepts import CONCEPT_OF, concept_stems
from rag.generate.compare.counted import Counted
from rag.text.figures import FigureType
from rag.text.words import STOPWORDS, WORD

_TERMS = 3
_EMPTY = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december today yesterday tomorrow morning evening night noon hundred thousand million billion
    trillion half third quarter dozen one two three four five six seven eight nine ten percent per cent
    """.split()
)
"""Days and numbers: they date and measure a thing and do not say what it is."""
_TYPE_LABEL = {FigureType.MONEY: "amount", FigureType.PERCENT: "share", FigureType.MEASURE: "measure"}


def subject(group: Sequence[Counted], weight: Mapping[str, float]) -> str:
    """Return a label for a group of figures: what is counted, and the telling words its members share."""
    first = next((item for item in group if item.known), group[0])
    label = first.concept if first.known else _printed_noun(first)
    label = label or _TYPE_LABEL.get(first.figure.type, "number")
    terms = _shared_words(group, weight, set(concept_stems(label)) | {first.concept})
    return f"{label} ({', '.join(terms)})" if terms else label


def _printed_noun(item: Counted) -> str:
    """Return the counted noun as printed after the figure."""
    if not item.figure.noun:
        return ""
    words = item.figure.noun.split()
    after = item.sentence.paragraph.text[item.figure.end : item.sentence.end]
    printed = [match.group() for match in WORD.finditer(after)][: len(words) + 1]
    wanted = words[-1]
    for at, word in enumerate(printed):
        if word.lower().startswith(wanted[: max(3, len(wanted) - 2)]):
            return " ".join(printed[: at + 1])
    return wanted


def _shared_words(group: Sequence[Counted], weight: Mapping[str, float], known: set[str]) -> list[str]:
    """Return, as printed, the words nearest the figures that most of the group's clauses share."""
    votes: Counter[str] = Counter()
    for item in group:
        votes.update(item.clause | (item.around if len(group) > 1 else frozenset()))
    wanted = [root for root, count in votes.items() if root not in known and count >= min(2, len(group))]
    printed: dict[str, str] = {}
    for item in group:
        for word in WORD.findall(item.sentence.text):
            stems = concept_stems(word)
            if len(stems) == 1 and word.lower() not in STOPWORDS and word[0].isalpha():
                printed.setdefault(stems[0], re.sub(r"[’']s$", "", word))
    named = {root for item in group for root in item.places}
    ranked = sorted(
        (
            root
            for root in wanted
            if root in printed and root not in CONCEPT_OF.values() and printed[root].lower() not in _EMPTY
        ),
        key=lambda root: (-votes[root], root not in named, -weight.get(root, 0.0), root),
    )
    chosen: list[str] = []
    for root in ranked:
        # "Dova" and "Dovan" say the same in a label.
        if len(chosen) < _TERMS and not any(root[:5] == other[:5] for other in chosen):
            chosen.append(root)
    text = group[0].sentence.text
    return [printed[root] for root in sorted(chosen, key=lambda root: text.find(printed[root]))]
