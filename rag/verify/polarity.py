"""Check that a claim keeps its source's negations, denials and hedges: none dropped, none added.

It looks at the word each of them bears on, in the sentence the claim comes from. A turn of meaning by other words
("failed to", "abandoned") and irony are beyond it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.datatypes import DraftClaim, EvidenceParagraph, Problem, ProblemKind
from rag.text.words import STOPWORDS, stem
from rag.verify.evidence import is_whole_sentence
from rag.verify.ground import read_sentences
from rag.verify.matching import nearest_sentence
from rag.verify.wording import NUMBER_WORDS, SOFTENED, TURNED, WEAKENING

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|[.,;:!?()\"“”—–]")
_BRACKETED = re.compile(r"\[[^\[\]]*\]")
_NO_DENIAL = re.compile(
    rf"\bthan(?=\s+(?:[$£€]|about\s)?(?:\d|(?:{'|'.join(NUMBER_WORDS)})\b))|\ba\s+(?:few|little)\b", re.I
)
"""What only looks as if it said no: "more than 500", "a few"."""
_NOT = frozenset("not never cannot no nobody none neither nor nothing".split())
_DENIAL = frozenset("denied denies deny denying rejected rejects refuted refutes disputed disputes".split())
_UNSURE = WEAKENING | {"accused", "could"}
_OFTEN_FAIR = frozenset({"could", "accused", "likely", "potentially", "presumably"})
"""Hedges that a claim may bring along: "accused" reports, and "could" tells what was possible."""
_NEAR_ENOUGH = 0.6
_SCOPE = 3
"""How many words a "not" or a "may" may stand before the word it bears on."""
_DENIED = 2
"""How many words of what was denied a sentence must repeat to be about it."""


def check_polarity(
    draft: DraftClaim, cited: Sequence[EvidenceParagraph], _evidence: Mapping[str, EvidenceParagraph]
) -> list[Problem]:
    """Report a negation, a denial or a hedge that the claim drops or adds."""
    if not cited or is_whole_sentence(draft.text, cited):
        return []
    # What stands in brackets has a check of its own.
    text = _BRACKETED.sub(lambda match: " " * len(match.group()), draft.text)
    problems = []
    for sentence in read_sentences(text):
        nearest = nearest_sentence(sentence, cited)
        if nearest is None or nearest.share < _NEAR_ENOUGH:
            continue
        if detail := _difference(_Turns.of(sentence.text), _Turns.of(nearest.sentence.text)):
            problems.append(Problem(ProblemKind.POLARITY, detail, (sentence.start, sentence.end)))
    return problems


@dataclass(frozen=True, slots=True)
class _Turns:
    """What is negated, denied or held unsure in a sentence, by stem, with the word that does it."""

    negated: Mapping[str, str]
    denied: Mapping[str, frozenset[str]]
    unsure: Mapping[str, str]
    plain: frozenset[str]
    """The stems that neither a negation nor a hedge bears on."""
    words: frozenset[str]

    @classmethod
    @lru_cache(maxsize=4096)
    def of(cls, text: str) -> _Turns:
        tokens = [token.lower().replace("’", "'") for token in _TOKEN.findall(_NO_DENIAL.sub(" ", text))]
        negated: dict[str, str] = {}
        denied: dict[str, frozenset[str]] = {}
        unsure: dict[str, str] = {}
        touched: set[int] = set()
        for at, token in enumerate(tokens):
            if token in _NOT or token.endswith("n't"):
                if tokens[at + 1 : at + 2] != ["only"]:
                    negated |= dict.fromkeys(_next(tokens, at, touched, 1), token)
            elif token in _DENIAL:
                denied[token] = frozenset(_next(tokens, at, set(), 8, scope=12))
            elif token in _UNSURE:
                unsure |= dict.fromkeys(_next(tokens, at, touched, 1), token)
        plain = {stem(t) for at, t in enumerate(tokens) if at not in touched and t[0].isalpha() and t not in STOPWORDS}
        return cls(negated, denied, unsure, frozenset(plain), frozenset(tokens))

    @property
    def says_no(self) -> bool:
        """Whether anything in the sentence can stand for a negation."""
        return not self.words.isdisjoint(TURNED) or any(word.endswith("n't") for word in self.words)

    @property
    def is_fact(self) -> bool:
        """Whether nothing in the sentence can stand for a hedge."""
        return self.words.isdisjoint(SOFTENED)


def _next(tokens: Sequence[str], at: int, touched: set[int], most: int, scope: int = _SCOPE) -> list[str]:
    """Return the stems of the words that carry meaning right after a place, within a clause."""
    found: list[str] = []
    for place in range(at + 1, min(len(tokens), at + 1 + scope)):
        token = tokens[place]
        if not token[0].isalpha() or len(found) == most:
            break
        if token not in STOPWORDS:
            found.append(stem(token))
            touched.add(place)
    return found


def _difference(claim: _Turns, source: _Turns) -> str | None:
    """Say what the claim drops or adds."""
    for one, other, says in (
        (source, claim, "The source says “{}” of “{}”; the claim does not."),
        (claim, source, "The claim says “{}” of “{}”; the source does not."),
    ):
        for word, by in one.negated.items():
            if not other.says_no and word in other.plain and word not in one.plain:
                return says.format(by, word)
    for one, other, says in (
        (source, claim, "The source has this “{}”; the claim does not."),
        (claim, source, "The claim has this “{}”; the source does not."),
    ):
        for by, what in one.denied.items():
            if what and not other.says_no and len(what & other.plain) >= min(_DENIED, len(what)):
                return says.format(by)
    for word, by in source.unsure.items():
        if claim.is_fact and word in claim.plain and word not in source.plain:
            return f"The source says “{by}”; the claim states it as fact."
    for word, by in claim.unsure.items():
        if source.is_fact and by not in _OFTEN_FAIR and word in source.plain:
            return f"The claim says “{by}”; the source states it as fact."
    return None
