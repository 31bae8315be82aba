"""Why a question is refused, in words that say what is there and what can be done.

Two refusals leave claims standing: one origin where the question asks for more, and sources that conflict where it asks
for one answer. The others say that there is nothing to show. It reads questions and what was found; it finds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from rag.datatypes import Article, Claim, EvidenceParagraph, FigureKind, Filters, Passage, Refusal, RefusalReason
from rag.disputes import Side
from rag.generate.compare.concepts import weights
from rag.generate.compare.reading import Reading, Sentence, read
from rag.generate.counterparts import Counterparts, Ledger
from rag.generate.question import Question
from rag.held import held_sentences, key_in, share_of, words_of
from rag.render.dates import readable_date
from rag.render.document import outlet_name
from rag.store.limits import day_number
from rag.text.figures import FigureType, find_figures
from rag.text.words import STOPWORDS

_NUMBER = r"(?:number|figure|toll|count|total|sum|amount|vote|result|tally|cost|size|answer|version|account)"
_ONE_ANSWER = re.compile(
    rf"\b(?:exact|definitive|true|actual|real|final|precise|correct|right|single)\s+(?:\w+\s+){{0,2}}?{_NUMBER}\b"
    rf"|\b(?:which|what)\b[^?]*\b{_NUMBER}s?\b[^?]*\b(?:right|correct|true|accurate|reliable)\b"
    r"|\bwho(?:['’]s|\s+is|\s+was)\s+(?:right|correct|telling\s+the\s+truth)\b"
    r"|\bwhich\s+(?:\w+\s+)?(?:is|was|of\s+\w+\s+is)\s+(?:the\s+)?(?:right|correct|true|accurate)\b"
    r"|\bexactly\s+how\s+(?:many|much)\b|\bhow\s+(?:many|much)\b[^?]*\bexactly\b|\bwhat\s+exactly\s+is\s+the\s+\w+\b",
    re.IGNORECASE,
)
_SHORT = 15
"""Words of the longest question in which "yesterday" is the day before the one it is asked on."""
_RELATIVE = re.compile(r"\b(?:yesterday|tonight|tomorrow|last week|last month|this week)\b", re.IGNORECASE)
_BEARS = 0.5
"""The share of a matter's words, in a sentence and around it, from which the sentence bears on the matter."""
_SAYS = 0.3
"""The share of those that are no names, in the sentence itself: what only names the same people says something else."""
_EMPTY = STOPWORDS | frozenset("told said says reported people".split())


def asks_for_one_answer(question: str) -> bool:
    """Say whether a question asks which of several figures holds, or for the one exact one."""
    return _ONE_ANSWER.search(question) is not None


def sole_origin(
    matter: str, passages: Sequence[Passage], evidence: Mapping[str, EvidenceParagraph]
) -> tuple[Passage, ...]:
    """Return the passages of the one origin that reports a matter; nothing if several do, or none."""
    held = held_sentences(evidence)
    words = [word for word in words_of(matter) if word.lower() not in _EMPTY]
    wanted = frozenset(map(key_in, words))
    what = frozenset(key_in(word) for word in words if word[0].islower()) or wanted
    weight = weights([said.own for said in held])
    origins = {p.article_id: p.origin or p.article_id for p in passages}
    bearing = {
        origins[said.paragraph.article_id]
        for said in held
        if share_of(what, said.own, weight) >= _SAYS
        and share_of(wanted, said.own, weight) + share_of(wanted, said.own | said.near, weight) >= 2 * _BEARS
    }
    if len(bearing) != 1:
        return ()
    return tuple(p for p in passages if origins[p.article_id] in bearing)


def one_origin(passages: Sequence[Passage]) -> Refusal:
    """Say that one origin alone reports what was to be corroborated; the passages are that origin's."""
    first = min(passages, key=lambda p: (p.published or "9999", p.outlet))
    others = {p.article_id: p for p in passages if p.article_id != first.article_id}
    message = f"Only one origin was found that reports this: {_named(first)}"
    if others:
        message += f", with the same copy in {_listed(map(_named, others.values()))}"
    return Refusal(
        RefusalReason.ONE_ORIGIN,
        f"{message}. No independent report was found that corroborates it. What it says stands below.",
    )


def conflict(question: str, claims: Sequence[Claim], articles: Mapping[str, Article]) -> Refusal | None:
    """Say that the sources differ on the figure asked for, if they do; a figure revised or rounded is no conflict."""
    readings = [read(article, number, number) for number, article in enumerate(articles.values())]
    ledger, asked = Ledger(readings), Question.read(question)
    for sentence in _cited(claims, readings):
        found = ledger.counterparts(sentence, asked.thing, asked)
        if found and found.kind is FigureKind.CONFLICT:
            return Refusal(
                RefusalReason.SOURCES_CONFLICT,
                f"The sources held give different figures: {_values(found, readings)}. None of them settles which is "
                "right. What each says stands below.",
            )
    return None


def disputed(one: Side, other: Side) -> Refusal:
    """Say that the sources say opposite things of what was asked, and which says what."""
    return Refusal(
        RefusalReason.SOURCES_CONFLICT,
        f"The sources held contradict each other: {_side(one)}; {_side(other)}. None of them settles which is right. "
        "What each says stands below.",
    )


def _side(side: Side) -> str:
    """Name a side with those who take it: "no (Meridian Wire, 14 March 2026)"."""
    who = (f"{outlet_name(s.paragraph.outlet)}, {readable_date(s.paragraph.published)}" for s in side.said)
    return f"{readable_date(side.word) if side.word[:1].isdigit() else side.word} ({'; '.join(dict.fromkeys(who))})"


def _cited(claims: Sequence[Claim], readings: Sequence[Reading]) -> Iterable[Sentence]:
    """Yield the sentences that claims cite, in the claims' order."""
    for claim in claims:
        for cited in claim.citations:
            for reading in readings:
                if reading.article.id == cited.article_id:
                    yield from (
                        s
                        for s in reading.sentences
                        if s.paragraph.id == cited.paragraph_id and s.start < cited.end and cited.start < s.end
                    )


def _values(found: Counterparts, readings: Sequence[Reading]) -> str:
    """Name each value once, with those who print it: "208 (Meridian Wire, 14 March 2026); 221 (...)"."""
    by_value: dict[str, list[str]] = {}
    for (number, _), text in zip(found.places, found.values, strict=True):
        article = readings[number].article
        by_value.setdefault(text, []).append(f"{outlet_name(article.outlet)}, {readable_date(article.published)}")
    return "; ".join(f"{value} ({'; '.join(dict.fromkeys(who))})" for value, who in by_value.items())


def days_meant(question: str) -> tuple[tuple[int, int], ...]:
    """Return the days that "yesterday", "last week" and the like mean today, as spans of numbers (20240322).

    In a long question such words mostly belong to what an article said, and mean a time before it: then there are none.
    """
    if len(question.split()) > _SHORT:
        return ()
    today = date.today().isoformat()
    spans = [
        (int(figure.value), int(figure.high or figure.value))
        for figure in find_figures(question, today)
        if figure.type is FigureType.DATE and figure.unit in ("day", "week", "month") and _RELATIVE.search(figure.text)
    ]
    return tuple((_number(first), _number(last)) for first, last in spans)


def _number(ordinal: int) -> int:
    return day_number(date.fromordinal(ordinal).isoformat())


def nothing_proven() -> Refusal:
    """Say that sentences were drafted and none passed."""
    return Refusal(
        RefusalReason.NOTHING_PROVEN,
        "Sentences were drafted, but none could be proven from the articles. They are listed as left out.",
    )


def absent_publications(publications: Sequence[str]) -> Refusal:
    """Say that the question rests on publications that the library has no article of."""
    return Refusal(
        RefusalReason.NO_SOURCE,
        f"The question asks what {_listed(publications)} reported, and the library has no article of theirs. Add one, "
        "or ask without.",
    )


def nothing_dated(articles: int) -> Refusal:
    """Say that the library is empty, or that nothing in it has a date."""
    message = "The library has no dated articles." if articles else "The library is empty. Add articles first."
    return Refusal(RefusalReason.NO_SOURCE, message)


def out_of_dates(first: str, last: str) -> Refusal:
    """Say that the question is about days that no article held is from."""
    return Refusal(
        RefusalReason.OUT_OF_DATES,
        f"The question is about a time outside the articles held, which run from {first[:10]} to {last[:10]}.",
    )


def no_source(filters: Filters, unknown: Sequence[str], meant: str | None = None) -> Refusal:
    """Say that nothing held answers, within which limits.

    `unknown` are outlets of the limits that are not held, `meant` is the question respelt, which would be answered.
    """
    if unknown:
        return Refusal(
            RefusalReason.NO_SOURCE,
            f"The library has no article of {_listed(unknown)}. Choose an outlet that it holds, or ask without limits.",
        )
    where = " within the outlets, dates or story chosen" if filters != Filters() else ""
    if meant:
        return Refusal(
            RefusalReason.NO_SOURCE,
            f"No article{where} says anything that answers this. Some words are in none of them as they are spelt. The "
            f"articles do answer: “{meant}”",
        )
    return Refusal(
        RefusalReason.NO_SOURCE,
        f"No article{where} says anything that answers this. Ask about something the articles report, "
        "or add articles that cover it.",
    )


def _named(passage: Passage) -> str:
    return f"{outlet_name(passage.outlet)} ({readable_date(passage.published)})"


def _listed(words: Iterable[str]) -> str:
    words = list(dict.fromkeys(words))
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
