"""Who says it: statements of a paragraph with their speakers, also across pronouns, chains and quotations.

One statement a sentence. The speaker is the person or body inside the report, never the outlet ("told the Courier"
names a listener). Left out: who believes or knows something without saying so, and statements without a verb of saying.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.text.attribution import find_attribution
from rag.text.people import (
    NAME,
    bare_name,
    fits,
    full_name,
    is_person,
    is_someone,
    last_person,
    subject_person,
)
from rag.text.quotations import Quotation, find_quotations
from rag.text.sentences import Span, split_sentences


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that reports what somebody says: `paragraph[start:end]`.

    `verb` is the verb as printed ("according to" for that phrase), or "" where a quotation goes on without one.
    `indirect` is False where the sentence has quoted speech. `via` is who passed it on ("the agency cited the
    coastguard": the agency). `speaker` is None where nobody in reach fits the pronoun.
    """

    start: int
    end: int
    speaker: str | None
    verb: str
    indirect: bool
    via: str | None = None


_PRONOUN = re.compile(r"(?:he|she|they|it|we|i)", re.IGNORECASE)
_NAMED = re.compile(rf"{NAME}$")
_WHOLE_NAME = re.compile(NAME)
_FIRST_PERSON = frozenset({"i", "we"})
_REACH = 6
"""How many paragraphs back a pronoun may find its person."""


def find_statements(paragraph_text: str, before: Sequence[str] = ()) -> list[Statement]:
    """Find who says what in a paragraph, one statement a sentence, in order.

    `before` holds the paragraphs before it in the article, which say who "he" is and go on with a quotation.
    """
    quotations = [q for q in find_quotations(paragraph_text) if not q.scare]
    sentences = split_sentences(paragraph_text)
    masked = _masked(paragraph_text, quotations)
    found: list[Statement | None] = []
    for sentence in sentences:
        known = [statement for statement in found if statement]
        found.append(
            _statement(sentence, masked, quotations, _Context(paragraph_text[: sentence.start], known, before))
        )
    return _carried(found, sentences, quotations, paragraph_text, before)


def antecedent(pronoun: str, text_before: str, before: Sequence[str] = ()) -> str | None:
    """Return whom or what "he", "she", "it" or "they" at the end of `text_before` stands for, or None."""
    return _Context(text_before, find_statements(text_before, before) if text_before else [], before).resolve(pronoun)


@dataclass(frozen=True, slots=True)
class _Context:
    """What stands before a sentence: its paragraph so far, the statements in it, and the paragraphs before."""

    text: str
    statements: Sequence[Statement]
    before: Sequence[str]

    def texts(self) -> list[str]:
        return [*self.before, self.text]

    def resolve(self, pronoun: str) -> str | None:
        """Return the nearest speaker or subject a pronoun fits."""
        pronoun = pronoun.lower()
        if pronoun in _FIRST_PERSON:
            return None
        person = pronoun not in ("it", "they")
        if not person:
            return self._nearest_body()
        here = self._nearest_person(self.text, self.statements, pronoun)
        if here:
            return here
        for at in range(len(self.before) - 1, max(-1, len(self.before) - 1 - _REACH), -1):
            earlier = find_statements(self.before[at], self.before[max(0, at - 2) : at])
            if found := self._nearest_person(self.before[at], earlier, pronoun):
                return found
        return None

    def _nearest_person(self, text: str, statements: Sequence[Statement], pronoun: str) -> str | None:
        sentences = split_sentences(text)
        for sentence in reversed(sentences):
            for statement in statements:
                if statement.start == sentence.start and statement.speaker and is_someone(statement.speaker):
                    # Titles stand in the sentence, the name without them in the statement.
                    named = re.search(rf"(?:[\w.]+\s+){{0,2}}{re.escape(statement.speaker.split()[-1])}", sentence.text)
                    if fits(pronoun, named.group() if named else statement.speaker):
                        return statement.speaker
            person = subject_person(sentence.text, self.texts())
            if person is None and sentence is sentences[-1]:
                person = last_person(sentence.text, self.texts())
            if person and fits(pronoun, sentence.text[: len(person) + 25]):
                return person
        return None

    def _nearest_body(self) -> str | None:
        """Return the subject of the sentence before, in the same paragraph, where it is an organisation."""
        sentences = split_sentences(self.text)
        if not sentences:
            return None
        last = sentences[-1]
        for statement in self.statements:
            if statement.start == last.start and statement.speaker:
                return None if is_someone(statement.speaker) else statement.speaker
        match = re.match(rf"(?:The\s+)?{NAME}(?=\s+[a-z])", last.text)
        if match is None or bare_name(match.group()) not in (match.group(), match.group().removeprefix("The ")):
            return None
        name = match.group()
        if is_person(name) and self._treated_as_person(name, last.text):
            return None
        return name if " " in name or len(name) > 3 else None

    def _treated_as_person(self, name: str, sentence: str) -> bool:
        """Whether the text gives a name an age, a title or "he": a firm can be called like a person."""
        marks = rf"\b(?:Mr|Mrs|Ms|Dr)\.?\s+{re.escape(name.split()[-1])}\b|{re.escape(name)},\s+(?:\d|an?\s|the\s)"
        return bool(re.search(r"\b(?:he|she|his|her)\b", sentence)) or any(re.search(marks, t) for t in self.texts())


def _masked(text: str, quotations: Sequence[Quotation]) -> str:
    """Return the text with quoted words blanked out, so that no verb inside them counts; offsets stay."""
    for quote in quotations:
        inner_end = quote.start + 1 + len(quote.text)
        text = text[: quote.start + 1] + "~" * len(quote.text) + text[inner_end:]
    return text


def _statement(sentence: Span, masked: str, quotations: Sequence[Quotation], context: _Context) -> Statement | None:
    own = masked[sentence.start : sentence.end]
    indirect = not any(q.start < sentence.end and q.end > sentence.start for q in quotations)
    heard = find_attribution(own)
    if heard is None:
        return None
    who, verb, via = heard
    speaker = _speaker(who, context)
    if who in ("he", "she"):
        # "Quill blasted the firm for a cut that she said cost lives": the person the sentence begins with.
        inside = subject_person(own, context.texts())
        speaker = inside if inside and own.find(inside.split()[-1]) < own.find(f" {who} ") else speaker
    return Statement(sentence.start, sentence.end, speaker, verb, indirect, via)


def _speaker(phrase: str, context: _Context) -> str | None:
    """Return a speaker's name from the phrase that stands for it."""
    if not phrase:
        return None
    if _PRONOUN.fullmatch(phrase):
        return context.resolve(phrase)
    name = bare_name(phrase) if _WHOLE_NAME.fullmatch(phrase) else phrase
    if named := _NAMED.search(phrase):
        person = bare_name(named.group())
        if is_person(person):
            name = person
    if _WHOLE_NAME.fullmatch(name) and " " not in name:
        name = full_name(name, context.texts())
    words = name.split(" ", 1)
    return f"{words[0].lower()} {words[1]}" if len(words) == 2 and words[0] in ("The", "A", "An", "Its") else name


def _carried(
    found: Sequence[Statement | None],
    sentences: Sequence[Span],
    quotations: Sequence[Quotation],
    text: str,
    before: Sequence[str],
) -> list[Statement]:
    """Give quoted sentences without an attribution of their own to the speaker of the quotation around them."""
    result = list(found)
    for at, sentence in enumerate(sentences):
        if result[at] is not None:
            continue
        quote = next((q for q in quotations if q.start < sentence.end and q.end > sentence.start), None)
        if quote is None or _own_words(sentence, quotations) > 2:
            continue
        ahead = next(
            (
                s
                for s, other in zip(result, sentences, strict=True)
                if s and s.start > sentence.start and s.start < quote.end
            ),
            None,
        )
        behind = next((s for s in reversed(result[:at]) if s), None)
        giver = ahead or behind or _last_speaker(text, before)
        if giver:
            result[at] = replace(giver, start=sentence.start, end=sentence.end, verb="", indirect=False)
    return [statement for statement in result if statement]


def _own_words(sentence: Span, quotations: Sequence[Quotation]) -> int:
    outside = _masked(
        sentence.text,
        [
            replace(
                q,
                start=max(q.start - sentence.start - 1, -1),
                text="~" * (min(q.end, sentence.end) - max(q.start, sentence.start)),
            )
            for q in quotations
            if q.start < sentence.end and q.end > sentence.start
        ],
    )
    return len(re.findall(r"\w+", outside))


def _last_speaker(text: str, before: Sequence[str]) -> Statement | None:
    """Return the last statement of the paragraph before, for a paragraph that is all quotation."""
    if not before or not text.lstrip().startswith(('"', "“", "«", "'", "‘")):
        return None
    earlier = find_statements(before[-1], before[max(0, len(before) - 1 - _REACH) : -1])
    return earlier[-1] if earlier else None
