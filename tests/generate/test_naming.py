"""Names put in for pronouns: only where it is safe to say whom a pronoun means."""

from __future__ import annotations

import pytest

from rag.generate.naming import named
from tests.generate.answering import readings_of, sentences, story

_FILTER = "Four Locks Water is bringing in a mobile filter, which stops the silt."


def second(*paragraphs: str) -> str | None:
    """The second sentence of a story, as one that stands alone."""
    return named(sentences(readings_of([story("Sedge Herald", *paragraphs)]))[1])


@pytest.mark.parametrize(
    "text",
    [
        "It should be working by Thursday, according to Duncan Pell, the lock keeper.",
        "It will be moved to Ebbing once the rain is over.",
        "It is unclear when the lower lock will be opened.",
        "It rained on the lower lock at Ebbing for nine hours.",
        "Its pump was tested at Ebbing on Tuesday evening.",
        "But it broke on the way to the lower lock at Ebbing.",
    ],
)
def test_an_it_that_may_mean_a_thing_or_nothing_gets_no_name(text: str) -> None:
    assert second(f"{_FILTER} {text}") is None


@pytest.mark.parametrize(
    "verb", ["said", "also plans", "denied", "has promised", "did not say", "announced", "declined to say"]
)
def test_an_it_that_does_what_a_body_alone_does_is_named(verb: str) -> None:
    text = second(f"{_FILTER} It {verb} that the main at Ebbing would be mended too.")
    assert text is not None
    assert text.startswith("[Four Locks Water] ")


def test_a_person_is_named_as_before() -> None:
    text = second("Mara Finch opened the lower lock at Ebbing. She then walked to Marl along the canal.")
    assert text == "[Mara Finch] then walked to Marl along the canal."
