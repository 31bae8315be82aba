from __future__ import annotations

import pytest

from rag.datatypes import Problem, ProblemKind
from rag.verify.findings import Findings, apart, changed_in_copying
from rag.verify.ground import Ground, read_sentences
from tests.verify.builders import paragraph

SOURCE = "Police said the ferry did not sink off Harrow. Tugs came at dawn."
COPIED = Problem(ProblemKind.POLARITY, "", (0, 20))


def test_a_fault_decides_in_a_sentence_that_is_otherwise_copied_only() -> None:
    cited = [paragraph(SOURCE)]
    assert changed_in_copying([COPIED], "Police said the ferry did sink off Harrow.", cited) == {COPIED}
    assert changed_in_copying([COPIED], "The vessel went down near the town, officers told us.", cited) == set()
    assert changed_in_copying([], "Police said the ferry did sink off Harrow.", cited) == set()


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("Police said the ferry did not sink.", False),
        ("Surgeons in Velmar praised a vaccine for horses.", True),
        ("The passages given do not answer the question.", False),
        ("Surgeons praised a vaccine. Horses in Velmar slept.", False),
    ],
)
def test_a_lone_claim_whose_words_stand_nowhere_together_is_reported(text: str, reported: bool) -> None:
    assert bool(apart(read_sentences(text), Ground([("p", SOURCE)]))) is reported


def test_faults_are_counted_by_what_they_are_and_those_of_support_not_at_all() -> None:
    figure, name = Problem(ProblemKind.FIGURE, "1", (0, 4)), Problem(ProblemKind.NAME, "2", (5, 9))
    support = Problem(ProblemKind.SUPPORT, "3", (0, 9))
    found = Findings([figure, name, COPIED, support], {figure}, {figure, support})
    counts = found.counts
    assert (counts.invented, counts.unsaid, counts.unnamed, counts.turned, counts.strict) == (1, 0, 1, 1, 0)
    (sentence,) = read_sentences("Two men")
    assert found.within(sentence).faults == [figure, name, COPIED, support]
