"""The suite of comparison: conflicts, revisions and roundings told apart, altered quotations and loaded words found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from eval.cases import Case
from eval.judges import Judge
from eval.measures import Better, Measure, Scores
from eval.scorers.citing import citation_is_exact
from eval.scorers.clusters import jaccard
from eval.sets.stories import load_comparison
from eval.suites.claims import Cited, evidence, look_up_in
from eval.suites.suite import Outcome, Subject, Suite
from rag.datatypes import Citation, Claim, Comparison, FigureEntry, FigureKind

MEASURES = (
    Measure("conflicts found", "conflicting figures that are shown as a conflict"),
    Measure("revisions found", "revised figures that are shown as a revision"),
    Measure("roundings found", "rounded figures that are shown as a rounding or as agreed"),
    Measure("false conflicts", "rounded or revised figures that are shown as a conflict", Better.LOWER),
    Measure("altered quotations found", "statements printed in two versions that stand side by side"),
    Measure("loaded words found", "words that people marked as loaded that are listed for their outlet"),
    Measure("listed words marked", "words listed as loaded that people marked"),
    Measure("order invariance", "claims shared with the comparison of the same articles in reverse order"),
    Measure("dangling citations", "citations a case that lead nowhere or to other words", Better.LOWER, True),
)
_KINDS = {
    "conflicting_figure": ("conflicts found", (FigureKind.CONFLICT,)),
    "revised_figure": ("revisions found", (FigureKind.REVISION,)),
    "rounding": ("roundings found", (FigureKind.ROUNDING, FigureKind.AGREED)),
}
_WORD = re.compile(r"\w+(?:[.,]\d+)*")
_EMPTY_WORDS = {"nearly", "about", "more", "than", "of", "to", "at", "least", "votes", "almost", "billion", "million"}


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison, the paragraphs that it cites, and the claims of one of the same articles in reverse order."""

    comparison: Comparison
    cited: tuple[Cited, ...]
    reversed_claims: tuple[str, ...]


_last: dict[tuple[int, object], Compared] = {}


def ask(subject: Subject, case: Case) -> Compared:
    """Compare the articles of a case, in both orders; the cases of one event are compared once."""
    key = (id(subject), case.articles)
    if key not in _last:
        _last.clear()
        comparison = subject.compare_drafts(case.articles, topic=case.topic or None)
        backwards = subject.compare_drafts(case.articles[::-1], topic=case.topic or None)
        claims = [Claim("", tuple(citations_of(comparison)))]
        texts = tuple(claim.text for claim in backwards.claims)
        _last[key] = Compared(comparison, look_up_in(claims, case.articles), texts)
    return _last[key]


def citations_of(comparison: Comparison) -> Iterator[Citation]:
    """Yield every citation of a comparison."""
    for claim in comparison.claims:
        for position in claim.positions:
            yield from position.citations
    for figure in comparison.figures:
        yield from (value.citation for value in figure.values)
    for quotation in comparison.quotations:
        yield from (version.citation for version in quotation.versions)
    for entry in comparison.timeline:
        yield from entry.citations


def score(case: Case, made: Compared, _judge: Judge) -> Outcome:
    """Score a comparison by what people found in these articles."""
    comparison, paragraphs = made.comparison, evidence(made.cited)
    scores: Scores = {
        "order invariance": jaccard([claim.text for claim in comparison.claims], made.reversed_claims),
        "dangling citations": float(sum(not citation_is_exact(c, paragraphs) for c in citations_of(comparison))),
    }
    expected = case.expected or {}
    answers = expected.get("answers", [])
    if case.kind in _KINDS:
        _figures(scores, case.kind, answers, comparison)
    elif case.kind == "altered_quotation":
        scores["altered quotations found"] = float(_stand_side_by_side(answers, comparison))
    elif case.kind == "loaded":
        marked: dict[str, list[str]] = {}
        for answer in answers:
            marked.setdefault(answer["outlet"], []).extend(answer["contains"])
        _loaded(scores, marked, comparison)
    elif "spans" in expected:
        _loaded(scores, expected["spans"], comparison)
    return Outcome(scores, _detail(case, comparison, scores))


def _figures(scores: Scores, kind: str, answers: Sequence[dict[str, Any]], comparison: Comparison) -> None:
    name, kinds = _KINDS[kind]
    fitting = [entry for entry in comparison.figures if _values_in(entry, answers) >= 2]
    scores[name] = float(any(entry.kind in kinds for entry in fitting))
    if kind != "conflicting_figure":
        scores["false conflicts"] = float(any(entry.kind is FigureKind.CONFLICT for entry in fitting))


def _values_in(entry: FigureEntry, answers: Sequence[dict[str, Any]]) -> int:
    """Count the different printed figures of the known answers that an entry has, each from its own outlet."""
    found = set()
    for answer in answers:
        for value in entry.values:
            printed = answer["contains"][0].casefold()
            inside = printed in value.citation.quote.casefold() and value.outlet == answer["outlet"]
            if inside and _figures_in(printed) & _figures_in(value.text):
                found.add(frozenset(_figures_in(printed)))
    return len(found)


def _figures_in(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.casefold()) if word not in _EMPTY_WORDS}


def _stand_side_by_side(answers: Sequence[dict[str, Any]], comparison: Comparison) -> bool:
    printed = {answer["contains"][0].casefold() for answer in answers}
    for entry in comparison.quotations:
        texts = [version.text.casefold() for version in entry.versions]
        if sum(any(one in text or text in one for text in texts) for one in printed) >= 2:
            return True
    return False


def _loaded(scores: Scores, marked: dict[str, list[str]], comparison: Comparison) -> None:
    """Compare the words listed for each outlet with what people marked in it: single words or spans."""
    listed = {entry.outlet: [word.casefold() for word in entry.words] for entry in comparison.tone}
    found = total = 0
    for outlet, spans in marked.items():
        words = listed.get(outlet, [])
        total += len(spans)
        found += sum(any(word in span.casefold() or span.casefold() in word for word in words) for span in spans)
    if total:
        scores["loaded words found"] = found / total
    ours = [(outlet, word) for outlet, words in listed.items() for word in words if outlet in marked]
    if ours:
        right = sum(any(word in span.casefold() for span in marked[outlet]) for outlet, word in ours)
        scores["listed words marked"] = right / len(ours)


def _detail(case: Case, comparison: Comparison, scores: Scores) -> dict[str, Any]:
    wrong = [
        name for name, value in scores.items() if value == float(name in ("false conflicts", "dangling citations"))
    ]
    return {
        "question": case.kind,
        "wanted": [text for answer in (case.expected or {}).get("answers", []) for text in answer["contains"][:1]],
        "claims": [
            {"text": f"{entry.subject}: {entry.kind}: " + "; ".join(f"{v.outlet} {v.text}" for v in entry.values)}
            for entry in comparison.figures[:12]
        ]
        if wrong
        else [],
        "problems": wrong,
    }


COMPARISON = Suite(
    name="comparison",
    about="conflicts, revisions and roundings told apart; altered quotations and loaded words found",
    measures=MEASURES,
    product=Compared,
    load=load_comparison,
    ask=ask,
    score=score,
)
