"""What two claims have in common as numbers: figures without an equal, what is only expected, meaning, standing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.datatypes import Stance, Status
from rag.generate.compare.denials import expects, reports
from rag.generate.compare.meaning import in_paragraph, of_telling_words, unit_vectors
from rag.generate.compare.unmatched import by_sort, unmatched
from rag.text.figures import find_figures
from tests.generate.compare.test_claims_aligned import compare
from tests.generate.stories import article


@pytest.mark.parametrize(
    ("one", "other", "shares"),
    [
        ("The tax is 36 percent.", "The tax is 31 percent.", (1, 0, 0, 0)),
        ("The tax is 36 percent.", "The tax is high.", (0, 0, 0, 0)),
        ("The bridge cost $4.1 million.", "The bridge cost $4.12 million.", (0, 0, 0, 0)),
        ("The bridge cost $4 million.", "The bridge cost $7 million.", (0, 1, 0, 0)),
        ("The tax is 36 percent.", "The bridge cost $36.", (0, 0, 0, 0)),
        ("The boat carried 12 goats.", "The boat carried 12 goats and 30 sheep.", (0, 0, 0, 0)),
        ("It fell in 2031.", "It fell in 2032.", (0, 0, 0, 1)),
    ],
)
def test_figures_of_one_sort_without_an_equal_are_counted(one: str, other: str, shares: tuple[float, ...]) -> None:
    first, second = (by_sort(find_figures(text)) for text in (one, other))
    assert unmatched(first, second) == unmatched(second, first) == shares


@pytest.mark.parametrize(
    ("text", "expected", "reported"),
    [
        ("the mayor is expected to resign on monday", True, False),
        ("the vote was originally set to begin at noon", True, False),
        ("the mayor will resign on monday", False, False),
        ("the mayor resigned on monday", False, True),
        ("a set of rules was agreed", False, True),
    ],
)
def test_what_is_expected_is_not_what_is_reported(text: str, expected: bool, reported: bool) -> None:
    assert (expects(text), reports(text)) == (expected, reported)


def test_what_is_to_come_in_one_article_is_not_stated_by_it_as_done() -> None:
    before = article("Weir Gazette", "Board chairman Piet Havel is expected to resign on Friday over the inspection.")
    after = article("Valley Bugle", "Board chairman Piet Havel resigned on Friday over the inspection.")
    claims = compare(before, after).claims
    assert not any(claim.status is Status.AGREED for claim in claims)


def test_a_quotation_that_goes_on_without_its_speaker_words_a_claim_if_another_prints_it() -> None:
    lead = "Mayor Ilse Brandt spoke to the crowd on Monday. “The weir was old,” Brandt said."
    quotation = "“We will build a new weir before the winter comes.”"
    one, two = article("Weir Gazette", lead, quotation), article("Valley Bugle", lead, quotation)
    alone = article("Reed Echo", "A brass band played in the square at noon.")
    shared = [claim for claim in compare(one, two).claims if "new weir" in claim.text]
    assert [claim.text for claim in shared] == [f"[Ilse Brandt:] {quotation}"]
    assert {position.stance for position in shared[0].positions} == {Stance.STATES}
    assert not any("new weir" in claim.text for claim in compare(one, alone).claims)


def embed(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """Turn texts into vectors by their letters."""
    return np.array([[text.count(letter) for letter in "abcdefgh"] for text in texts], dtype=np.float32)


@given(texts=st.lists(st.text("abcdefgh .", max_size=20), min_size=1, max_size=6))
def test_nearness_is_a_cosine_and_the_same_both_ways(texts: list[str]) -> None:
    articles = np.arange(len(texts))
    for near in (
        of_telling_words(texts, {}, embed),
        in_paragraph(unit_vectors(texts, embed), articles, texts, embed),
    ):
        assert near.shape == (len(texts), len(texts))
        assert np.allclose(near, near.T)
        assert np.abs(near).max() <= 1 + 1e-9
