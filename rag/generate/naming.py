"""A sentence that stands alone: a name in square brackets for its pronoun, where it is safe to say whom it means.

A wrong name in a claim is worse than a pronoun, so a name is put in only if it reads as a person's or a firm's and
stands close before; and for "it", which may mean a thing or nothing at all, only where it does what a body alone does.
A sentence that hangs on what stood before it in other ways is told apart too (`leans`).
"""

from __future__ import annotations

import re

from rag.generate.compare.claims import standalone
from rag.generate.compare.reading import Sentence
from rag.text.bodies import acts_as_a_body
from rag.text.people import bare_name, is_person
from rag.text.quotations import find_quotations
from rag.text.words import STOPWORDS

_PERSON = re.compile(r"[^\W\d_][\w.'’\-]+(?: (?:van|von|de|da|del|der|di|bin|al|el|la))*(?: [A-Z][\w.'’\-]*){1,3}")
_BRACKET = re.compile(r"\[(?P<name>[^\]]+?)(?:’s|'s)?\]")
_IT = re.compile(r"(?:(?:But|And|Yet|Still)\s+)?[Ii]ts?\b")
_NO_PERSON = frozenset("the a an over after before other his her their its our mandatory image photo getty".split())
_HE_OR_SHE = re.compile(r"\b(?:he|she|his|her)\b", re.IGNORECASE)
_REPLY = re.compile(r"\[[^\]]+[’']s\]\s+(?:\w+\s+)?(?:response|reply|answer|words|verdict|message|take)\b")
"""A reply is as likely to be to the one named as by them."""

_LEANS = re.compile(
    r"^(?:To\s+which|In\s+(?:response|reply|turn)|Asked\s+later)\b"
    r"|^The\s+(?:\w+\s+)?(?:statements?|comments?|remarks?|moves?|questions?|entry|latter|former|two|pair|trio|same|others?"
    r"|disclosure|exchange|response|reply|new\s+figure)\b"
    r"|^(?:It|True\s+to\s+form)\b|^(?:[\w’']+\s?){1,3},\s+(?:he|she|it|they|neither)\b|\b(?:continued|went\s+on),|,\s+in\s+turn,"
    r"|\b(?:said|says|told\s+\w+)\s+(?:then|next)\W*$"
    r"|\b(?:it|he|she|they)\s+(?:also\s+)?(?:added|said|says|continued|noted|argued)\W*$"
    r"|\bfurther\s+(?:note[sd]?|add(?:s|ed))\b|\b(?:struck|sounded)\s+an?\s+[\w-]+\s+(?:note|tone)\b"
)
_STATES = "Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Mass Md Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa"
_BEFORE_A_PLACE = frozenset("a an at from in its near of on outside the their to under with".split())
_CUT = re.compile(rf"\b(?:[DRI]-[A-Z]\w*|{'|'.join(_STATES.split())}|Tenn|Tex|Va|Vt|Wash|Wis|Wyo)\.[\"”]?$")
"""How a sentence ends that was cut at an abbreviation."""


def named(sentence: Sentence) -> str | None:
    """Return the sentence as one that stands alone, or None if it leans on something that cannot be named safely."""
    text = standalone(sentence)
    if text is None or not names_are_safe(text, sentence):
        return None
    put_in = any(match.group() not in sentence.text for match in _BRACKET.finditer(text))
    if put_in and (opening := _IT.match(sentence.text)) and not acts_as_a_body(sentence.text[opening.end() :]):
        return None
    return text


def names_are_safe(text: str, sentence: Sentence) -> bool:
    """Tell whether the names put into a sentence's text are surely of those whom its pronouns mean."""
    put_in = [match["name"] for match in _BRACKET.finditer(text) if match.group() not in sentence.text]
    if put_in and _REPLY.match(text):
        return False
    return all(_safe(name, sentence) for name in put_in)


def leans(text: str) -> bool:
    """Tell whether a sentence hangs on one before it: "To which Quill replied", "..., it added"."""
    outside, at = [], 0
    for quotation in find_quotations(text):
        outside.append(text[at : quotation.start])
        at = quotation.end
    return _LEANS.search("".join([*outside, text[at:]]).strip()) is not None


def introduced_before(sentence: Sentence) -> bool:
    """Tell whether a sentence opens with a surname alone, whose bearer was introduced before it."""
    first = sentence.text.split()[0].rstrip(",") if sentence.text.split() else ""
    if not first[:1].isupper() or first.lower() in STOPWORDS:
        return False
    whole = re.compile(rf"\b[A-Z][\w’'-]+\s+{re.escape(first)}\b")
    return any(whole.search(text) for text in (*sentence.before, sentence.lead))


def cut_short(sentence: Sentence) -> bool:
    """Tell whether a sentence was cut at an abbreviation ("Gov. Ada Quill, D-Wash."), or is what is left of one."""
    after = sentence.paragraph.text[sentence.end :].strip()
    return bool(_CUT.search(sentence.lead.rstrip())) or (bool(after) and bool(_CUT.search(sentence.text)))


def _safe(name: str, sentence: Sentence) -> bool:
    if not _PERSON.fullmatch(name) or bare_name(f"{name} Quill") == "Quill" or name.split()[0].lower() in _NO_PERSON:
        return False
    near = " ".join((*sentence.before[-2:], sentence.lead))
    if name.split()[-1] not in near:
        return False
    return not _HE_OR_SHE.search(sentence.text) or (is_person(name) and not _only_a_place(name, sentence))


def _only_a_place(name: str, sentence: Sentence) -> bool:
    """Tell whether a name has only stood behind "at", "of", "the" and the like so far: then it is nobody's."""
    last = name.split()[-1]
    so_far = " ".join((*sentence.before, sentence.lead))
    mentions = re.findall(rf"(?:(\w+)\s+)?(?:[A-Z][\w.'’-]*\s+)*{re.escape(last)}\b", so_far)
    return bool(mentions) and all(before in _BEFORE_A_PLACE for before in mentions)
