"""What a figure counts: the concept, and the words of its clause and sentence that say of what.

Ages, ordinals, dates and times are not counted things. Whether two figures are about the same thing is decided in
`figures`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rag.generate.compare.concepts import CONCEPT_OF, COUNTED, concept_stems
from rag.generate.compare.reading import Reading, Sentence
from rag.text.figures import Figure, FigureType
from rag.text.people import names
from rag.text.words import WORD, stem

_COUNTABLE = frozenset({FigureType.COUNT, FigureType.PERCENT, FigureType.MONEY, FigureType.MEASURE, FigureType.SCORE})
_CLAUSE_END = re.compile(
    r"[;:—–]|,\s+(?:and|of\s+(?:whom|which)|while|but|with|including|most|among|a|an|the)\b|\b(?:while|but)\b"
    r"|,\s+according\s+to\b"
)
_AND = re.compile(r"\band\s|,")
_NEWS_DAYS = 45
"""How old what a report counts may be and still be its news."""
_CUE_REACH = 8
"""How many words from a figure of people a word such as "killed" may stand and still say what is counted."""
_NOUN_REACH = 4
"""The same for other nouns: "killed 150 miners", not "arrested a man in connection with a dozen packages"."""
_SAME_TIME = re.compile(r"\b(?:at\s+that\s+(?:hour|time|point|stage)|by\s+then|that\s+(?:day|evening|night|morning))\b")
_PEOPLE = frozenset(
    {
        stem(word)
        for word in "people person others victims crew passengers men women children patients residents".split()
    }
    | {
        stem(word)
        for word in "soldiers civilians militants troops workers migrants students villagers tourists".split()
    }
    | {""}
)
_TOTAL = re.compile(r"\b(?:number\s+of|toll|total|count)\b", re.IGNORECASE)
_PART_OF = re.compile(
    r"\b(?:none\s+of\s+(?:\w+\s+)?|no|first|another|other|last|next|remaining|extra)\s*$", re.IGNORECASE
)
_ONLY_OF_PEOPLE = frozenset({"carri", "lost", "stood", "board"})
"""Stems that name a concept only beside people: "carrying 208 people", not "carries 63 conditions"."""
_IN_NAMES = frozenset({"homes", "in hospital"})
"""Concepts whose words with a capital letter are of a name: "the White House", "Orne Hospital"."""
_SUMS = frozenset({"shortfall", "withdrawals", "investment"})
"""The concepts that are sums of money."""
_MOVING = frozenset({"deaths", "injured", "missing", "arrests", "cases", "displaced", "hostages", "in hospital"})
"""Counts that change from day to day, so that a later, different one replaces the earlier."""
_GOES_ON = re.compile(r"\bas\s+of\b|\bso\s+far\b|\bto\s+date\b|\band\s+counting\b|\bthus\s+far\b", re.IGNORECASE)
_NAME_NUMBER = re.compile(
    r"(?:\b[A-Z]{2,}|[A-Z]&[A-Z]|\b(?:Level|Phase|Title|Section|Article|Chapter|Act|Bill|Rule|Route|Category|Tier|Unit|Flight"
    r"|Amendment|Proposition|Resolution|Class|Type|Formula|Channel|Fortune|Boeing|Airbus))\s['\"‘“]?$"
)
"""What makes the number behind it a name: "SB 27", "S&P 500", "Phase 1"."""
_MADE_OF = re.compile(r"[A-Za-z]-$|/\s?$|\bper\s$|\bage[ds]?\s(?:of\s)?$")
"""A number inside a word, or of what something is counted by, or an age: "Covid-19", "per 100,000"."""
_OLDEST = 115
_AGED = re.compile(
    r"\b(?:wom[ae]n|m[ae]n|boy|girl|child|widow|widower|teenager|pensioner|mother|father|grandmother|grandfather|son"
    r"|daughter)\sof\s$",
    re.IGNORECASE,
)
"""A number behind it is an age: "a woman of 71", but no "crowd of 71"."""
_BESIDE = re.compile(r"[^\W\d_],\s(?:who\s(?:is|was)\s)?$")
_HURT = frozenset({"deaths", "injured", "missing", "arrests"})
"""What is counted where it happened to workers, who are "jobs" only in so far as they are employed."""
_VAGUE = re.compile(r"^(?:\w+\s)?(?:thousands|hundreds|dozens|tens|scores|millions|several|a\sfew)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure with what it counts.

    `concept` is a label such as "deaths", or the stemmed noun, or "". `clause` and `around` are the stems of its
    clause and of the rest of its sentence, `known` whether the concept is one of the table's. `day` is the ISO date
    the sentence gives for it, or of publication. `background` marks a sentence about another time. `before` and
    `after` are its clause as printed, up to the figure and behind it.
    """

    sentence: Sentence
    figure: Figure
    concept: str
    known: bool
    background: bool
    clause: frozenset[str]
    around: frozenset[str]
    places: frozenset[str]
    day: str | None
    speaker: str | None
    before: str = ""
    after: str = ""

    @property
    def phrase(self) -> str:
        """The clause as printed, without the figure."""
        return f"{self.before} {self.after}"

    @property
    def goes_on(self) -> bool:
        """Whether it is what was reached "so far"."""
        return bool(_GOES_ON.search(self.phrase))

    @property
    def moving(self) -> bool:
        """Whether it is a count that goes on, of the dead or of what was reached "so far"."""
        return (self.known and self.concept in _MOVING) or self.goes_on


def counted(reading: Reading) -> Iterator[Counted]:
    """Yield the figures of an article that count something, in order."""
    previous: Sentence | None = None
    for sentence in reading.sentences:
        for figure in sentence.figures:
            if _counts(figure, sentence):
                yield _counted(figure, sentence, previous, reading.article.published)
        previous = sentence


def _counts(figure: Figure, sentence: Sentence) -> bool:
    if figure.type not in _COUNTABLE or _VAGUE.match(figure.text):
        return False
    before = sentence.paragraph.text[max(0, figure.start - 12) : figure.start]
    # "Mum-of-three", "of six" after a girl, and digits inside a name or code say nothing that can be compared.
    if figure.unit == "code" or re.search(r"-of-$|\bNo\.?\s$|[A-Za-z]$", before):
        return False
    if figure.type is FigureType.COUNT and (_MADE_OF.search(before) or _is_name(figure, sentence, before)):
        return False
    if figure.type is FigureType.COUNT and _is_age(figure, sentence):
        return False
    # A capitalised number word inside a name: "Three Tarns Water".
    after = sentence.paragraph.text[figure.end : figure.end + 12]
    if figure.type is FigureType.COUNT and re.match(r"[-–][a-z]", after):
        return False  # "the 15-person council"
    named = figure.text[:1].isupper() and figure.text.isalpha() and re.match(r"\s[A-Z]", after)
    return not named and not (figure.text.lower() == "one" and not figure.noun)


def _is_age(figure: Figure, sentence: Sentence) -> bool:
    """Tell whether a bare number is somebody's age: "the driver, 47, survived", "a woman of 71"."""
    text = sentence.paragraph.text
    if not figure.text.isdigit() or figure.value > _OLDEST or figure.unit:
        return False
    if _AGED.search(text, sentence.start, figure.start):
        return True
    return bool(_BESIDE.search(text, sentence.start, figure.start)) and text[figure.end : figure.end + 1] in (",", ".")


def _is_name(figure: Figure, sentence: Sentence, before: str) -> bool:
    return figure.text.isdigit() and not sentence.text.isupper() and bool(_NAME_NUMBER.search(before))


def _counted(figure: Figure, sentence: Sentence, previous: Sentence | None, published: str | None) -> Counted:
    text = sentence.text
    start, end = figure.start - sentence.start, figure.end - sentence.start
    low, high = _clause(sentence, start, end)
    clause = text[low:start] + " " + text[end:high]
    concept, known = _concept(figure, text, start, end, low, high)
    stems = frozenset(concept_stems(clause))
    # "The toll stood at nine": the place and the event are in the sentence before.
    context = sentence.stems if len(sentence.stems) > 6 or previous is None else sentence.stems | previous.stems
    places = frozenset(root for _, name in names(clause) for root in concept_stems(name))
    return Counted(
        sentence=sentence,
        figure=figure,
        concept=concept,
        known=known,
        background=_background(sentence, published),
        clause=stems,
        around=context - stems,
        places=places,
        day=_day(sentence, figure, published, previous),
        speaker=sentence.statement.speaker if sentence.statement else None,
        before=text[low:start],
        after=text[end:high],
    )


def _clause(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """Return the part of the sentence that belongs to the figure, cut where another figure's part begins."""
    text = sentence.text
    low = max((m.end() for m in _CLAUSE_END.finditer(text, 0, start)), default=0)
    high = min((m.start() for m in _CLAUSE_END.finditer(text, end)), default=len(text))
    for other in sentence.figures:
        if other.type not in _COUNTABLE:
            continue
        first, last = other.start - sentence.start, other.end - sentence.start
        if last <= start and (cut := _last(_AND, text, last, start)):
            low = max(low, cut)
        elif first >= end and (joined := _AND.search(text, end, first)):
            high = min(high, joined.start())
    return min(low, start), max(high, end)


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> int | None:
    found = [match.end() for match in pattern.finditer(text, start, end)]
    return found[-1] if found else None


def _concept(figure: Figure, text: str, start: int, end: int, low: int, high: int) -> tuple[str, bool]:
    """Return what is counted: the noun's own concept, else the nearest word that names one, else the noun."""
    if figure.type is FigureType.SCORE:
        return "votes", True
    head = figure.noun.split()[-1] if figure.noun else ""
    if _PART_OF.search(text[:start]):
        return head, False  # "none of its eight crew was hurt", "the first 60,000 customers"
    own = CONCEPT_OF.get(head)
    worker = own == "jobs" and head in _PEOPLE
    if own in COUNTED and not worker:
        return own, True
    # "The number of people killed in the fire at the old mill rose to 14."
    far = len(text) if not head and _TOTAL.search(text, low, start) else _CUE_REACH
    best: tuple[int, str] | None = None
    words = list(WORD.finditer(text, low, high))
    at = sum(1 for word in words if word.end() <= start)
    for position, word in enumerate(words):
        root = stem(word.group())
        label = CONCEPT_OF.get(root, "")
        if label not in (_HURT if worker else COUNTED if figure.type is FigureType.COUNT else _SUMS):
            continue
        if (root in _ONLY_OF_PEOPLE or label == "votes") and head not in _PEOPLE:
            continue
        if label in _IN_NAMES and word.group()[0].isupper():
            continue
        distance = position - at if word.start() >= end else at - position
        reach = far if head in _PEOPLE else _CUE_REACH if label in _SUMS else _NOUN_REACH
        if distance <= reach and (best is None or distance < best[0]):
            best = distance, label
    if best is None and worker and own:
        return own, True
    return (best[1], True) if best else (head, False)


def _background(sentence: Sentence, published: str | None) -> bool:
    """Whether a sentence dates what it counts to a time well before the report."""
    if not published:
        return False
    days = [days_apart(other.iso, published) for other in sentence.figures if other.iso and len(other.iso) == 10]
    years = [other.value for other in sentence.figures if other.type is FigureType.YEAR]
    return any(apart > _NEWS_DAYS for apart in days) or any(year < int(published[:4]) for year in years)


def _day(sentence: Sentence, figure: Figure, published: str | None, previous: Sentence | None) -> str | None:
    """Return the day the sentence dates a figure to, the nearest one if it names several, else of publication."""
    if previous is not None and previous.paragraph is sentence.paragraph and _SAME_TIME.search(sentence.text):
        return _day(previous, figure, published, None)
    limit = published[:10] if published else None
    dated = [
        (abs(other.start - figure.start), iso)
        for other in sentence.figures
        # "More than double Wednesday's figure" dates the other figure.
        if (iso := other.iso)
        and len(iso) == 10
        and sentence.paragraph.text[other.end : other.end + 1] not in ("'", "’")
    ]
    past = [(distance, iso) for distance, iso in dated if limit is None or iso <= limit]
    return min(past)[1] if past else limit


def days_apart(one: str | None, other: str | None) -> int:
    """Return the whole days from one ISO day to another, 0 where either is unknown."""
    if not one or not other:
        return 0
    return (date.fromisoformat(other[:10]) - date.fromisoformat(one[:10])).days


def by_day(items: Sequence[Counted]) -> list[Counted]:
    """Return figures in the order of their days, unknown days last; ties keep their order."""
    return sorted(items, key=lambda item: (item.day is None, item.day or ""))
