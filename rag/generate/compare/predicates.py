"""The core of a claim: who did what, read off its first finite verb.

A rough reading, by word endings: it serves to tell "Northland and Dova vetoed the text" from "Northland and Dova are
members with veto power", which share most of their words. Speech is left out, for who says it is known elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.generate.compare.concepts import concept_stems
from rag.text.words import WORD

_BE = frozenset(
    "is are was were be been being has have had will would could can may might must should did does do".split()
)
_MODAL = frozenset("would will may might could should must likely plan plans urge urged due".split())
_STATE = frozenset("is are has have".split())
_IRREGULAR = frozenset(
    """
    became began broke brought built came caught chose cut drew drove fell fled flew found fought gave got grew held hit
    hurt kept knew led left lost made met paid put ran rose sank sent set shot shut sold spent stole stood struck swept
    threw took went withdrew won broke laid sought
    """.split()
)
_SPEECH = frozenset("said told added asked claimed insisted argued warned denied announced confirmed".split())
_NO_VERB = frozenset("united red hundred based-on so-called armed need feed speed indeed seed breed".split())
_REACH = 7


@dataclass(frozen=True, slots=True)
class Predicate:
    """The stems of the subject, of the verb ("" where none was read), and what it is.

    `state` is a lasting state rather than an event, `modal` something that would, may or is to happen.
    """

    subject: frozenset[str]
    verb: str
    state: bool
    modal: bool


def has_verb(text: str) -> bool:
    """Whether a text has a word that looks like a finite verb, so that it may be a sentence."""
    return any(
        word in _BE or word in _IRREGULAR or word in _SPEECH or word.endswith(("ed", "es", "s"))
        for word in (match.group().lower() for match in WORD.finditer(text))
    )


def predicate(text: str, offset: int = 0) -> Predicate:
    """Read who did what from a sentence, from an offset on."""
    words = list(WORD.finditer(text, offset))
    modal = False
    for at, match in enumerate(words):
        word = match.group().lower()
        modal = modal or word in _MODAL
        if word in _STATE:
            following = words[at + 1].group().lower() if at + 1 < len(words) else ""
            if not following.endswith("ed") and following not in _IRREGULAR | {"been", "being", "not"}:
                return Predicate(_subject(text, words, at), "", True, modal)
        if at == 0 or word in _BE or word in _NO_VERB or match.group()[0].isupper():
            continue
        if word in _SPEECH:
            return Predicate(frozenset(), "", False, modal)
        if (word.endswith("ed") and len(word) > 4) or word in _IRREGULAR:
            stems = concept_stems(word)
            return Predicate(_subject(text, words, at), stems[0] if stems else "", False, modal)
    return Predicate(frozenset(), "", False, modal)


def _subject(text: str, words: list[re.Match[str]], at: int) -> frozenset[str]:
    """Return the stems of the words before the verb, back to the last comma."""
    start = words[max(0, at - _REACH)].start()
    before = text[start : words[at].start()]
    return frozenset(concept_stems(re.split(r"[,;:]\s", before)[-1]))
