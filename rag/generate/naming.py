"""A sentence that stands alone: a name in square brackets for its pronoun, where it is safe to say whom it means.

A wrong name in a claim is worse than a pronoun, so a name is put in only if it reads as a person's or a firm's and
stands close before; and for "it", which may mean a thing or nothing at all, only where it does what a body alone does.
"""

from __future__ import annotations

import re

from rag.generate.compare.claims import standalone
from rag.generate.compare.reading import Sentence
from rag.text.bodies import acts_as_a_body

_PERSON = re.compile(r"[^\W\d_][\w.'’\-]+(?: (?:van|von|de|da|del|der|di|bin|al|el|la))*(?: [A-Z][\w.'’\-]*){1,3}")
_BRACKET = re.compile(r"\[(?P<name>[^\]]+?)(?:’s|'s)?\]")
_IT = re.compile(r"(?:(?:But|And|Yet|Still)\s+)?[Ii]ts?\b")
_NO_PERSON = frozenset("the a an over after before other his her their its our mandatory image photo getty".split())


def named(sentence: Sentence) -> str | None:
    """Return the sentence as one that stands alone, or None if it leans on something that cannot be named safely."""
    text = standalone(sentence)
    if text is None:
        return None
    put_in = [match["name"] for match in _BRACKET.finditer(text) if match.group() not in sentence.text]
    if put_in and (opening := _IT.match(sentence.text)) and not acts_as_a_body(sentence.text[opening.end() :]):
        return None
    return text if all(_safe(name, sentence) for name in put_in) else None


def _safe(name: str, sentence: Sentence) -> bool:
    if not _PERSON.fullmatch(name) or name.split()[0].lower() in _NO_PERSON:
        return False
    near = " ".join((*sentence.before[-2:], sentence.lead))
    return name.split()[-1] in near
