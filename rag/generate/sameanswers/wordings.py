"""The pieces of a text that may be the words that answer, each with how well its form fits what is sought.

A piece begins where a clause or phrase begins (after "because", "by", a comma, "is") and ends where the next one of
its own does. Names and figures are pieces of their own where those are sought. Which piece answers is `finding`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.generate.compare.concepts import concept_stems
from rag.generate.compare.reading import name_stems
from rag.generate.sameanswers.sought import DATED, Kind, Sought
from rag.text.figures import Figure, FigureType, find_figures
from rag.text.people import names
from rag.text.sentences import Span, split_sentences
from rag.text.words import WORD

LONGEST_NAME = 5
"""Words of a name; more are a list without its commas."""

OTHER_COUNT = 0.5
"""How well a figure fits that is of the right sort and counts another thing, or nothing that is named."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A piece of a text, `source[start:end] == text`, in the sentence `within`; `fit` says how well its form suits."""

    start: int
    end: int
    text: str
    within: Span
    fit: float = 0.0


# A comma inside a number, a stop inside an abbreviation or a figure, and an apostrophe inside a word end nothing.
_STOP = re.compile(
    r"\s+-+\s+|[;:()\[\]“”\"—–?!]|,(?!\d)|(?<=\s)['‘]|['’](?=[\s.,]|$)|(?<![A-Z])\.(?=\s|$)|(?<=[a-z]\.[a-z])\.|\.\.\."
)
_NOT_AN_AIM = r"(?!(?:the|a|an|its|his|her|their|be|have|it|them|him)\b|(?-i:[A-Z0-9]))"
_AS = r"(?<!such )(?<!well )(?<!far )(?<!long )(?<!soon )(?<!much )as(?!\s+(?:well|far|long|soon|much|many|if)\b)"
_CUES = {
    "cause": (
        r"because(?:\s+of)?|due\s+to|thanks\s+to|owing\s+to|as\s+a\s+result\s+of|in\s+response\s+to"
        r"|(?:effort|attempt|bid|order|drive|move|initiative|way)s?\s+to|in\s+(?:the\s+)?hopes?\s+of|(?:aimed|aiming)\s+at"
        r"|(?:designed|meant|intended|aims|wants?|needed)\s+to|part\s+of|so\s+(?:that|as\s+to)|amid|since"
        r"|on\s+the\s+back\s+of|(?:driven|caused|triggered|prompted|sparked)\s+by|blamed\s+on|cit(?:ing|ed|es)"
        r"|reasons?\s+(?:is|was|for)"
    ),
    "occasion": rf"after|following|{_AS}|over|given|for|on",
    "means": r"by(?=\s+[a-z]+ing\b)|through|via",
    "being": rf"is|are|was|were|be|remains?|becomes?|became|becoming|{_AS}|called|known\s+as",
    "doing": r"(?:will|would|should|could|can|must|may|might)(?!\s+(?:not|be|have)\b)"
    r"|(?:has|have|had|is|are|was|were)(?=\s+\w+(?:ed|ing)\b)",
    "place": r"in|at|near|off|outside|inside|into|between|along|around|on|from|to|beside|beneath",
    "other": r"while|whereas|but|although|though|despite|which|who|that|when|where|if|would|will|has|have|had|could"
    r"|should|said|says|with",
}  # fmt: skip
_BEGINS = {cue: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for cue, words in _CUES.items()}
_AIM = re.compile(
    rf"(?<!according )(?<!ordered )(?<!comes )(?<!came )(?<!due )(?<!thanks )\bto(?=\s+{_NOT_AN_AIM}[a-z]+)",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\s+(?:while|whereas|but|although|though|despite|which|when|where|if|because|due\s+to|amid|after|following|since"
    r"|would|will|said|says)\b",
    re.IGNORECASE,
)
_ENDS_PLACE = re.compile(rf"{_ENDS.pattern}|\s+(?:is|are|was|were|has|have|had|as|on\s+\w+day)\b", re.IGNORECASE)
_DESCRIBES = re.compile(r"^\W*(?:an?|the|one\s+of|its|his|her|their|our|\w+['’]s)\s", re.IGNORECASE)
_JOINS = re.compile(
    r"^\W*(?:and|but|or|nor|so|yet|then|also|with|of|from|in|at|by|for|which|who|that|whose|where|when)\b", re.I
)
_SAME_TIME = re.compile(r",?\s+(?:on\s+|at\s+|of\s+)?")
_NEXT_WORD = re.compile(r"[\s-](?:(?:of|the|its|his|her|their|other|more)\s+)*[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LASTS = re.compile(
    r"\b(?:until|till|through|to|for|by|another|next|least|most)\s+(?:(?:the|a|an|another|next|end|start|of)\s+)*$",
    re.I,
)
_OFFICES = frozenset({"CEO", "CFO", "COO", "CTO", "MP", "MPs", "QC", "KC"})
_OWNED = re.compile(r"['’]s$")
_FITS: dict[Kind, dict[str, float]] = {
    Kind.REASON: {"cause": 1.0, "aim": 0.8, "occasion": 0.5, "means": 0.3},
    Kind.MANNER: {"means": 1.0, "doing": 0.6, "aim": 0.6, "cause": 0.3},
    Kind.NATURE: {"being": 0.7, "described": 0.7, "joined": 0.2, "stop": 0.2, "start": 0.2},
    Kind.PLACE: {"place": 1.0},
    Kind.NAME: {},
    Kind.FIGURE: {},
}


def wordings(text: str, asked: Sought) -> list[Wording]:
    """Return the pieces of a text that may answer, in order: what is sought, or clauses where there is none."""
    sentences = split_sentences(text)
    found: list[Wording] = []
    if asked.kind is Kind.NAME:
        found = list(_names(text, sentences, asked))
    elif asked.kind is Kind.FIGURE:
        found = list(_figures(text, sentences, asked))
    return found or [piece for sentence in sentences for piece in _clauses(text, sentence, asked.kind)]


def _names(text: str, sentences: list[Span], asked: Sought) -> Iterator[Wording]:
    for opening, printed in names(text):
        name = _OWNED.sub("", printed)
        own = set(concept_stems(name))
        # The name stands behind the titles it was found with.
        start = text.find(name, opening)
        long = len(name.split()) > LONGEST_NAME
        if start >= 0 and own and not long and not own & asked.stems and name not in _OFFICES:
            end = start + len(name)
            yield Wording(start, end, text[start:end], _around(start, sentences), 1.0)


def _figures(text: str, sentences: list[Span], asked: Sought) -> Iterator[Wording]:
    held: Wording | None = None
    for figure in find_figures(text):
        if figure.type not in asked.figures:
            continue
        start, end = figure.start, _counted_to(text, figure)
        if held and figure.type in DATED and _SAME_TIME.fullmatch(text, held.end, start):
            # "4:52 pm on Tuesday" is one time.
            held = Wording(held.start, end, text[held.start : end], held.within, held.fit)
            continue
        if held:
            yield held
        counts = set(concept_stems(f"{figure.noun} {figure.unit}"))
        right = _LASTS.search(text, 0, start) if asked.lasting else figure.type in DATED or counts & asked.thing
        fit = 1.0 if right else OTHER_COUNT
        held = Wording(start, end, text[start:end], _around(start, sentences), fit)
    if held:
        yield held


def _counted_to(text: str, figure: Figure) -> int:
    """Return where a figure ends with the words for what it counts ("nine people")."""
    end = figure.end
    for _ in figure.noun.split() if figure.type is FigureType.COUNT else ():
        if word := _NEXT_WORD.match(text, end):
            end = word.end()
    return end


def _around(at: int, sentences: list[Span]) -> Span:
    return next((span for span in reversed(sentences) if span.start <= at), sentences[0])


def _clauses(text: str, sentence: Span, kind: Kind) -> Iterator[Wording]:
    fits = _FITS[kind]
    telling = name_stems(sentence.text)
    best: dict[tuple[int, int], float] = {}
    for at, cue in _beginnings(text, sentence, kind):
        start, end = _bounds(text, at, sentence.end, _ENDS_PLACE if cue == "place" else _ENDS)
        if not concept_stems(text[start:end]):
            continue
        form = _form(cue, text[start:end]) if kind is Kind.NATURE else cue
        fit = fits.get(form, 0.0)
        if cue == "place" and not telling.intersection(concept_stems(text[start:end])):
            # "In the end" is no place; one has a name, or stands beside something that has.
            fit *= OTHER_COUNT
        best[start, end] = max(fit, best.get((start, end), 0.0))
    for (start, end), fit in sorted(best.items()):
        yield Wording(start, end, text[start:end], sentence, fit)


def _beginnings(text: str, sentence: Span, kind: Kind) -> Iterator[tuple[int, str]]:
    yield sentence.start, "start"
    for match in _STOP.finditer(text, sentence.start, sentence.end):
        yield match.end(), "stop"
    for match in _AIM.finditer(text, sentence.start, sentence.end):
        yield match.start(), "aim"
    for cue, pattern in _BEGINS.items():
        if cue == "place" and kind is not Kind.PLACE:
            continue
        for match in pattern.finditer(text, sentence.start, sentence.end):
            yield (match.start() if cue == "place" else match.end()), cue


def _bounds(text: str, at: int, last: int, other_ends: re.Pattern[str]) -> tuple[int, int]:
    """Return where the piece that begins somewhere starts and ends, without the white space around it."""
    stop = _STOP.search(text, at, last)
    end = stop.start() if stop else last
    other = other_ends.search(text, at + 1, end)
    if other and WORD.search(text, at, other.start()):
        end = other.start()
    piece = text[at:end]
    return at + len(piece) - len(piece.lstrip()), at + len(piece.rstrip())


def _form(cue: str, piece: str) -> str:
    """Tell pieces that say what something is ("a vast heap of rock") from those that only go on."""
    if _JOINS.match(piece):
        return "joined" if cue == "being" else ""
    return "described" if cue == "stop" and _DESCRIBES.match(piece) else cue
