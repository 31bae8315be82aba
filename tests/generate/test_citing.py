"""Claims with those who state them, in the plainest wording of a copy."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.datatypes import Article, DraftClaim
from rag.generate.citing import Citing
from rag.generate.compare import compare_articles
from rag.store.groups import group_origins
from tests.generate.answering import story

PLAIN = "Two barges drifted against the gate of the lower lock at Ebbing on Tuesday and injured 12 people."
ADORNED = "Two barges drifted against the towering gate of the lower lock at Ebbing on Tuesday and injured 12 people."


def claims(*texts: str) -> list[DraftClaim]:
    articles: list[Article] = [
        story(f"{name} Post", text) for name, text in zip(("Marl", "Sedge", "Thorle"), texts, strict=False)
    ]
    found = compare_articles("Ebbing lock", articles, group_origins(articles)).claims
    return [Citing(articles).claim(claim) for claim in found]


@pytest.mark.parametrize("texts", [(PLAIN, ADORNED), (ADORNED, PLAIN)])
def test_the_plainest_wording_is_used_whoever_has_it(texts: tuple[str, str]) -> None:
    assert [draft.text for draft in claims(*texts)] == [PLAIN]


def test_a_wording_without_its_speaker_is_not_the_plainer_one() -> None:
    told = PLAIN.rstrip(".") + ", said Orla Finch."
    articles = [story("Marl Post", told), story("Sedge Post", PLAIN)]
    agreed = compare_articles("Ebbing lock", articles, group_origins(articles)).claims[0]
    assert len(agreed.positions) == 2
    assert Citing(articles).claim(replace(agreed, text=told)).text == told


def test_every_citation_is_of_printed_words() -> None:
    for draft in claims(PLAIN, ADORNED, "The lock was shut for nine hours."):
        assert draft.cites
        assert all(
            cite.quote and cite.quote in (PLAIN, ADORNED, "The lock was shut for nine hours.") for cite in draft.cites
        )
