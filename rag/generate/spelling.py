"""Misspelt words of a question: those that no text found has, put right by the words that the texts do have.

It knows no dictionary, so a word that is right but nowhere in the texts may be replaced as well: what it returns is to
be offered, never asked in the reader's place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from rag.text.words import STOPWORDS, WORD, stem

_SHORTEST, _LONG = 3, 8
"""Letters from which a word is looked at, and from which two slips are allowed in it."""
_ASKING = frozenset("many people happened said".split()) | STOPWORDS
_LETTERS = re.compile(r"[^\W\d_]+")


def respelt(question: str, texts: Iterable[str]) -> str | None:
    """Return a question with its misspelt words put right, or None if there are none."""
    words: Counter[str] = Counter(word for text in texts for word in WORD.findall(text) if _LETTERS.fullmatch(word))
    printed: dict[str, str] = {word.lower(): word for word, _ in reversed(words.most_common())}
    often: Counter[str] = Counter()
    for word, times in words.items():
        often[word.lower()] += times
    often.update(dict.fromkeys(_ASKING, max(words.values(), default=1)))
    stems = frozenset(map(stem, often))

    def right(match: re.Match[str]) -> str:
        word = match[0].lower()
        if len(word) < _SHORTEST or not _LETTERS.fullmatch(word) or stem(word) in stems:
            return match[0]
        slips = 2 if len(word) >= _LONG else 1
        near = [o for o in often if o[0] == word[0] and _is_slip(word, o) and _slips(word, o, slips) <= slips]
        if not near:
            return match[0]
        best = min(near, key=lambda other: (_slips(word, other, slips), -often[other], other))
        return best if best in _ASKING else printed.get(best, best)

    meant = WORD.sub(right, question)
    return meant if meant != question else None


def _is_slip(one: str, other: str) -> bool:
    """Say whether one word may be another misspelt; "known" beside "know" is another form of it."""
    return len(other) > 1 and not one.startswith(other) and not other.startswith(one)


def _slips(one: str, other: str, most: int) -> int:
    """Return how many letters are wrong, missing, too many or changed with the next; above `most` it may be less."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        last, before, row = before, row, [i]
        for j, against in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
