"""Loaded words of a text: words that judge or stir, and verbs of saying that judge the speaker.

The words are in `loaded_words.txt`, one a line. It knows nothing of quotation marks: a caller who wants an outlet's
own voice leaves out what is inside them. A word counts by its form and place only, so irony and innuendo are beyond it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from rag.text.words import stem

_LEXICON = Path(__file__).with_name("loaded_words.txt")
_TOKEN = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*", re.UNICODE)

# A judging verb reports speech when what follows is a clause ("claimed that", "insisted the dam was safe"), or when
# it stands beside a quotation. "Claimed nine lives" and "admitted to hospital" fit none of these.
_CLAUSE_AFTER = re.compile(
    r"\s+(?:that\b|to\s+have\b|there\b|(?:he|she|it|they|we|i)\b"
    r"|(?:[\w’'-]+\s+){1,6}?(?:is|are|was|were|has|had|have|will|would|could|should|may|might|did)\b)",
    re.IGNORECASE,
)
_QUOTE_AFTER = re.compile(r"\s*[,:]?\s*[\"“«]")
_QUOTE_BEFORE = re.compile(r"[,?!.…][\"”»]\s+(?:[\w’'.-]+,?\s+){0,8}$")
_REPORTED_BEFORE = re.compile(r",\s+(?:[\w’'-]+\s+){1,4}$")
# "Claims" is a verb after a name or a pronoun, and otherwise mostly a noun ("denied claims that").
_SUBJECT_BEFORE = re.compile(r"(?:\b(?:he|she|it|who)|\b[A-Z][\w’'-]*)\s+$")
# "Slammed into a wall", "slammed the door": the plain meaning of a verb that also stands for criticism.
_PLAIN_SENSE = re.compile(
    r"\s*(?:[.,;:]|$|(?:into|against|through|off|out|past|from|by|up|down|away|open|in|to)\b"
    r"|(?:shut|the\s+(?:\w+\s+)?(?:door|gate|brake|phone|window|lid)s?)\b)",
    re.IGNORECASE,
)


class Loaded(NamedTuple):
    """One loaded word or phrase: `text[start:end] == word`."""

    start: int
    end: int
    word: str


class _Lexicon(NamedTuple):
    """Words as written, stems by section for verbs, and phrases by their first stem."""

    forms: frozenset[str]
    stems: dict[str, frozenset[str]]
    phrases: dict[str, tuple[tuple[str, ...], ...]]


_INFLECTED = ("acting", "attribution", "attacking")


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    forms: set[str] = set()
    stems: dict[str, set[str]] = {name: set() for name in _INFLECTED}
    phrases: dict[str, list[tuple[str, ...]]] = {}
    section = ""
    for line in _LEXICON.read_text(encoding="utf-8").splitlines():
        entry = line.strip()
        if not entry or entry.startswith("#"):
            continue
        if entry.startswith("["):
            section = entry.strip("[]")
            continue
        words = _TOKEN.findall(entry)
        if len(words) > 1:
            pieces = tuple(stem(word) for word in words)
            phrases.setdefault(pieces[0], []).append(pieces)
        elif section in _INFLECTED:
            stems[section].add(stem(entry))
        else:
            forms.update((entry, entry + "s"))
    # Longest first, so that a phrase is found before one that begins it.
    ordered = {first: tuple(sorted(group, key=len, reverse=True)) for first, group in phrases.items()}
    return _Lexicon(frozenset(forms), {name: frozenset(group) for name, group in stems.items()}, ordered)


def _reports_speech(text: str, start: int, end: int) -> bool:
    after, before, form = text[end : end + 80], text[max(0, start - 80) : start], text[start:end].lower()
    if form.startswith("admit") and re.match(r"\s+to\s+(?!having)", after):
        return False  # to hospital
    if form.endswith(("tion", "tions", "ment", "ments")):
        return False
    if (form.endswith("s") or stem(form) == form) and not _SUBJECT_BEFORE.search(before):
        return False
    if _CLAUSE_AFTER.match(after) or _QUOTE_AFTER.match(after) or _QUOTE_BEFORE.search(before):
        return True
    return after.lstrip()[:1] in (".", "") and bool(_REPORTED_BEFORE.search(before))


def _is_name(text: str, start: int, word: str) -> bool:
    """Whether a capital letter inside a sentence marks the word as part of a name ("Savage", "Mount Grim")."""
    if not word[0].isupper():
        return False
    before = text[:start].rstrip()
    return bool(before) and before[-1] not in ".!?:\"“”'‘’\n-–—•"


def _is_loaded(lexicon: _Lexicon, text: str, start: int, end: int) -> bool:
    word = text[start:end]
    if _is_name(text, start, word):
        return False
    root = stem(word)
    if word.lower() in lexicon.forms or root in lexicon.stems["acting"]:
        return True
    if root in lexicon.stems["attacking"] and word.lower().endswith(("ed", "es", "s", "ing")):
        return not _PLAIN_SENSE.match(text[end:])
    return root in lexicon.stems["attribution"] and _reports_speech(text, start, end)


def find_loaded(text: str) -> list[Loaded]:
    """Return the loaded words and phrases of a text in order, without overlaps.

    A capitalised word inside a sentence is taken for a name and left out.
    """
    lexicon = _lexicon()
    found: list[Loaded] = []
    matches = list(_TOKEN.finditer(text))
    stems = [stem(match.group()) for match in matches]
    at = 0
    while at < len(matches):
        phrase = next((p for p in lexicon.phrases.get(stems[at], ()) if tuple(stems[at : at + len(p)]) == p), None)
        length = len(phrase) if phrase else 1
        start, end = matches[at].start(), matches[at + length - 1].end()
        if phrase or _is_loaded(lexicon, text, start, end):
            found.append(Loaded(start, end, text[start:end]))
        at += length
    return found
