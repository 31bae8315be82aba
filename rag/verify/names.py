"""Check that everybody and everything a claim names is named in a cited article.

A name counts as there if its words are, in any printing of it. A name of the article in another one's place is found
in `changes`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from rag.datatypes import DraftClaim, EvidenceParagraph, Problem, ProblemKind
from rag.text.names import Name, bare_words, find_names, printed_names, same_name
from rag.text.quotations import find_quotations
from rag.text.words import STOPWORDS
from rag.verify.evidence import is_whole_sentence, same_article
from rag.verify.wording import COUNTRIES

_WORD = re.compile(r"[^\W_]+")
_SHARED_START = 4
"""Letters a word shares with its adjective: "Velmar" and "Velmarian"."""
_LONGEST_NAME = 4
_OPENS = re.compile(r"(?:\A|[.!?:;…)\]\n\"“”*•–—-])\s*(?:\(?\d+[.)]\s*)?\Z")
_ACTS = re.compile(
    r"(?:['’]s\s|\s(?:also |later |then )?(?:[a-z]{3,}ed|was|is|has|had|will|would|did|said|says|told|came|went|won"
    r"|took|left|made|met|wrote|spoke|became|began|gave|led|ran|lost)\b(?!\s+(?:on|by)\b))"
)
_OBJECT = re.compile(
    r"\s(?:the|an?|your|this|that|these|those|all|any|each|some|both|one|two|three|it|them|up|out|off|in|on|\d)\b"
)
_NO_NAME = ("s", "ly", "ing", "ed", "tion", "ment", "ity", "ness")
_PLURAL = re.compile(r"(?<=[A-Z]{2})s\b")
_BRACKETED = re.compile(r"\[[^\[\]]*\]")


def check_names(
    draft: DraftClaim, cited: Sequence[EvidenceParagraph], evidence: Mapping[str, EvidenceParagraph]
) -> list[Problem]:
    """Report names that no cited article has, and a name put in another's place."""
    if not cited or is_whole_sentence(draft.text, cited):
        return []
    # What stands in brackets has a check of its own, and so have quotations.
    text = _BRACKETED.sub(lambda match: " " * len(match.group()), draft.text)
    quoted = [(quotation.start, quotation.end) for quotation in find_quotations(text)]
    texts = (*same_article(cited, evidence), *(paragraph.outlet for paragraph in cited))
    problems = []
    for name in find_names(text):
        if any(start <= name.start < end for start, end in quoted) or not is_surely_one(name, text):
            continue
        if not _is_named(name.text, texts):
            detail = f"The article cited does not name “{name.text}”."
            problems.append(Problem(ProblemKind.NAME, detail, (name.start, name.end)))
    return problems


def is_surely_one(name: Name, text: str) -> bool:
    """Say whether a capital makes a name: one word that opens a sentence is one only if it does something."""
    if len(name.text) < 3 and name.text.isupper():
        # "325 AD", "Ely, MN": an abbreviation, which an article may well spell out.
        return False
    if " " in name.text or name.text.isupper() or not _OPENS.search(text, 0, name.start):
        return True
    return bool(_ACTS.match(text, name.end)) and not name.text.lower().endswith(_NO_NAME)


def could_be_one(name: Name, text: str) -> bool:
    """Say whether a capital may make a name: one that opens a sentence and has an object is an order."""
    return " " in name.text or not _OPENS.search(text, 0, name.start) or not _OBJECT.match(text, name.end)


def _is_named(name: str, texts: tuple[str, ...]) -> bool:
    words = [word for word in _WORD.findall(_PLURAL.sub("", name).lower()) if word not in STOPWORDS]
    known = _words_of(texts)
    missing = [word for word in words if word not in known]
    if not missing or all(_is_kin(word, _listed(texts)) for word in missing):
        return True
    country = COUNTRIES.get(name.lower().replace(".", ""))
    if country and any(COUNTRIES.get(other.lower().replace(".", "")) == country for other in _names(texts)):
        return True
    return any(same_name(name, other) for other in _names(texts))


def _is_kin(word: str, listed: str) -> bool:
    """Say whether a word of the same start is known: the adjective of a place, a plural, a spelling."""
    return len(word) >= _SHARED_START and f"\n{word[: max(_SHARED_START, len(word) - 3)]}" in listed


@lru_cache(maxsize=256)
def _words_of(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(_WORD.findall("\n".join(texts).lower()))


@lru_cache(maxsize=256)
def _listed(texts: tuple[str, ...]) -> str:
    """Return the words of texts as one string, a line each, in which a start is looked for at once."""
    return "\n".join(("", *_words_of(texts)))


@lru_cache(maxsize=256)
def _names(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of texts, each printing once."""
    return tuple(dict.fromkeys(name for text in texts for name in printed_names(text)))


def may_be_one(one: str, other: str, texts: Sequence[str]) -> bool:
    """Say whether two names can stand for one: a longer form, an adjective, or parts of one name in the texts.

    Two full names that have only some of their words in common are two ("Ona Pell", "Mara Pell"). An abbreviation and
    a name in full cannot be told apart where no text spells it out.
    """
    if same_name(one, other) or one.isupper() != other.isupper():
        return True
    if _is_part(one, other) or _is_part(other, one):
        return True
    ours, theirs = frozenset(bare_words(one)), frozenset(bare_words(other))
    shared = {a for a in ours if any(_are_kin(a, b) for b in theirs)}
    if shared and (len(ours) != len(theirs) or len(shared) == len(ours)):
        return True
    return any(_joins(name, ours ^ theirs) for name in _names(tuple(texts)))


def _is_part(one: str, other: str) -> bool:
    return set(_WORD.findall(one.lower())).issubset(_WORD.findall(other.lower()))


def _are_kin(a: str, b: str) -> bool:
    start = a[: max(_SHARED_START, len(a) - 3)]
    return a == b or (min(len(a), len(b)) >= _SHARED_START and b.startswith(start))


def _joins(name: str, words: frozenset[str]) -> bool:
    """Say whether one name, not a headline in capitals, has all these words."""
    own = bare_words(name)
    return len(own) <= _LONGEST_NAME and words.issubset(own)
