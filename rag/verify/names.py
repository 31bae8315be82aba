"""Check that everybody and everything a claim names is named in a cited article.

A name counts as there if its words are, in any printing of it. One exception looks closer: a claim that is its source
but for one name must have the source's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from rag.datatypes import DraftClaim, EvidenceParagraph, Problem, ProblemKind
from rag.text.names import Name, find_names, same_name
from rag.text.quotations import find_quotations
from rag.text.words import STOPWORDS
from rag.verify.evidence import is_whole_sentence, same_article
from rag.verify.ground import read_sentences
from rag.verify.matching import nearest_sentence

_WORD = re.compile(r"[^\W_]+")
_SHARED_START = 4
"""Letters a word shares with its adjective: "Velmar" and "Velmarian"."""
_NEARLY_VERBATIM = 0.8
_OPENS = re.compile(r"(?:\A|[.!?:;…)\]\n\"“”*•–—-])\s*(?:\(?\d+[.)]\s*)?\Z")
_ACTS = re.compile(
    r"(?:['’]s\s|\s(?:also |later |then )?(?:[a-z]{3,}ed|was|is|has|had|will|would|did|said|says|told|came|went|won"
    r"|took|left|made|met|wrote|spoke|became|began|gave|led|ran|lost)\b(?!\s+(?:on|by)\b))"
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
        if any(start <= name.start < end for start, end in quoted) or not _is_surely_one(name, text):
            continue
        if not _is_named(name.text, texts):
            detail = f"The article cited does not name “{name.text}”."
            problems.append(Problem(ProblemKind.NAME, detail, (name.start, name.end)))
    return problems or list(_replaced(text, cited))


def _is_surely_one(name: Name, text: str) -> bool:
    """Say whether a capital makes a name: one word that opens a sentence is one only if it does something."""
    if len(name.text) < 3 and name.text.isupper():
        # "325 AD", "Ely, MN": an abbreviation, which an article may well spell out.
        return False
    if " " in name.text or name.text.isupper() or not _OPENS.search(text, 0, name.start):
        return True
    return bool(_ACTS.match(text, name.end)) and not name.text.lower().endswith(_NO_NAME)


def _is_named(name: str, texts: Sequence[str]) -> bool:
    words = [word for word in _WORD.findall(_PLURAL.sub("", name).lower()) if word not in STOPWORDS]
    missing = [word for word in words if not any(word in _words(text) for text in texts)]
    if not missing or any(same_name(name, other) for text in texts for other in _names(text)):
        return True
    return all(any(_is_kin(word, text) for text in texts) for word in missing)


def _is_kin(word: str, text: str) -> bool:
    """Say whether a text has a word of the same start: the adjective of a place, a plural, a spelling."""
    start = word[: max(_SHARED_START, len(word) - 3)]
    return len(word) >= _SHARED_START and any(other.startswith(start) for other in _words(text))


@lru_cache(maxsize=8192)
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))


@lru_cache(maxsize=8192)
def _names(text: str) -> tuple[str, ...]:
    return tuple(name.text for name in find_names(text))


def _replaced(text: str, cited: Sequence[EvidenceParagraph]) -> Iterator[Problem]:
    """Report the names in which a claim differs from a sentence that is otherwise the same."""
    for sentence in read_sentences(text):
        ours = [name for name in find_names(sentence.text) if _is_surely_one(name, sentence.text)]
        nearest = nearest_sentence(sentence, cited) if ours else None
        if nearest is None or nearest.share < 0.5:
            continue
        source = nearest.sentence
        matcher = SequenceMatcher(None, source.words, sentence.words, autojunk=False)
        if matcher.real_quick_ratio() < _NEARLY_VERBATIM or matcher.ratio() < _NEARLY_VERBATIM:
            continue
        theirs = find_names(source.text)
        for tag, a, b, c, d in matcher.get_opcodes():
            new = [name for name in ours if tag == "replace" and _is_in(name, sentence.words[c:d])]
            old = [name for name in theirs if tag == "replace" and _is_in(name, source.words[a:b])]
            if new and old and not any(_is_named(x.text, [y.text]) for x in new for y in old):
                detail = f"The claim says “{new[0].text}” where the paragraph cited has “{old[0].text}”."
                start = sentence.start + new[0].start
                yield Problem(ProblemKind.NAME, detail, (start, start + len(new[0].text)))


def _is_in(name: Name, words: Sequence[str]) -> bool:
    """Say whether words have some of a name's own."""
    bare = {word.removesuffix("'s") for word in words}
    return any(word in bare for word in _WORD.findall(name.text.lower()))
