"""Sentences that report two things, taken apart: "A did this, but B said that" is two claims.

A part keeps its exact place in the paragraph. A sentence whose attribution covers both parts stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from rag.generate.compare.concepts import concept_stems
from rag.generate.compare.reading import Sentence, name_stems
from rag.text.people import CAP

_FINITE = (
    r"(?:is|are|was|were|has|have|had|will|would|could|can|may|might|did|does|said|says|told|fell|rose|made|took|gave"
    r"|left|came|went|began|held|won|lost|met|kept|found|put|set|led|\w{3,}ed)"
)
_DETERMINER = r"(?:the|a|an|its|his|her|their|this|that|some|many|most|no)"
_SUBJECT = rf"(?:{_DETERMINER}\s+(?:[\w’'-]+\s+){{1,5}}?|(?:{CAP}\s+(?:and\s+)?){{1,6}})"
_CLAUSE = rf"(?:{_SUBJECT}|(?:he|she|they|it)\s+)(?:\w+ly\s+|later\s+)?"
_JOINT = re.compile(
    rf"(?:,\s+(?:but|and|while|though|although|whereas)\s+|;\s+)(?={_CLAUSE}{_FINITE}\b)"
    rf"|\s+as\s+(?=(?:{CAP}\s+(?:and\s+)?){{1,6}}(?:\w+ly\s+)?{_FINITE}\b)"
)
_HAS_VERB = re.compile(rf"\b{_FINITE}\b")
_FEWEST = 5


def parts(sentence: Sentence) -> Iterator[Sentence]:
    """Yield the parts of a sentence that can stand alone, or the sentence itself."""
    cut = _cut(sentence)
    if cut is None:
        yield sentence
        return
    end, start = cut
    yield _part(sentence, sentence.start, end)
    yield _part(sentence, start, sentence.end)


def _cut(sentence: Sentence) -> tuple[int, int] | None:
    """Return where the first part ends and the second begins, as offsets into the paragraph."""
    text = sentence.text
    for match in _JOINT.finditer(text):
        low, high = sentence.start + match.start(), sentence.start + match.end()
        if any(quote.start < high and low < quote.end for quote in sentence.quotations):
            continue
        first, second = text[: match.start()], text[match.end() :]
        if min(len(first.split()), len(second.split())) < _FEWEST or not _HAS_VERB.search(first):
            continue
        if re.match(r"(?:When|While|If|As|After|Although|Though|Because|Since|Asked)\b", first):
            continue
        if _free(sentence, second):
            return low, high
    return None


def _free(sentence: Sentence, second: str) -> bool:
    """Whether the first part is the outlet's own: nobody is quoted, or only the subject of the second part."""
    if sentence.statement is None:
        return True
    verb = re.escape(sentence.statement.verb)
    return bool(verb) and bool(re.match(rf"{_CLAUSE}{verb}\b", second))


def _part(sentence: Sentence, start: int, end: int) -> Sentence:
    text = sentence.paragraph.text[start:end]
    spoken = sentence.statement if start > sentence.start else None
    return replace(
        sentence,
        start=start,
        end=end,
        text=text,
        stems=frozenset(concept_stems(text)),
        names=name_stems(text) | (sentence.names & frozenset(concept_stems(text))),
        figures=tuple(f for f in sentence.figures if start <= f.start and f.end <= end),
        quotations=tuple(q for q in sentence.quotations if q.start < end and q.end > start),
        statement=spoken,
    )
