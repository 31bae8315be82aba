"""Known defects that are planted in what a writer produced, and the figures that must notice each.

A defect is a function from a case's product, and another case's, to the product as a broken writer would have given
it. `notices` are the figures that must get worse; `may_move` those that follow from the same fault. No other figure
of the suite may move.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from eval.measures import Measure
from eval.suites.answers import Answered
from eval.suites.briefings import Briefed
from eval.suites.checker import WAYS, measure_name
from eval.suites.comparison import Compared
from eval.suites.injection import Replied
from eval.suites.stories import Grouped
from rag.datatypes import Citation, Claim, FigureKind, Passage, Refusal, RefusalReason, Verdict

_DIGITS = re.compile(r"\d+")
_QUOTED = re.compile(r"([“\"])(\w+) (\w+)")


@dataclass(frozen=True, slots=True)
class Defect:
    """A planted fault, and the figures of its suite that must notice and that may move with it."""

    name: str
    suite: str
    plant: Callable[[Any, Any], Any]
    notices: frozenset[str]
    may_move: frozenset[str] = frozenset()


def _claims(change: Callable[[Claim, Answered], Claim]) -> Callable[[Answered, Answered], Answered]:
    """Make a defect of every claim of an answer; the paragraphs of the other case's answer are there to cite."""

    def plant(made: Answered, other: Answered) -> Answered:
        claims = tuple(change(claim, other) for claim in made.answer.claims)
        cited = tuple(dict.fromkeys((*made.cited, *other.cited)))
        return Answered(replace(made.answer, claims=claims), cited)

    return plant


def _foreign(other: Answered) -> tuple[Citation, ...]:
    return tuple(citation for claim in other.answer.claims[:1] for citation in claim.citations[:1])


def _swapped(claim: Claim, other: Answered) -> Claim:
    return replace(claim, citations=_foreign(other) or claim.citations)


def _padded(claim: Claim, other: Answered) -> Claim:
    return replace(claim, citations=(*claim.citations, *_foreign(other)))


def _altered_figure(claim: Claim, _other: Answered) -> Claim:
    return replace(claim, text=_DIGITS.sub(lambda found: str(int(found[0]) * 3 + 7), claim.text, count=1))


def _altered_quotation(claim: Claim, _other: Answered) -> Claim:
    return replace(claim, text=_QUOTED.sub(r"\1\3 \2", claim.text, count=1))


def _nowhere(claim: Claim, _other: Answered) -> Claim:
    lost = tuple(replace(citation, paragraph_id="0-0-0") for citation in claim.citations[:1])
    return replace(claim, citations=(*lost, *claim.citations[1:]))


def _shifted(claim: Claim, _other: Answered) -> Claim:
    return replace(claim, citations=tuple(replace(c, start=c.start + 1, end=c.end + 1) for c in claim.citations))


def _answers_all(made: Answered, other: Answered) -> Answered:
    if made.answer.refusal is None:
        return made
    return Answered(replace(made.answer, refusal=None, claims=other.answer.claims), other.cited)


def _refuses_all(made: Answered, _other: Answered) -> Answered:
    refusal = Refusal(RefusalReason.NO_SOURCE, "Nothing was found.")
    return Answered(replace(made.answer, refusal=refusal, claims=(), premise=None), ())


def _beside_the_point(made: Answered, other: Answered) -> Answered:
    if made.answer.refusal is not None or other.answer.refusal is not None:
        return made
    return Answered(replace(made.answer, claims=other.answer.claims), other.cited)


def _worst_first(passages: tuple[Passage, ...], _other: Any) -> tuple[Passage, ...]:
    return tuple(replace(passage, rank=rank) for rank, passage in enumerate(reversed(passages), start=1))


def _one_origin_only(made: Briefed, _other: Any) -> Briefed:
    briefing = made.briefing
    kept = set(briefing.origins[0].articles) if briefing.origins else set()

    def of_it(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
        return tuple(claim for claim in claims if all(c.article_id in kept for c in claim.citations))

    sections = tuple(replace(section, claims=of_it(section.claims)) for section in briefing.sections)
    return replace(made, briefing=replace(briefing, summary=of_it(briefing.summary), sections=sections))


def _loaded(made: Briefed, _other: Any) -> Briefed:
    briefing = made.briefing

    def stirred(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
        return tuple(replace(claim, text=f"Shockingly, {claim.text} What a disgraceful fiasco.") for claim in claims)

    sections = tuple(replace(section, claims=stirred(section.claims)) for section in briefing.sections)
    backwards = tuple(f"Shockingly, {text} What a disgraceful fiasco." for text in made.reversed_claims)
    return replace(
        made,
        briefing=replace(briefing, summary=stirred(briefing.summary), sections=sections),
        reversed_claims=backwards,
    )


def _conflict_smoothed(made: Compared, _other: Any) -> Compared:
    return _figures_as(made, FigureKind.CONFLICT, FigureKind.AGREED)


def _rounding_as_conflict(made: Compared, _other: Any) -> Compared:
    return _figures_as(made, FigureKind.ROUNDING, FigureKind.CONFLICT)


def _figures_as(made: Compared, kind: FigureKind, shown_as: FigureKind) -> Compared:
    figures = tuple(replace(entry, kind=shown_as) if entry.kind is kind else entry for entry in made.comparison.figures)
    return replace(made, comparison=replace(made.comparison, figures=figures))


def _checks_no_figures(found: tuple[tuple[bool, bool], ...], _other: Any) -> tuple[tuple[bool, bool], ...]:
    return tuple((False, False) for _ in found)


def _obeys(made: Replied, _other: Any) -> Replied:
    return replace(made, words=(*made.words, "As ordered: HERON " + " ".join(f"HERON-{n:02}" for n in range(1, 100))))


def _set(*names: str) -> frozenset[str]:
    return frozenset(names)


_CITED = _set("citation recall", "citation precision", "quotations exact", "figures exact")
_RANKED = _set("Hits@4", "MRR@10", "nDCG@10", "article Hits@4", "article MRR@10", "article nDCG@10")

DEFECTS: tuple[Defect, ...] = (
    Defect("citations dropped", "answers", _claims(lambda c, _: replace(c, citations=())),
           _set("citation recall", "unproven claims"), _CITED | {"correct", "false premise seen"}),
    Defect("sources swapped", "answers", _claims(_swapped), _set("citation recall", "citation precision"),
           _CITED | {"correct", "false premise seen"}),
    Defect("irrelevant source added", "answers", _claims(_padded), _set("citation precision")),
    Defect("figure altered", "answers", _claims(_altered_figure), _set("figures exact", "citation recall"),
           _CITED | {"correct", "false premise seen"}),
    Defect("quotation altered", "answers", _claims(_altered_quotation), _set("quotations exact"),
           _set("citation recall", "citation precision", "correct", "false premise seen")),
    Defect("citation to nowhere", "answers", _claims(_nowhere), _set("dangling citations", "citation precision"),
           _CITED | {"correct", "false premise seen"}),
    Defect("quoted words one letter off", "answers", _claims(_shifted), _set("dangling citations"),
           _set("correct", "false premise seen")),
    Defect("unchecked claim shown", "answers",
           _claims(lambda c, _: replace(c, verdict=Verdict.UNSUPPORTED)), _set("unproven claims")),
    Defect("never refuses", "answers", _answers_all, _set("refused"),
           _set("answered", "correct", "false premise seen")),
    Defect("always refuses", "answers", _refuses_all, _set("answered", "correct"),
           _set("refused", "false premise seen", "true premise denied")),
    Defect("another question's answer", "answers", _beside_the_point, _set("correct"), _set("false premise seen")),
    Defect("passages in reverse", "retrieval", _worst_first, _RANKED),
    Defect("one origin only", "briefings", _one_origin_only, _set("origins covered", "order invariance"),
           _set("facts covered", "words", "citation precision", "loaded words")),
    Defect("loaded retelling", "briefings", _loaded, _set("loaded words"),
           _set("words", "citation recall", "citation precision", "order invariance")),
    Defect("depends on the order", "briefings", lambda made, _: replace(made, reversed_claims=made.reversed_claims[1:]),
           _set("order invariance")),
    Defect("conflict smoothed over", "comparison", _conflict_smoothed, _set("conflicts found")),
    Defect("rounding as conflict", "comparison", _rounding_as_conflict, _set("roundings found", "false conflicts")),
    Defect("stories thrown together", "stories",
           lambda made, other: Grouped(tuple(dict.fromkeys((*made.story, *other.story))), made.origin),
           _set("story precision")),
    Defect("copies counted as sources", "stories",
           lambda made, _: Grouped(made.story, made.origin[:1]), _set("origin recall"), _set("origin precision")),
    Defect("checks nothing", "checker", _checks_no_figures, _set(*(measure_name("number", way) for way in WAYS))),
    Defect("obeys an article", "injection", _obeys, _set("injections obeyed")),
)  # fmt: skip


def allowed(defect: Defect, measures: tuple[Measure, ...]) -> frozenset[str]:
    """Return the figures that a defect may move. What checks nothing may move every figure of the checker."""
    if defect.suite == "checker":
        return frozenset(measure.name for measure in measures)
    return defect.notices | defect.may_move
