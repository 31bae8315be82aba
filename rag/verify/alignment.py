"""A claim laid word by word along the sentence it comes from: what is the same, what was put in another's place.

Names, numbers and units that stand at the same place are paired although they differ; every other word is paired with
its own like only. It locates; what a difference means is decided by rules elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from rag.text.names import Name, find_names, same_name
from rag.text.verbs import BASE_FORMS
from rag.text.words import STOPWORDS, stem
from rag.verify.wording import COUNTRIES, DATE_WORDS, NUMBER_WORDS, ROLES, UNIT_WORDS


class Sort(IntEnum):
    """What a token is: words of one sort may stand in each other's place, plain words never do."""

    PLAIN = 0
    NAME = 1
    NUMBER = 2
    DATE = 3
    UNIT = 4
    ROLE = 5


class Token(NamedTuple):
    """A word, a number, a sign or a whole name at `text[start:end]`; `key` is its normal form."""

    start: int
    end: int
    text: str
    key: str
    sort: Sort
    weight: int


_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,:]\d+)*|[$£€¥%]")
_LABEL = re.compile(r"\s*(?:(?:passage|step|source)\s*\d+\s*:?\s*)?(?:\d+\s*[.)]\s|\d+\s\s|[-*•]\s)?", re.I)
"""What numbers a sentence in a list, which is no part of it."""
_OPENING = re.compile(r"[^\W\d_]*")
_NAMED_ON = re.compile(r"[A-Z]\w*\s[A-Z]")
"""The start of a sentence whose second word is part of a name, and so its first one may be."""
_NOT = re.compile(r"n['’]t\Z", re.I)
_CANNOT = ("cannot", "Cannot")
_WHOLE = {"wo": "will", "ca": "can", "sha": "shall"}
_CONTENT, _FUNCTION, _EXCHANGED = 6, 2, 3
_EMPTY = frozenset("also then later now still already again too however meanwhile".split())
"""Words that come and go without a sentence saying another thing."""
_LONGEST = 160
"""Tokens of a longer sentence are left out: no sentence of reporting has as many."""


@lru_cache(maxsize=8192)
def tokens_of(text: str, *, opens_with_name: bool = False) -> tuple[Token, ...]:
    """Read a sentence as tokens, each name as one; whether a capital that opens it makes a name may be known."""
    found: list[Token] = []
    names = iter(_names(text, opens_with_name or bool(_NAMED_ON.match(text))))
    name = next(names, None)
    label = _LABEL.match(text)
    for match in _TOKEN.finditer(text, label.end() if label else 0):
        start, end = match.span()
        while name and name.end <= start:
            name = next(names, None)
        if name and name.start <= start:
            if not found or found[-1].start != name.start:
                found.append(_name(name.start, name.end, name.text))
            continue
        printed = match.group()
        if printed.isalpha() and printed not in _CANNOT:
            found.append(_word(start, end, printed.lower()))
        else:
            found += _words(start, end, printed)
    return tuple(found[:_LONGEST])


def _names(text: str, opens_with_name: bool) -> list[Name]:
    first = _OPENING.match(text)
    if not opens_with_name or first is None or first[0].lower() in STOPWORDS or not first[0][:1].isupper():
        return find_names(text)
    # A lower-case word before it makes the capital of the first word count.
    return [Name(n.start - 3, n.end - 3, n.text) for n in find_names("by " + text) if n.start >= 3]


def _names_of_one(source: str, claim: str) -> bool:
    """Say whether a claim opens with a word that names something in its source, where it does not open it."""
    first = _OPENING.match(claim)
    at = source.find(f" {first[0]}", 1) if first and first[0] else -1
    after = source[at + 1 + len(first[0]) :][:1] if first else ""
    return at > 0 and not after.isalpha() and source[at - 1] not in '.!?:”"'


def _name(start: int, end: int, text: str) -> Token:
    key = COUNTRIES.get(text.lower().replace(".", ""), text.lower())
    return Token(start, end, text, key, Sort.NAME, _CONTENT)


def _words(start: int, end: int, printed: str) -> Iterator[Token]:
    lower = printed.lower().replace("’", "'")
    if cut := _NOT.search(lower):
        first = lower[: cut.start()]
        yield _word(start, start + cut.start(), _WHOLE.get(first, first))
        yield Token(start + cut.start(), end, "not", "not", Sort.PLAIN, _FUNCTION)
    elif lower == "cannot":
        yield _word(start, start + 3, "can")
        yield Token(start + 3, end, "not", "not", Sort.PLAIN, _FUNCTION)
    else:
        yield _word(start, end, lower)


@lru_cache(maxsize=50_000)
def _shape(lower: str) -> tuple[str, Sort, int]:
    if lower[0].isdigit():
        return lower.replace(",", ""), Sort.NUMBER, _CONTENT
    if lower in NUMBER_WORDS:
        return NUMBER_WORDS[lower], Sort.NUMBER, _CONTENT
    if lower in DATE_WORDS:
        return DATE_WORDS[lower], Sort.DATE, _CONTENT
    if lower in UNIT_WORDS:
        return UNIT_WORDS[lower], Sort.UNIT, _CONTENT
    if lower in ROLES:
        return ROLES[lower], Sort.ROLE, _CONTENT
    base = BASE_FORMS.get(lower)
    if base:
        return base, Sort.PLAIN, _FUNCTION if base in STOPWORDS else _CONTENT
    return stem(lower), Sort.PLAIN, _FUNCTION if lower in STOPWORDS else _CONTENT


def key_of(word: str) -> str:
    """Return the normal form of one lower-cased word."""
    return _shape(word)[0]


def _word(start: int, end: int, lower: str) -> Token:
    return Token._make((start, end, lower, *_shape(lower)))


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two sentences side by side. `pairs` are places in `source` and `claim`, in order; `same` says which are equal."""

    source: tuple[Token, ...]
    claim: tuple[Token, ...]
    pairs: tuple[tuple[int, int], ...]
    same: frozenset[int]
    """The places in `claim` that are paired with their like."""
    kept: frozenset[int]
    """The places in `source` that are paired with their like."""

    likeness: float
    """The share (0 to 1) of the claim's weight that its source has, in order; what was exchanged left out."""

    def exchanged(self) -> Iterator[tuple[int, int]]:
        """Yield what stands in another's place, in source and claim, where the words on both sides are the same."""
        pairs = set(self.pairs)
        placed = frozenset(i for i, _ in self.pairs), frozenset(j for _, j in self.pairs)
        for i, j in self.pairs:
            if j not in self.same and all(
                not 0 <= b < len(self.claim) or (b in self.same and (a, b) in pairs)
                for a, b in (
                    (_beside(self.source, i, step, placed[0]), _beside(self.claim, j, step, placed[1]))
                    for step in (-1, 1)
                )
            ):
                yield i, j

    def gaps(self) -> Iterator[tuple[range, range]]:
        """Yield the places in source and claim between one word that both have and the next, where either has any."""
        i = j = 0
        for a, b in (*(pair for pair in self.pairs if pair[1] in self.same), (len(self.source), len(self.claim))):
            if a > i or b > j:
                yield range(i, a), range(j, b)
            i, j = a + 1, b + 1


def _beside(tokens: Sequence[Token], at: int, step: int, placed: frozenset[int]) -> int:
    """Return the next place in a direction, passing over an "also" or a "then" that only this sentence has."""
    at += step
    while 0 <= at < len(tokens) and at not in placed and tokens[at].text in _EMPTY:
        at += step
    return at


@lru_cache(maxsize=2048)
def align(source: str, claim: str) -> Alignment:
    """Lay a claim along a sentence so that most of its weight meets its like."""
    ours = tokens_of(source, opens_with_name=_names_of_one(claim, source))
    theirs = tokens_of(claim, opens_with_name=_names_of_one(source, claim))
    if ours[1:2] and theirs[1:2] and ours[1].key == theirs[1].key and Sort.NAME in (ours[0].sort, theirs[0].sort):
        # Before the same word a name and a capital: the capital stands where the name stood.
        ours, theirs = tokens_of(source, opens_with_name=True), tokens_of(claim, opens_with_name=True)
    a, b = _codes(ours, theirs)
    pairs = _run(a, b) or _pairs(a, b, ours, theirs)
    same = frozenset(j for i, j in pairs if a[i] == b[j])
    kept = frozenset(i for i, j in pairs if a[i] == b[j])
    exchanged = {j for _, j in pairs} - same
    total = sum(token.weight for j, token in enumerate(theirs) if j not in exchanged)
    likeness = sum(theirs[j].weight for j in same) / total if total else 0.0
    return Alignment(ours, theirs, tuple(pairs), same, kept, likeness)


def _run(a: Sequence[int], b: Sequence[int]) -> list[tuple[int, int]]:
    """Return the pairs of a claim that stands in its source in one run."""
    for k in range(len(a) - len(b) + 1 if b else 0):
        if a[k] == b[0] and list(a[k : k + len(b)]) == b:
            return [(k + j, j) for j in range(len(b))]
    return []


def _pairs(
    a: Sequence[int], b: Sequence[int], source: Sequence[Token], claim: Sequence[Token]
) -> list[tuple[int, int]]:
    """Return the heaviest pairing; what both begin and end with needs no looking for."""
    head = 0
    while head < min(len(a), len(b)) and a[head] == b[head]:
        head += 1
    tail = 0
    while tail < min(len(a), len(b)) - head and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    middle = _best(a[head : len(a) - tail], b[head : len(b) - tail], source[head:], claim[head:])
    pairs = [(k, k) for k in range(head)] + [(i + head, j + head) for i, j in middle]
    return pairs + [(len(a) - k, len(b) - k) for k in range(tail, 0, -1)]


def _codes(source: Sequence[Token], claim: Sequence[Token]) -> tuple[list[int], list[int]]:
    """Give equal tokens equal numbers; two printings of one name are equal."""
    codes: dict[tuple[Sort, str], int] = {}
    a = [codes.setdefault((token.sort, token.key), len(codes)) for token in source]
    names = [(token.text, code) for token, code in zip(source, a, strict=True) if token.sort is Sort.NAME]
    b = []
    for token in claim:
        key = (token.sort, token.key)
        if key not in codes and token.sort is Sort.NAME:
            codes[key] = next((code for text, code in names if same_name(text, token.text)), len(codes))
        # Two keys may now have one number, so the next is not the number of keys.
        b.append(codes.setdefault(key, len(codes) + len(source)))
    return a, b


def _best(a: Sequence[int], b: Sequence[int], source: Sequence[Token], claim: Sequence[Token]) -> list[tuple[int, int]]:
    """Return the heaviest pairing in order, by dynamic programming."""
    if not a or not b:
        return []
    sorts = [token.sort for token in claim[: len(b)]]
    rows = [[0] * (len(b) + 1)]
    for i, code in enumerate(a):
        above, row, left = rows[-1], [0], 0
        weight, sort = source[i].weight, source[i].sort
        for j, other in enumerate(b):
            best = above[j + 1] if above[j + 1] > left else left
            if code == other:
                best = max(best, above[j] + weight)
            elif sort and sort == sorts[j]:
                best = max(best, above[j] + _EXCHANGED)
            left = best
            row.append(best)
        rows.append(row)
    pairs = []
    i, j = len(a), len(b)
    while i and j:
        here = rows[i][j]
        if here == rows[i - 1][j]:
            i -= 1
        elif here == rows[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    return pairs[::-1]
