"""Who says it: statements of a paragraph with their speakers, also across pronouns, chains and quotations.

One statement a sentence. The speaker is the person or body inside the report, never the outlet ("told the Courier"
names a listener). Left out: who believes or knows something without saying so, and statements without a verb of saying.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

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
_TITLED = re.compile(r"(?:\w+\s+)?(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lady|Cllr|Captain|Inspector)\b")
_OWNER = re.compile(r"(?:[’']s|s[’'])$")
_NO_BODY = re.compile(
    r"(?:\w{2,}(?:ally|arly|[dtsvknhw]e?ly|ngly|arily|ckily|ppily|stily)|\w+(?:where|wards|wise)|instead|meanwhile"
    r"|overnight|nearby|outside|inside|today|tonight|tomorrow|yesterday|now|then|still|here|there|perhaps"
    r"|maybe|nobody|everybody|everyone|someone|nothing|everything|something|others|both|many"
    r"|most|some|few|several|all|none|what|when|where|why|how|who|once|later|earlier|soon|however|thus|hence)",
    re.IGNORECASE,
)
_DETERMINER = re.compile(r"\s+(?:the|an?|its|his|her|their|our|this|that|these|those|he|she|it|they|we|there|no)\b")
_FIRST_PERSON = frozenset({"i", "we"})
_LONGEST = 1500
"""A run of text longer than this is no sentence; nobody's statement is read from it."""
_NEAR = 2000
_SENTENCES = 8
_REACH = 6
"""How many paragraphs back a pronoun may find its person."""


def find_statements(paragraph_text: str, before: Sequence[str] = ()) -> list[Statement]:
    """Find who says what in a paragraph, one statement a sentence, in order.

    `before` holds the paragraphs before it in the article, which say who "he" is and go on with a quotation.
    """
    return list(_statements(paragraph_text, tuple(before)))


def antecedent(pronoun: str, text_before: str, before: Sequence[str] = ()) -> str | None:
    """Return whom or what "he", "she", "it" or "they" at the end of `text_before` stands for, or None."""
    near = text_before[-_NEAR:]
    statements = {s.start: s for s in _statements(near, tuple(before))} if near else {}
    return _Context(split_sentences(near), statements, before).resolve(pronoun)


@lru_cache(maxsize=2048)
def _statements(text: str, before: tuple[str, ...]) -> tuple[Statement, ...]:
    quotations = [q for q in find_quotations(text) if not q.scare]
    sentences = split_sentences(text)
    masked = _masked(text, quotations)
    found: dict[int, Statement] = {}
    for at, sentence in enumerate(sentences):
        context = _Context(sentences[max(0, at - _SENTENCES) : at], found, before)
        if statement := _statement(sentence, masked, quotations, context):
            found[sentence.start] = statement
    return tuple(_carried(found, sentences, quotations, text, before))


@dataclass(frozen=True, slots=True)
class _Context:
    """What stands before a sentence: the sentences of its paragraph, their statements, and the paragraphs before."""

    sentences: Sequence[Span]
    statements: Mapping[int, Statement]
    before: Sequence[str]

    def texts(self) -> list[str]:
        return [*self.before, " ".join(sentence.text for sentence in self.sentences)]

    def resolve(self, pronoun: str) -> str | None:
        """Return the nearest speaker or subject a pronoun fits; nobody where that is an owner ("Quill's brother")."""
        pronoun = pronoun.lower()
        found = self._nearest(pronoun)
        owner = pronoun in ("he", "she") and found is not None and _OWNER.search(found)
        return None if owner else found

    def _nearest(self, pronoun: str) -> str | None:
        if pronoun in _FIRST_PERSON:
            return None
        if pronoun in ("it", "they"):
            return self._nearest_body()
        if here := self._nearest_person(self.sentences, self.statements, pronoun):
            return here
        for at in range(len(self.before) - 1, max(-1, len(self.before) - 1 - _REACH), -1):
            earlier = {s.start: s for s in _statements(self.before[at], tuple(self.before[max(0, at - 2) : at]))}
            if found := self._nearest_person(split_sentences(self.before[at])[-_SENTENCES:], earlier, pronoun):
                return found
        return None

    def _nearest_person(
        self, sentences: Sequence[Span], statements: Mapping[int, Statement], pronoun: str
    ) -> str | None:
        for sentence in reversed(sentences):
            statement = statements.get(sentence.start)
            if statement and statement.speaker:
                # Titles stand in the sentence, the name without them in the statement.
                named = re.search(rf"(?:[\w.]+\s+){{0,2}}{re.escape(statement.speaker.split()[-1])}", sentence.text)
                printed = named.group() if named else statement.speaker
                if (is_someone(statement.speaker) or _TITLED.match(printed)) and fits(pronoun, printed):
                    return statement.speaker
            person = subject_person(sentence.text, self.texts())
            if person is None and sentence is sentences[-1]:
                person = last_person(sentence.text, self.texts())
            if person and fits(pronoun, sentence.text[: len(person) + 25]):
                return person
        return None

    def _nearest_body(self) -> str | None:
        """Return the subject of the sentence before, in the same paragraph, where it is an organisation."""
        if not self.sentences:
            return None
        last = self.sentences[-1]
        statement = self.statements.get(last.start)
        if statement and statement.speaker:
            return None if is_someone(statement.speaker) else statement.speaker
        match = re.match(rf"(?:The\s+)?{NAME}(?=\s+[a-z])", last.text)
        if match is None or bare_name(match.group()) not in (match.group(), match.group().removeprefix("The ")):
            return None
        name = match.group()
        if _NO_BODY.fullmatch(name.split()[0]) or _OWNER.search(name) or _DETERMINER.match(last.text, match.end()):
            return None  # "Instead the board will pay": no name but the way into the sentence
        if is_person(name) and self._treated_as_person(name, last.text):
            return None
        return name if " " in name or len(name) > 3 else None

    def _treated_as_person(self, name: str, sentence: str) -> bool:
        """Whether the text gives a name an age, a title or "he": a firm can be called like a person."""
        marks = rf"\b(?:Mr|Mrs|Ms|Dr)\.?\s+{re.escape(name.split()[-1])}\b|{re.escape(name)},\s+(?:\d|an?\s|the\s)"
        return bool(re.search(r"\b(?:he|she|his|her)\b", sentence)) or any(re.search(marks, t) for t in self.texts())


def _masked(text: str, quotations: Sequence[Quotation]) -> str:
    """Return the text with quoted words blanked out, so that no verb inside them counts; offsets stay."""
    pieces, at = [], 0
    for quote in quotations:
        inner = quote.start + 1
        pieces += [text[at:inner], "~" * len(quote.text)]
        at = inner + len(quote.text)
    return "".join((*pieces, text[at:]))


def _statement(sentence: Span, masked: str, quotations: Sequence[Quotation], context: _Context) -> Statement | None:
    if sentence.end - sentence.start > _LONGEST:
        return None
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
    found: Mapping[int, Statement],
    sentences: Sequence[Span],
    quotations: Sequence[Quotation],
    text: str,
    before: Sequence[str],
) -> Iterator[Statement]:
    """Give quoted sentences without an attribution of their own to the speaker of the quotation around them."""
    behind: Statement | None = None
    for at, sentence in enumerate(sentences):
        statement = found.get(sentence.start)
        if statement is None:
            quote = next((q for q in quotations if q.start < sentence.end and q.end > sentence.start), None)
            if quote is not None and _own_words(sentence, quotations) <= 2:
                later = (found.get(s.start) for s in sentences[at + 1 : at + 1 + _SENTENCES] if s.start < quote.end)
                giver = next((s for s in later if s), None) or behind or _last_speaker(text, before)
                if giver:
                    statement = replace(giver, start=sentence.start, end=sentence.end, verb="", indirect=False)
        if statement:
            behind = statement
            yield statement


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
    earlier = _statements(before[-1], tuple(before[max(0, len(before) - 1 - _REACH) : -1]))
    return earlier[-1] if earlier else None
