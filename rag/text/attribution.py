"""Reads an attribution off one sentence: the phrase for who says it, the verb, and who passed it on.

Works on a sentence whose quoted words are blanked out with "~", so that no verb inside a quotation counts. Whom a
pronoun or a surname stands for is found in `speakers`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from rag.text.people import CAP, NAME, bare_name, is_person

_SAY = (
    "said says say told tells added adds announced announces argued argues asserted admitted acknowledged accused "
    "advised alleged boasted claimed claims commented conceded concluded confirmed contended declared denied denies "
    "described describes disclosed estimated estimates exclaimed explained forecast forecasts fumed insisted insists "
    "joked lamented maintained maintains noted notes observed pledged predicted predicts promised quipped recalled "
    "reckons reckoned reiterated remarked repeated replied reported reports responded retorted revealed shouted "
    "snapped sobbed stated states stressed suggested testified thundered tweeted urged vowed warned warns wrote writes "
    "criticised criticized condemned called rejected dismissed asked expects believes put puts labelled hailed"
).split()
_VERB = rf"(?:{'|'.join(sorted(_SAY, key=len, reverse=True))})"
_ADVERB = r"(?:\w+ly|also|later|then|again|once|further|earlier|since|now|however|previously|still|in turn)"
_SAYING = re.compile(rf"\b(?:(?:has|have|had)\s+)?(?:{_ADVERB}\s+)*(?P<verb>{_VERB})\b(?!\s+(?:by|to\s+be|for|on)\b)")
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|it)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_ACCORDING = re.compile(r"\b[Aa]ccording\s+to\s+(?P<who>[^,.;:—–\"“”~]+)")
_CITING = re.compile(r"\b(?:cited|cites|quoted|quotes|citing|quoting)\s+(?P<who>[^,.;:—–\"“”~]+)")
_QUOTED_BY = re.compile(r"^(?P<who>[^,;:]+),\s+(?:quoted|cited)\s+by\s+(?P<via>[^,;:]+),")
_INVERTED = re.compile(
    rf"(?!told|tells|called|accused|put|rejected|dismissed|condemned)(?P<verb>{_VERB})\s+(?P<who>(?:{NAME}|(?:the|a|an|its|his|her|their|one)\s[^,.;:~\"“”]+?"
    rf"|(?:[a-z]+\s)?(?:police|officials|prosecutors|organisers|campaigners|residents|witnesses))"
    rf"(?:,\s+(?:{NAME}))?)(?:\s+(?:in|at|on|of|from|after|who)\s[^,.;~]+)?(?=[,.;]|$|\s*[\"“])"
)
_STOP = re.compile(
    r"\s+(?:who|which|that|as|when|while|after|before|because|but|since|until|on|during|at|where)\s|\s+in\s+(?:a|an|the)\s"
    r"|\s+(?:is|are|was|were|has|have|had|will|would|said|told)\s"
)
_BREAK = re.compile(r"[,;:—–\"“”()~]|\b(?:that|while|but|because|although|though|when|after|if|as|and\s+that)\b\s")
_DETERMINED = re.compile(
    r"(?:^|\b)(?:the|a|an|its|his|her|their|one|two|three|another|some|several|both|many|most)\s+[\w’'&.\- ]+$",
    re.IGNORECASE,
)
_PLURAL_SOURCE = re.compile(
    rf"(?:(?:{CAP}|[a-z]+)\s+){{0,2}}(?:police|officials?|prosecutors|ministers|authorities|officers|witnesses|residents"
    r"|investigators|analysts|lawyers|campaigners|doctors|rescuers|experts|scientists|researchers|organisers|organizers"
    r"|opponents|supporters|critics|diplomats|leaders|sources|economists|executives|relatives|parents|aides|staff"
    r"|people\s+[\w ]+|lawmakers|Republicans|Democrats|ministry|spokes(?:man|woman|person))"
    rf"(?:\s+(?:in|at|of|from|for)\s+(?:the\s+)?{CAP}(?:\s+{CAP})*)?$",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"{NAME}$")
_PRONOUN = re.compile(r"\b(he|she|they|it|we|i)$", re.IGNORECASE)
_WHOLE_NAME = re.compile(rf"{NAME}")
_WHEN = re.compile(
    r"\s+(?:(?:earlier|later|late|early)\s+)?(?:(?:this|last|that|in\s+the)\s+\w+|on\s+\w+day(?:\s+\w+)?|today|yesterday)$"
)
_COMMA = re.compile(r",(?!\d{3})")
_COMPOUND = re.compile(r"\b(?:and|or)\s+(?:has\s+|have\s+|had\s+)?$")
_PARTICIPLE = re.compile(r",\s+(?:saying|adding|warning|insisting|claiming)\b")
_AFTER_SPEECH = re.compile(r"(?:[\"”’»']|,)\s+$")
_OFTEN_PLAIN = frozenset(
    {"asked", "called", "reports", "notes", "states", "described", "describes", "labelled", "hailed"}
)


_END_OF_PHRASE = re.compile(
    r",(?=\s+(?:[a-z]|\d))|(?<!\b[A-Z])(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bLt)(?<!\bMrs)(?<!\bSen)(?<!\bRep)(?<!\bGov)"
    r"(?<!\bGen)(?<!\bCol)(?<!\bRev)\.(?!\w)"
)


_WORD = re.compile(r"\w+")
_TELLING = frozenset(_SAY) | frozenset(
    "According according cited cites citing quoted quotes quoting saying adding warning insisting claiming".split()
)
"""Words without any of which a sentence attributes nothing."""


class Attribution(NamedTuple):
    """Who says it, as printed, with the verb, and who passed it on ("the agency cited the coastguard")."""

    who: str
    verb: str
    via: str | None


def find_attribution(own: str) -> Attribution | None:
    """Return who says it according to one sentence with its quotations blanked out, or None."""
    if _TELLING.isdisjoint(_WORD.findall(own)):
        return None
    if chain := _chain(own):
        return chain
    if match := _ACCORDING.search(own):
        return Attribution(_trimmed(match["who"]), "according to", None)
    for match in _SAYING.finditer(own):
        before = own[: match.start()]
        if match["verb"] in _OFTEN_PLAIN and "~" not in own:
            continue
        if match["verb"] in ("put", "puts") and not re.match(r"\s+(?:the|its|their)\b", own[match.end() :]):
            continue
        if _PASSIVE.search(before):
            continue
        inverted = _INVERTED.match(own, match.start("verb")) if _AFTER_SPEECH.search(before) else None
        if inverted and not _STOP.search(f" {inverted['who']} "):
            return Attribution(_trimmed(inverted["who"]), match["verb"], None)
        who = _main_subject(before) if _COMPOUND.search(before) else _subject(before)
        if who:
            return Attribution(who, match["verb"], None)
    participle = _PARTICIPLE.search(own)
    if participle and (who := _main_subject(own[: participle.start()])):
        return Attribution(who, participle.group().strip(" ,"), None)
    return None


def _chain(own: str) -> Attribution | None:
    """Read "the agency cited the coastguard as saying", "police, quoted by the press office, put"."""
    if match := _QUOTED_BY.search(own):
        return Attribution(_trimmed(match["who"]), "quoted by", _trimmed(match["via"]))
    match = _CITING.search(own)
    if match is None:
        return None
    before = own[: match.start()].rstrip(" ,")
    said = _heard_plainly(before)
    via = said or _subject(before) or _main_subject(own)
    who = re.split(r"\s+as\s+(?:saying|telling|warning)\b", match["who"])[0]
    return Attribution(_trimmed(who), match.group().split()[0].lower(), via)


def _heard_plainly(before: str) -> str | None:
    """Return the subject of the verb of saying a text ends with ("..., the board said")."""
    verbs = [match for match in _SAYING.finditer(before) if match.end() == len(before)]
    return _subject(before[: verbs[-1].start()]) if verbs else None


def _subject(before: str) -> str | None:
    """Return the noun phrase that ends where a verb of saying begins: "X", or "X, the minister,"."""
    text = before.rstrip()
    if not text.endswith(","):
        return _phrase_at_end(text)
    pieces = _COMMA.split(re.split(r"[\"“”~]", text[:-1])[-1])
    if len(pieces) < 2:
        return None
    head, aside = pieces[-2].strip(), pieces[-1].strip()
    # "The ambassador, Ada Quill, said": the name beside the office is the better answer.
    if is_person(bare_name(aside)) and not is_person(bare_name(head)):
        return aside
    return _phrase_at_end(head)


def _phrase_at_end(text: str) -> str | None:
    """Return the noun phrase at the end of a text that can speak: a pronoun, a name, an office, a plural source."""
    segment = _WHEN.sub("", _BREAK.split(text)[-1].strip())
    if not segment or len(segment.split()) > 14:
        return None
    if match := _PRONOUN.search(segment):
        return match.group()
    for pattern in (_PLURAL_SOURCE, _DETERMINED, _NAMED):
        match = pattern.search(segment)
        if match is None or (pattern is _DETERMINED and _STOP.search(f" {match.group()} ")):
            continue
        phrase = match.group().strip()
        if pattern is _DETERMINED and (named := _NAMED.search(phrase)) and is_person(bare_name(named.group())):
            return named.group()
        return phrase
    return None


def _main_subject(before: str) -> str | None:
    """Return the noun phrase a sentence begins with, up to its first verb."""
    match = re.match(rf"(?:He|She|They|It)\b|{NAME}", before)
    if match is None:
        return None
    phrase = match.group()
    return phrase if phrase in ("He", "She", "They", "It") or is_person(bare_name(phrase)) else None


def _trimmed(phrase: str) -> str:
    """Cut a noun phrase where its relative clause or an adverbial begins."""
    if match := re.match(rf"(?P<name>{NAME}),\s", phrase):
        return match["name"]
    first = _END_OF_PHRASE.split(phrase, maxsplit=1)[0]
    if match := re.match(rf"(?:its|the|a|an|his|her|their)\s[^,]+,\s+(?P<name>{NAME})", phrase):
        return match["name"]
    return _STOP.split(f" {first.strip()} ")[0].strip(' ,.~"“”')
