"""Check the words a writer put in [square brackets]: who or what they name must be in the cited article.

They are never part of a quotation; `rag.text.quotations.locate` passes over them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rag.datatypes import DraftClaim, EvidenceParagraph, Problem, ProblemKind
from rag.text.bodies import acts_as_a_body
from rag.text.names import find_names, same_name
from rag.text.words import STOPWORDS, WORD, content_stems
from rag.verify.evidence import same_article, sentences_of

_BRACKETED = re.compile(r"\[([^\[\]]*[^\W\d][^\[\]]*)\]")
_NEGATION = frozenset("not never no none nobody nothing without cannot".split())
_IT = re.compile(r"\bIts?\s+\Z")
_THING = re.compile(
    r"\ban?\s(?:[a-z-]+\s){0,3}?[a-z-]{3,}(?=[,.;]|\s(?:which|that|to|of|for|in|on|at|by|with|and|from)\b)"
)
_EDITORIAL = frozenset({"sic", "...", "…"})


def check_clarifications(
    draft: DraftClaim, cited: Sequence[EvidenceParagraph], evidence: Mapping[str, EvidenceParagraph]
) -> list[Problem]:
    """Report bracketed words that the cited articles do not have."""
    problems = []
    for match in _BRACKETED.finditer(draft.text):
        inner = match[1].strip()
        if len(inner) == 1 or inner.lower() in _EDITORIAL or any(match.group() in p.text for p in cited):
            continue
        if own := _replaced(match, cited):
            detail = f"The source itself has “{own}” where the sentence has “{match.group()}”."
            problems.append(Problem(ProblemKind.QUOTATION_ALTERED, detail, match.span()))
            continue
        missing = _missing(inner, same_article(cited, evidence))
        if missing:
            detail = f"“{match.group()}” was put in by the writer, but the cited article does not mention {missing}."
            problems.append(Problem(ProblemKind.NAME, detail, match.span()))
        elif other := _other_thing(inner, draft.text[match.end() :], cited):
            detail = f"“{match.group()}” was put in by the writer for “it”, which may well mean “{other}”."
            problems.append(Problem(ProblemKind.NAME, detail, match.span()))
    return problems


def _replaced(put_in: re.Match[str], cited: Sequence[EvidenceParagraph]) -> str | None:
    """Return the brackets that a source itself has at the same place: they are its words, and no others may stand."""
    place = _beside(put_in)
    return next((own.group() for p in cited for own in _BRACKETED.finditer(p.text) if _beside(own) == place), None)


def _beside(bracketed: re.Match[str]) -> tuple[list[str], list[str]]:
    """Return the word before brackets and the two after them, lower-cased."""
    before, after = bracketed.string[: bracketed.start()], bracketed.string[bracketed.end() :]
    return WORD.findall(before.lower())[-1:], WORD.findall(after.lower())[:2]


def _other_thing(inner: str, after: str, cited: Sequence[EvidenceParagraph]) -> str | None:
    """Return the thing that the sentence before brings up, where the source has "it" and does not say that it spoke.

    Only who speaks, plans or hopes is surely the body named; of anything else a thing just mentioned may be meant.
    """
    for paragraph in cited:
        at = paragraph.text.find(after.strip()) if after.startswith(" ") and after.strip() else -1
        pronoun = _IT.search(paragraph.text, 0, max(at, 0))
        if pronoun is None or acts_as_a_body(after):
            continue
        before = [s.text for s in sentences_of(paragraph.text) if s.end <= pronoun.start() + 1]
        thing = _THING.search(before[-1]) if before else None
        if thing and set(content_stems(thing.group())).isdisjoint(content_stems(inner)):
            return thing.group()
    return None


def _missing(inner: str, texts: Sequence[str]) -> str:
    """Return the first name or, in a clarification without names, the words that the texts do not have."""
    # A lower-case word before it makes the capital of the first word count: it opens no sentence.
    names = [name.text for name in find_names("by " + inner) if name.text.lower() not in STOPWORDS]
    printed = [name.text for text in texts for name in find_names("by " + text)] if names else []
    for name in names:
        if not any(name in text for text in texts) and not any(same_name(name, other) for other in printed):
            return name
    if names:
        return ""
    if not _NEGATION.isdisjoint(inner.lower().split()):
        return f"“{inner}” there"
    known = {stem for text in texts for stem in content_stems(text)}
    return "" if known.issuperset(content_stems(inner)) else f"“{inner}”"
