"""A text that the program has checked, read again by a judge: one verdict, and one score made from both.

A fault that decides alone stands, and a text that is word for word in its evidence is proven: no model is asked about
either. Of the rest the judge hears the whole text at once. A judge that finds it wanting decides; one that bears it out
can carry a text that the program only found unlikely.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.checking import CheckedText
from rag.datatypes import EvidenceParagraph, Usage, Verdict
from rag.judging import Judge, found_wanting
from rag.verify.judgement import Joining, Ruling
from rag.verify.scoring import VERBATIM

_EVEN = 0.5
_JUST_UNDER = 0.49
"""The most that a text found wanting can score, so that score and verdict never disagree."""


@dataclass(frozen=True, slots=True)
class SecondReading:
    """What a judge said of a text. A `verdict` of None is unscored: then `failed` may say why.

    `score` is the program's own, `usage` what the judge has cost.
    """

    model: str
    verdict: Ruling | None
    reason: str
    score: float
    failed: str | None
    usage: Usage


def read_again(
    checked: CheckedText,
    text: str,
    evidence: Sequence[EvidenceParagraph],
    citations: Sequence[str],
    judge: Judge,
) -> tuple[CheckedText, SecondReading | None]:
    """Put a checked text to a judge of its own; None where none is asked: the program has decided or proven it."""
    if checked.decided or checked.score >= VERBATIM:
        return checked, None
    judgement = judge.judge(text, [p for p in evidence if not citations or p.id in citations])
    reading = SecondReading(
        judge.judging.model,
        judgement.ruling,
        judgement.reason,
        checked.score,
        judge.judging.failed,
        judge.usage,
    )
    if judgement.ruling is None:
        return checked, reading
    score = Joining.load().join(checked.score, judgement.ruling)
    if judgement.fails:
        problems = (*checked.problems, found_wanting(judgement))
        score = min(score, _JUST_UNDER)
        return replace(checked, verdict=Verdict.UNSUPPORTED, score=round(score, 4), problems=problems), reading
    verdict = Verdict.VERIFIED if score >= _EVEN else checked.verdict
    return replace(checked, verdict=verdict, score=round(score, 4)), reading
