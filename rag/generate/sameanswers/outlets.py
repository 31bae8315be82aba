"""Who answers what: the same answers to a question together, with the outlets that give them and the proof.

Nothing is shown where there is doubt. At least two independent origins must answer, and copies of one report count
once. Words found by their form alone are trusted only where independent origins give the same answer; figures for the
thing asked about are known to be that, and may all differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.datatypes import Citation, GivenAnswer
from rag.generate.compare.reading import cite
from rag.generate.corroboration import asked_of
from rag.generate.embedded import Heard, hear
from rag.generate.protocol import AnswerTask
from rag.generate.sameanswers.finding import Embed
from rag.generate.sameanswers.grouping import APART, group_answers
from rag.generate.sameanswers.sought import Kind, Sought, sought
from rag.generate.sameanswers.spoken import Spoken, counts, spoken

LEAST_ORIGINS = 2

NAMES_APART = 0.4
"""How far apart two names may be to be one answer: "Ona Pell" and "Pell". Names near in meaning are others still."""

BEHIND_ALONE = 2.0
"""How far behind the best an answer may lie that no other origin gives, and that is no figure for the thing asked."""


@dataclass(frozen=True, slots=True)
class _Answered:
    """What one article answers, with its place and the number of its origin; the rest as in `Spoken`."""

    citation: Citation
    origin: int
    behind: float

    @property
    def same(self) -> tuple[int, str]:
        """What copies of one report share."""
        return self.origin, self.citation.quote.casefold()


def given_answers(task: AnswerTask, embed: Embed) -> tuple[GivenAnswer, ...]:
    """Return what the outlets answer, the answer of most origins first; nothing where too few answer."""
    asked = sought(asked_of(task.question))
    if asked is None or not task.passages:
        return ()
    heard = hear(task, embed)
    groups = _grouped([_cited(item, heard) for item in spoken(heard, asked, embed)], asked, embed)
    given = sorted((_given(group) for group in groups), key=lambda answer: -answer.origins)
    enough = _independent([answer for group in groups for answer in group])
    return tuple(given) if enough and _trusted(groups, asked) else ()


def _trusted(groups: Sequence[Sequence[_Answered]], asked: Sought) -> bool:
    """Say whether the words can be relied on: figures of the ledger, or words that independent outlets find alike.

    Where they give two names, it is rather that many are named in what was found.
    """
    agreed = sum(map(_independent, groups))
    return counts(asked) or (agreed == 1 if asked.kind is Kind.NAME else agreed > 0)


def _independent(answers: Sequence[_Answered]) -> bool:
    """Say whether several outlets answer, and not with one report."""
    outlets = {answer.citation.outlet for answer in answers}
    return min(len(outlets), len({answer.origin for answer in answers})) >= LEAST_ORIGINS


def _cited(item: Spoken, heard: Heard) -> _Answered:
    reading = heard.readings[item.sentence.article]
    start, end = item.sentence.start + item.words.start, item.sentence.start + item.words.end
    return _Answered(cite(reading.article, item.sentence.paragraph, start, end), reading.origin, item.behind)


def _grouped(found: Sequence[_Answered], asked: Sought, embed: Embed) -> list[list[_Answered]]:
    """Bring the same answers together, in the order of their first."""
    # A copy says nothing that its original has not said.
    once = {answer.same: answer.citation.quote for answer in reversed(found)}
    apart = NAMES_APART if asked.kind is Kind.NAME else APART
    numbers = dict(zip(once, group_answers(list(once.values()), embed, apart=apart), strict=True))
    groups: dict[int, list[_Answered]] = {}
    for answer in found:
        groups.setdefault(numbers[answer.same], []).append(answer)
    return [group for group in groups.values() if counts(asked) or _heard_enough(group)]


def _heard_enough(group: Sequence[_Answered]) -> bool:
    """Say whether several origins give an answer, or one whose sentence is among the best."""
    return _independent(group) or group[0].behind <= BEHIND_ALONE


def _given(group: Sequence[_Answered]) -> GivenAnswer:
    citations = tuple(answer.citation for answer in group)
    outlets = tuple(dict.fromkeys(cited.outlet for cited in citations))
    return GivenAnswer(citations[0].quote, outlets, len({answer.origin for answer in group}), citations)
