"""What a program can see of a sentence held against the evidence, as numbers; what they mean is learned elsewhere.

Each word that carries meaning gets a row (is it in the evidence, how near is its nearest relative there, do it and
its neighbours stand together anywhere), and the sentence gets one of its own.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from rag.verify.ground import Ground, Match, Sentence
from rag.verify.kinship import WordVectors
from rag.verify.wording import ADVICE, LINKS, MODALS, NEGATIONS, NUMBER_WORDS, SOURCE_TALK

Numbers = NDArray[np.float64]

_ENDINGS = ("ly", "ing", "ed", "s", "tion", "er", "al", "ous", "ive", "ful")
_ITEM = re.compile(r"(?:[-*•]|\(?\d+[.)])\s")
_KINDS = (LINKS, NEGATIONS, MODALS, ADVICE, SOURCE_TALK)

WORD_TRAITS = (
    "novel", "share", "count", "kin", "kin_before", "kin_after", "novel_before", "novel_after", "novel_2_before",
    "novel_2_after", "in_best", "in_window", "together_before", "together_after", "together_2_before",
    "together_2_after", "near_before", "near_after", "bigram_before", "bigram_after", "name", "number", "length",
    "place", "best_share", "window_share", "seen", "link", "negation", "modal", "advice", "source_talk",
    *(f"ends_{ending}" for ending in _ENDINGS), "sentence_place", "first_sentence", "last_sentence", "words", "item",
    "echo", "novel_echo", "novel_first", "novel_name", "novel_number", "novel_talk", "novel_opener", "novel_item",
    "talk", "opener", "addressed",
)  # fmt: skip
"""The names of the numbers of a word, in order."""
_PLACED, _NAME, _NUMBER = map(WORD_TRAITS.index, ("sentence_place", "name", "number"))

SENTENCE_TRAITS = (
    "everywhere", "in_best", "in_two", "in_window", "together", "near", "bigrams", "trigrams", "soft", "novel_run",
    "novel_weight", "novel_names", "novel_numbers", "negation_added", "modal_dropped", "novel_links", "source_talk",
)  # fmt: skip
"""The names of the numbers of a sentence, in order."""


@dataclass(frozen=True, slots=True)
class Traits:
    """A sentence with what was seen of it: `words` has a row for each of its content words."""

    sentence: Sentence
    match: Match
    words: Numbers
    row: Numbers
    novel: tuple[int, ...]
    """The numbers of the content words that are nowhere in the evidence."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a sentence stands: it is `number` (from 0) `of` so many; `uses` counts the sentences that have a stem."""

    number: int
    of: int
    uses: Mapping[str, int]


def standings(sentences: Sequence[Sentence]) -> list[Standing]:
    """Return where each sentence of a text stands."""
    uses = Counter(one for sentence in sentences for one in set(sentence.content))
    return [Standing(number, len(sentences), uses) for number in range(len(sentences))]


def see(sentence: Sentence, standing: Standing, ground: Ground, vectors: WordVectors) -> Traits:
    """Hold a sentence of a text against the evidence."""
    content = sentence.content
    match = ground.match(content)
    novel = [i for i, one in enumerate(content) if one not in ground.places]
    kin = _kin(sentence, novel, ground, vectors)
    pairs = _Pairs.of(content, ground)
    words = np.empty((len(content), len(WORD_TRAITS)))
    words[:, :_PLACED] = _word_rows(sentence, ground, match, kin, pairs)
    words[:, _PLACED:] = _placed(sentence, standing, words)
    return Traits(sentence, match, words, _sentence_row(sentence, ground, match, novel, kin, pairs), tuple(novel))


def _placed(sentence: Sentence, standing: Standing, words: Numbers) -> Numbers:
    """Return the numbers of words that come from where their sentence stands in its text, and what it is for."""
    n = len(words)
    own = frozenset(sentence.words)
    first, last = float(standing.number == 0), float(standing.number == standing.of - 1 and standing.of > 1)
    place = standing.number / max(1, standing.of - 1)
    talk, opener = float(not own.isdisjoint(SOURCE_TALK)), float(sentence.text.endswith(":"))
    item = float(bool(_ITEM.match(sentence.text)))
    placed = np.empty((n, len(WORD_TRAITS) - _PLACED))
    placed[:, :5] = place, first, last, float(n), item
    placed[:, 5] = [math.log(standing.uses[one]) for one in sentence.content]
    novel = words[:, 0]
    placed[:, 6] = novel * placed[:, 5]
    placed[:, 7] = novel * first
    placed[:, 8] = novel * words[:, _NAME]
    placed[:, 9] = novel * words[:, _NUMBER]
    placed[:, 10:13] = novel[:, None] * np.array([talk, opener, item])
    placed[:, 13:] = talk, opener, float("you" in own or "your" in own)
    return placed


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Which neighbours of a sentence (next, and next but one) stand together in the evidence."""

    together: list[float]
    together_2: list[float]
    near: list[float]
    near_2: list[float]
    bigram: list[float]

    @classmethod
    def of(cls, content: Sequence[str], ground: Ground) -> _Pairs:
        places = [ground.places.get(one, 0) for one in content]
        wide = [bits | bits << 1 | bits >> 1 for bits in places]
        one, two = range(len(content) - 1), range(len(content) - 2)
        return cls(
            [float(places[i] & places[i + 1] != 0) for i in one],
            [float(places[i] & places[i + 2] != 0) for i in two],
            [float(places[i] & wide[i + 1] != 0) for i in one],
            [float(places[i] & wide[i + 2] != 0) for i in two],
            [float((content[i], content[i + 1]) in ground.bigrams) for i in one],
        )


def _kin(sentence: Sentence, novel: Sequence[int], ground: Ground, vectors: WordVectors) -> list[float]:
    """Return how near each content word comes to any word of the evidence: 1 for those that are in it."""
    kin = [1.0] * len(sentence.content)
    fresh = [i for i in novel if not sentence.printed[i][0].isdigit()]
    known = ground.telling_words
    if fresh and known:
        words = [sentence.printed[i].lower() for i in fresh]
        if not ground.has_vectors:
            # Both in one call, which costs less than two.
            vectors.meet([*known, *words])
        nearest = (vectors.of(words) @ ground.vectors(vectors).T).max(axis=1)
        for i, value in zip(fresh, nearest.tolist(), strict=True):
            kin[i] = value
    elif fresh:
        kin = [0.0 if i in fresh else 1.0 for i in range(len(kin))]
    return kin


def _word_rows(sentence: Sentence, ground: Ground, match: Match, kin: Sequence[float], pairs: _Pairs) -> Numbers:
    content, n = sentence.content, len(sentence.content)
    if not n:
        return np.empty((0, _PLACED))
    bits = [ground.places.get(one, 0) for one in content]
    counts = [b.bit_count() for b in bits]
    low = [word.lower().replace("’", "'") for word in sentence.printed]
    novel = [float(b == 0) for b in bits]
    best, total = match.best, max(1, len(ground.sentences))
    number, length, *of_kind = zip(*map(_alone, low), strict=True)
    columns = [
        novel, [c / total for c in counts], [math.log1p(c) for c in counts],
        kin, [1.0, *kin[:-1]], [*kin[1:], 1.0],
        [0.0, *novel[:-1]], [*novel[1:], 0.0], [0.0, 0.0, *novel[:-2]][:n], [*novel[2:], 0.0, 0.0][-n:],
        [float(best >= 0 and b >> best & 1) for b in bits],
        [float(best >= 0 and (b | b << 1 | b >> 1) >> best & 1) for b in bits],
        [1.0, *pairs.together], [*pairs.together, 1.0],
        [1.0, 1.0, *pairs.together_2][:n], [*pairs.together_2, 1.0, 1.0][-n:],
        [1.0, *pairs.near], [*pairs.near, 1.0], [1.0, *pairs.bigram], [*pairs.bigram, 1.0],
        [float(i > 0 and word[0].isupper()) for i, word in enumerate(sentence.printed)],
        number, length, [i / n for i in range(n)], [match.in_best] * n, [match.in_window] * n,
        [float(word in ground.words) for word in low], *of_kind,
    ]  # fmt: skip
    return np.fromiter(chain.from_iterable(columns), np.float64, len(columns) * n).reshape(-1, n).T


@lru_cache(maxsize=20_000)
def _alone(word: str) -> tuple[float, ...]:
    """Return the numbers of a lower-cased word that come from itself: its length, its kinds and its ending."""
    return (
        float(word[0].isdigit() or word in NUMBER_WORDS),
        float(len(word)),
        *[float(word in kind) for kind in _KINDS],
        *[float(word.endswith(ending)) for ending in _ENDINGS],
    )


def _sentence_row(
    sentence: Sentence, ground: Ground, match: Match, novel: Sequence[int], kin: Sequence[float], pairs: _Pairs
) -> Numbers:
    words = sentence.words
    own = frozenset(words)
    beside = [frozenset(ground.sentences[i].words) for i in (match.best, match.second) if i >= 0]
    around = frozenset[str]().union(*beside)
    trigrams = [t in ground.trigrams for t in zip(words, words[1:], words[2:], strict=False)]
    numbers = [w for w in words if w[0].isdigit() or w in NUMBER_WORDS]
    names = [w.lower() for i, w in enumerate(sentence.printed) if i and w[0].isupper()]
    return np.array(
        (
            match.everywhere, match.in_best, match.in_two, match.in_window,
            _share(pairs.together + pairs.together_2), _share(pairs.near + pairs.near_2), _share(pairs.bigram),
            _share(trigrams), _share(kin), _longest_run(novel),
            sum(ground.weight(sentence.content[i]) for i in novel),
            min(4, sum(not ground.has_word(name) for name in names)),
            min(4, sum(not ground.has_number(number) for number in numbers)),
            not own.isdisjoint(NEGATIONS) and around.isdisjoint(NEGATIONS),
            bool(beside) and own.isdisjoint(MODALS) and not beside[0].isdisjoint(MODALS),
            len((own & LINKS) - around), min(4, len(own & SOURCE_TALK)),
        ),
        dtype=np.float64,
    )  # fmt: skip


def _share(found: Sequence[float]) -> float:
    return sum(found) / len(found) if found else 1.0


def _longest_run(places: Sequence[int]) -> int:
    longest = run = 0
    for at, place in enumerate(places):
        run = run + 1 if at and places[at - 1] == place - 1 else 1
        longest = max(longest, run)
    return longest
