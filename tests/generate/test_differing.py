"""Both sides of what differs: whole sentences, or figures in bare words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.datatypes import Article, Cite, Counterclaim, DraftClaim, Opposition, Status
from rag.generate.citing import Citing
from rag.generate.compare import compare_articles
from rag.generate.compare.tone import own_loaded
from rag.generate.differing import Differing, unnamed, words_around
from rag.store.groups import group_origins
from tests.generate.answering import story

HERALD = story(
    "Sedge Herald", "Two barges drifted against the lower lock at Ebbing and injured 12 people on the towpath."
)
POST = story("Channel 4", "Two barges struck the lower lock at Ebbing, and 17 people on the towpath were injured.")


def sides(*articles: Article, bare: bool, told: bool = False) -> list[str]:
    comparison = compare_articles("Ebbing lock", articles, group_origins(articles))
    found = Differing(comparison, Citing(articles), bare=bare).sides(lambda _: told)
    return [side.text for difference in found for side in difference]


def test_a_side_is_its_outlets_whole_sentence() -> None:
    assert set(sides(HERALD, POST, bare=False)) >= {HERALD.body[0].text, POST.body[0].text}


@pytest.mark.parametrize(("bare", "told"), [(True, False), (False, True)])
def test_bare_or_told_already_a_side_is_its_figure_alone(bare: bool, told: bool) -> None:
    found = sides(HERALD, POST, bare=bare, told=told)
    assert any(text.startswith("Sedge Herald has “") and "12 people" in text for text in found)


def test_an_outlet_with_a_figure_in_its_name_is_not_named() -> None:
    assert any(text.startswith("A report has “17 people") for text in sides(HERALD, POST, bare=True))


def test_the_name_of_an_outlet_can_be_taken_out() -> None:
    draft = DraftClaim("Sedge Herald has “12 people” (injured).", (Cite("p"),))
    found = unnamed(draft)
    assert found is not None
    assert found.text == "A report has “12 people” (injured)."
    assert unnamed(found) is None
    assert unnamed(DraftClaim("The lock has been shut.", (Cite("p"),))) is None


@pytest.mark.parametrize(
    ("sentence", "figure", "label", "words"),
    [
        ("The gate fell on 31 people in a boat.", "31", "injured", "31 people in a boat"),
        ("The lock serves 4,100 homes that lie along the canal.", "4,100", "homes", "lock serves 4,100 homes"),
        ("It passed in a 22-17 vote of the trust.", "17", "votes", "22-17 vote"),
        ("It passed by 22 to 17, the trust said.", "22", "votes", "22 to 17"),
        ("By Sunday it had risen to 138.", "138", "cases", "risen to 138"),
        ("There were 2 million boats and 183,068 geese.", "2 million", "boats", "2 million boats and 183,068 geese"),
        ("It hurt 9 people who stood on the towpath.", "9", "injured", "hurt 9 people"),
        ("Nobody was hurt.", "9", "injured", None),
    ],
)
def test_a_figure_keeps_the_words_that_say_what_it_counts(
    sentence: str, figure: str, label: str, words: str | None
) -> None:
    assert words_around(sentence, figure, label) == words


@given(st.text(max_size=60), st.integers(0, 999), st.text(max_size=60))
def test_bare_words_are_printed_words_and_never_loaded(before: str, number: int, after: str) -> None:
    sentence = f"{before} {number} {after}"
    found = words_around(sentence, str(number), "injured")
    assert found is not None
    assert "".join(found.split()) in "".join(sentence.split())
    assert own_loaded(found.split(str(number), 1)[1]) == []


def test_two_claims_that_outlets_report_both_of_are_the_sides_of_one_dispute() -> None:
    one, other = "The warden opened the sluice alone, anglers say.", "The club had asked for it, the warden said."
    articles = [story("Herald", one, other), story("Courier", one, other)]
    comparison = compare_articles("Sluice", articles, group_origins(articles))
    counters = {one: Counterclaim(other, Opposition.CONTRADICTS), other: Counterclaim(one, Opposition.CONTRADICTS)}
    claims = tuple(
        replace(claim, status=Status.DISPUTED, counterclaims=(counters[claim.text],)) for claim in comparison.claims
    )
    found = Differing(replace(comparison, claims=claims), Citing(articles), bare=False).sides(lambda _: False)
    assert [{side.text for side in sides} for sides in found] == [{one, other}]
