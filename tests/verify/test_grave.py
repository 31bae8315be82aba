from __future__ import annotations

import pytest

from rag.datatypes import Problem, ProblemKind
from rag.verify.grave import Reading

SOURCE = "About 200 boats left Harrow, and one hundred came back. “We lost our nets to the storm,” a skipper said."


def is_grave(text: str, part: str, kind: ProblemKind) -> bool:
    start = text.index(part)
    return Reading([SOURCE]).is_grave(Problem(kind, "", (start, start + len(part))), text)


@pytest.mark.parametrize(
    ("text", "part", "kind", "grave"),
    [
        ("Over 200 boats left.", "Over 200", ProblemKind.FIGURE, False),
        ("The 100th boat came back.", "100th", ProblemKind.FIGURE, False),
        ("It gave three reasons.", "three", ProblemKind.FIGURE, False),
        ("Passage 3 says so.", "3", ProblemKind.FIGURE, False),
        ("Here it is in 85 words.", "85", ProblemKind.FIGURE, False),
        ("Some 300 boats left.", "300", ProblemKind.FIGURE, True),
        ("Prices rose 3%.", "3%", ProblemKind.FIGURE, True),
        ("They left in 2029.", "2029", ProblemKind.DATE, True),
        ("They left last week.", "last week", ProblemKind.DATE, False),
        ("“we lost our nets, to the storm”", "“we lost our nets, to the storm”", ProblemKind.QUOTATION_ALTERED, False),
        ("“we sold our nets to him”", "“we sold our nets to him”", ProblemKind.QUOTATION_ABSENT, True),
        ("The film “Nets of the Storm”", "“Nets of the Storm”", ProblemKind.QUOTATION_ABSENT, False),
        ("“boats left us”?", "boats", ProblemKind.NAME, False),
    ],
)
def test_only_what_no_reading_of_the_evidence_gives_is_grave(
    text: str, part: str, kind: ProblemKind, grave: bool
) -> None:
    assert is_grave(text, part, kind) is grave


def test_a_marker_that_points_nowhere_is_grave() -> None:
    assert Reading([SOURCE]).is_grave(Problem(ProblemKind.MARKER, ""), "text")
