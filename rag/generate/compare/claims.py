"""The claims of an article: its sentences that can stand alone, in its own words, and how much each matters.

A pronoun that a reader could not resolve is replaced by the name in square brackets; a sentence whose pronoun nobody
in reach fits is left out, as are questions, fragments, asides to the reader and quotations without their speaker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rag.generate.compare.concepts import concept_stems
from rag.generate.compare.parts import parts
from rag.generate.compare.predicates import has_verb
from rag.generate.compare.reading import Reading, Sentence
from rag.text.people import surname
from rag.text.speakers import antecedent
from rag.text.words import tokens

_SHORTEST = 5
_SHORTEST_MEMBER = 4
_MOST = 1500
"""How many claims are compared; every pair of them is looked at."""
_LEADING = re.compile(r"(?P<pronoun>He|She|They|It|His|Her|Their|Its)\b(?!['’])")
_EMPTY_IT = re.compile(
    r"It(?:'s|’s|\s+(?:is|was|will\s+be|would\s+be|has\s+been|had\s+been|remains|seems|appears|took|comes|came))\b"
)
_POINTING = re.compile(
    r"(?:This|That|These|Those|Such|So|There|Then|But|And|Or|Yet|Here|You|I|We|My|Our|Your|Among\s+them|One\s+of\s+them"
    r"|Nor|Neither|Not|Still|Instead|Otherwise|Another|Others|Both|In\s+it|Of\s+(?:those|these|them))\b"
)
_SOFT_OPENING = re.compile(r"(?:But|And|Yet|Still)\s+(?=\w)")
_TO_READER = re.compile(
    r"\b(?:sign\s+up|subscribe|newsletter|click\s+here|read\s+more|follow\s+us|this\s+(?:story|article|report)\s+(?:was|has))\b",
    re.IGNORECASE,
)
_CUT_SHORT = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Gov|Sen|Rep|Gen|Lt|Col|Rev|Prof)\.?$")
_SAID_ON = re.compile(r"[^\"“]*[\"“]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim as one article words it. `text` is the sentence with names for its pronouns; `weight` its importance.

    `core` holds the stems of what is claimed, without those of who says so. A sentence that does not stand alone has
    no `text`: it may bear a claim out, but no claim is worded by it. One that is `spoken` is a quotation and nothing
    else; it words a claim only where others report it too.
    """

    sentence: Sentence
    text: str | None
    weight: float
    core: frozenset[str]
    spoken: bool = False


def candidates(reading: Reading, topic: frozenset[str], weight: Mapping[str, float]) -> Iterator[Candidate]:
    """Yield the claims of an article in order. `topic` holds the stems of the topic and the headlines."""
    for sentence in (part for whole in reading.sentences for part in parts(whole)):
        text = standalone(sentence) if _stands(sentence) else None
        spoken = _spoken(sentence) if text is None else None
        if text is None and (len(tokens(sentence.text)) < _SHORTEST_MEMBER or _TO_READER.search(sentence.text)):
            continue
        core = frozenset(concept_stems(said(sentence)))
        yield Candidate(sentence, text or spoken, _importance(sentence, topic, weight), core, spoken is not None)


def weightiest(claims: Sequence[Candidate]) -> list[Candidate]:
    """Return the claims that matter most, in their order: all of them in any ordinary story."""
    if len(claims) <= _MOST:
        return list(claims)
    kept = sorted(range(len(claims)), key=lambda i: (-claims[i].weight, i))[:_MOST]
    return [claims[i] for i in sorted(kept)]


def _stands(sentence: Sentence) -> bool:
    text = sentence.text
    if len(tokens(text)) < _SHORTEST or len(sentence.stems) < 2 or _TO_READER.search(text):
        return False
    if text.rstrip("\"”»'’ ").endswith(("?", "…", ":")):
        return False
    if _CUT_SHORT.search(text):
        return False
    if text.count('"') % 2 or text.count("“") != text.count("”"):
        return False
    if sentence.statement is not None and not sentence.statement.verb:
        return False
    return has_verb(text) and len(_unquoted(sentence).split()) > 1


def _unquoted(sentence: Sentence) -> str:
    """Return the sentence with its quotations blanked out, offsets kept."""
    text = sentence.text
    for quote in sentence.quotations:
        low, high = max(0, quote.start - sentence.start), min(len(text), quote.end - sentence.start)
        text = text[:low] + " " * (high - low) + text[high:]
    return text


def said(sentence: Sentence) -> str:
    """Return what a sentence says without who says it: "Quill, the mayor, said it rained" gives "it rained"."""
    statement, text = sentence.statement, sentence.text
    if statement is None or not statement.verb:
        return text
    outside = _unquoted(sentence)
    match = re.search(rf"\b{re.escape(statement.verb)}\b", outside, re.IGNORECASE)
    if match is None:
        return text
    before, after = text[: match.start()], text[match.end() :]
    if statement.verb == "according to":
        rest = after.split(", ", 1)
        return before if len(before) > 3 else (rest[1] if len(rest) > 1 else after)
    quoted = " ".join(text[max(0, q.start - sentence.start) : q.end - sentence.start] for q in sentence.quotations)
    inverted = bool(statement.speaker) and surname(statement.speaker or "") in after.lower().split(",")[0]
    if (inverted and before.rstrip()[-1:] in (",", '"', "”", "»")) or len(after.split()) < 3:
        # "..., Quill said" and "...," said Quill: what is said stands in front, up to its last comma.
        front = before if before.rstrip()[-1:] in ('"', "”", "»") else before.rstrip(" ,").rpartition(",")[0] or before
        return f"{front} {after if _SAID_ON.match(after) else ''} {quoted}"
    return f"{after} {quoted}"


def standalone(sentence: Sentence) -> str | None:
    """Return the sentence with a name in square brackets for the pronoun it hangs on, or None if nobody fits."""
    text = _as_sentence(sentence.text)
    if opening := _SOFT_OPENING.match(text):
        rest = text[opening.end() :]
        text = rest[:1].upper() + rest[1:]
    match = _LEADING.match(text)
    if match is None:
        if _POINTING.match(text):
            return None
        return _with_speaker(sentence, text)
    pronoun = match["pronoun"].lower()
    possessive = pronoun in ("his", "her", "their", "its")
    if pronoun == "it" and _EMPTY_IT.match(text):
        return None
    whom = {"his": "he", "her": "she", "their": "they", "its": "it"}.get(pronoun, pronoun)
    statement = sentence.statement
    says = statement and re.match(rf"\w+\s+(?:\w+\s+){{0,2}}{re.escape(statement.verb)}\b", text)
    name = statement.speaker if statement and says and not possessive else None
    name = name or antecedent(whom, sentence.lead, sentence.before)
    if name is None:
        return None
    name = name[:1].upper() + name[1:]
    return f"[{name}{'’s' if possessive else ''}]{text[match.end() :]}"


def _spoken(sentence: Sentence) -> str | None:
    """Return a quotation that goes on without a "he said", with its speaker in square brackets, or None."""
    statement, text = sentence.statement, sentence.text
    if statement is None or statement.verb or not statement.speaker or _unquoted(sentence).strip():
        return None
    whole = len(tokens(text)) >= _SHORTEST and has_verb(text) and not text.count('"') % 2
    return f"[{statement.speaker}:] {text}" if whole and text.count("“") == text.count("”") else None


def _as_sentence(text: str) -> str:
    """Return a part of a sentence with a capital letter in front and a full stop behind."""
    text = text[:1].upper() + text[1:]
    return text if text[-1] in ".!?\"”»'’)" else text + "."


def _with_speaker(sentence: Sentence, text: str) -> str | None:
    """Name the speaker where a sentence says only "he said"."""
    statement = sentence.statement
    if statement is None or not statement.verb:
        return text
    outside = _unquoted(sentence)
    if len(outside) > len(text):
        return text
    verb = re.escape(statement.verb)
    match = re.search(rf"\b(?P<who>he|she|they)\s+(?:\w+\s+){{0,2}}{verb}\b|\b{verb}\s+(?P<then>he|she)\b", outside)
    if match is None:
        return text
    group = "who" if match["who"] else "then"
    named_before = statement.speaker and statement.speaker.split()[-1] in outside[: match.start()]
    if named_before:
        return text
    if statement.speaker is None:
        return None
    return f"{text[: match.start(group)]}[{statement.speaker}]{text[match.end(group) :]}"


def _importance(sentence: Sentence, topic: frozenset[str], weight: Mapping[str, float]) -> float:
    """Return how much a sentence matters: early, on the topic, with figures and names."""
    early = 1 / (1 + 0.12 * sentence.number)
    total = sum(weight.get(root, 1.0) for root in topic) or 1.0
    on_topic = sum(weight.get(root, 1.0) for root in sentence.stems & topic) / total
    return 0.5 * early + 0.8 * on_topic + 0.05 * min(2, len(sentence.figures)) + 0.03 * min(3, len(sentence.names))


def topic_stems(topic: str, readings: Sequence[Reading]) -> frozenset[str]:
    """Return the stems of the topic, with those that at least half of the headlines share."""
    titles = [frozenset(concept_stems(reading.article.title)) for reading in readings]
    half = max(1, len(titles) // 2)
    shared = {root for stems in titles for root in stems if sum(root in other for other in titles) >= half}
    return frozenset(concept_stems(topic)) | frozenset(shared)
