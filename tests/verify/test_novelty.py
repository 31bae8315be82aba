"""Which words of a claim are its own: a table of cases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.datatypes import EvidenceParagraph
from rag.verify.novelty import words_of_its_own

SOURCE = "Prosecutor Henrik Aulde said on Monday that two managers of the Brennick works were being questioned."
AROUND = ("Brennick makes solvents. Ms Dohmen leads it.",)


def paragraph(text: str = SOURCE) -> EvidenceParagraph:
    return EvidenceParagraph("a:1", "a", "Sentinel", "Boss to step down", None, "2031-04-02", text)


@pytest.mark.parametrize(
    ("claim", "own"),
    [
        (SOURCE, ()),
        ("Two managers have been arrested.", ("arrested",)),
        ("Nobody was questioned.", ("Nobody",)),
        ("The boss of Brennick was questioned.", ()),
        ("Managers question the works.", ()),
        ("Aulde told the Sentinel that managers were being questioned.", ()),
        ("Ms Dohmen questioned 12 managers.", ()),
        ("Dohmen questioned managers.", ()),
        ("Strangers questioned managers at the end of November.", ("Strangers", "end", "November")),
    ],
)
def test_the_words_that_no_paragraph_cited_has(claim: str, own: tuple[str, ...]) -> None:
    assert words_of_its_own(claim, [paragraph()], AROUND) == own


@given(st.lists(st.from_regex(r"[A-Za-z]{2,9}", fullmatch=True), max_size=12).map(" ".join))
def test_a_text_has_no_words_of_its_own_against_itself(text: str) -> None:
    assert words_of_its_own(text, [paragraph(text)]) == ()
