"""The desk: what is proven passes, what fails is repaired at most once, what fails again is no finding."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from rag.datatypes import Cite, Claim, DraftClaim, EvidenceParagraph, Problem, ProblemKind, Turn, Usage, Verdict
from rag.desk import Desk
from rag.generate.protocol import AnswerTask, BriefTask, Writer
from rag.verify import Checker
from tests.verify.builders import paragraph

EVIDENCE = {"p1": paragraph("The lower lock at Ebbing was shut for nine hours, the canal trust said.")}
TRUE = DraftClaim("The lower lock at Ebbing was shut for nine hours, the canal trust said.", (Cite("p1"),))
WRONG = DraftClaim("The lower lock at Ebbing was shut for ninety hours, the canal trust said.", (Cite("p1"),))
WORSE = DraftClaim("The upper lock at Thorle was shut for 77 days.", (Cite("p1"),))
NOWHERE = DraftClaim(TRUE.text, (Cite("p9"),))


@dataclass
class Scripted:
    """A writer that repairs with what it is given, and remembers what it was told."""

    repairs: list[DraftClaim | None] = field(default_factory=list)
    told: list[tuple[DraftClaim, tuple[Problem, ...]]] = field(default_factory=list)
    name: str = "scripted"
    prompts: Mapping[str, str] = field(default_factory=dict)
    side_usage: Usage = Usage()

    def answer(self, task: AnswerTask) -> Generator[DraftClaim, None, Usage]:
        raise NotImplementedError

    def brief(self, task: BriefTask) -> Generator[DraftClaim, None, Usage]:
        raise NotImplementedError

    def repair(
        self, draft: DraftClaim, problems: Sequence[Problem], evidence: Mapping[str, EvidenceParagraph]
    ) -> DraftClaim | None:
        self.told.append((draft, tuple(problems)))
        return self.repairs.pop(0)

    def condense(self, question: str, history: Sequence[Turn]) -> str:
        return question


def check(draft: DraftClaim, *repairs: DraftClaim | None) -> tuple[Claim, Scripted]:
    writer = Scripted(list(repairs))
    checked: Writer = writer
    return Desk(Checker()).check(draft, checked, EVIDENCE), writer


def test_a_proven_claim_passes_without_a_repair() -> None:
    claim, writer = check(TRUE)
    assert (claim.verdict, claim.text, claim.problems) == (Verdict.VERIFIED, TRUE.text, ())
    assert [citation.paragraph_id for citation in claim.citations] == ["p1"]
    assert writer.told == []


@pytest.mark.parametrize(("draft", "kind"), [(WRONG, ProblemKind.FIGURE), (NOWHERE, ProblemKind.MARKER)])
def test_a_failing_claim_is_shown_its_problems_and_repaired(draft: DraftClaim, kind: ProblemKind) -> None:
    claim, writer = check(draft, TRUE)
    assert (claim.verdict, claim.text) == (Verdict.VERIFIED, TRUE.text)
    (told, problems), *more = writer.told
    assert told == draft
    assert kind in [problem.kind for problem in problems]
    assert more == []


def test_a_repair_that_fails_too_is_withheld_with_the_first_problems_and_not_tried_again() -> None:
    claim, writer = check(WRONG, WORSE)
    assert (claim.verdict, claim.text) == (Verdict.UNSUPPORTED, WRONG.text)
    assert claim.problems == writer.told[0][1]
    assert len(writer.told) == 1


def test_a_writer_that_does_not_repair_leaves_it_withheld() -> None:
    claim, _ = check(WRONG, None)
    assert (claim.verdict, claim.text) == (Verdict.UNSUPPORTED, WRONG.text)
    assert claim.problems


def test_drafts_are_reviewed_one_by_one_in_order_and_their_cost_comes_back() -> None:
    drafted: list[str] = []
    cost = Usage("scripted-1", 10, 5, 0.1)

    def drafts() -> Generator[DraftClaim, None, Usage]:
        for draft in (TRUE, WRONG, TRUE):
            drafted.append(draft.text)
            yield draft
        return cost

    review = Desk(Checker()).review(drafts(), Scripted([None]), EVIDENCE)
    assert next(review).verdict is Verdict.VERIFIED
    assert drafted == [TRUE.text], "a claim is checked before the next is drafted"
    assert next(review).verdict is Verdict.UNSUPPORTED
    assert next(review).verdict is Verdict.VERIFIED
    with pytest.raises(StopIteration) as end:
        next(review)
    assert end.value.value == cost


def test_no_drafts_are_no_claims() -> None:
    def none() -> Generator[DraftClaim, None, Usage]:
        yield from ()
        return Usage()

    assert list(Desk(Checker()).review(none(), Scripted(), EVIDENCE)) == []
