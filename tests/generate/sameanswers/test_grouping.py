"""Which answers are the same: a partition, whatever the order, and never with other figures."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.generate.sameanswers.grouping import group_answers
from rag.store.embeddings import load_embedder

embed = load_embedder("wordllama").embed
ANSWERS = (
    "cracks in two gates", "two cracked gates", "because of cracks in the gates", "14 barges", "fourteen barges",
    "15 barges", "about 15 barges", "July 2031", "2031", "July 2032", "otters", "the otters breeding", "Ona Pell",
    "the mayor of Ebbing", "", "a flood",
)  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("cracks in two gates", "cracks in the gates"),
        ("14 barges", "fourteen barges"),
        ("until July 2031", "2031"),
        ("184,200 savers", "about 184,000 savers"),
        ("a flood", "a flood"),
    ],
)
def test_the_same_answer_in_other_words_is_one_group(one: str, other: str) -> None:
    assert group_answers([one, other], embed) == [0, 0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("14 barges", "15 barges"),
        ("July 2031", "July 2032"),
        ("two years", "three years"),
        ("$3 million", "$5 million"),
        ("184,200 savers", "184,000 savers"),
        ("a flood in the lower town", "otters"),
    ],
)
def test_another_figure_or_matter_is_another_answer(one: str, other: str) -> None:
    assert group_answers([one, other], embed) == [0, 1]


def test_no_answer_between_two_figures_brings_them_together() -> None:
    answers = ["14 barges", "barges", "barges", "barges", "15 barges"]
    groups = group_answers(answers, embed)
    assert groups[0] != groups[4]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(ANSWERS), max_size=10), st.randoms(use_true_random=False))
def test_groups_part_the_answers_and_no_order_changes_them(answers: list[str], chance: random.Random) -> None:
    groups = group_answers(answers, embed)
    assert len(groups) == len(answers)
    assert list(dict.fromkeys(groups)) == list(range(len(set(groups))))
    shuffled = chance.sample(range(len(answers)), len(answers))
    again = group_answers([answers[at] for at in shuffled], embed)
    back = dict(zip(shuffled, again, strict=True))
    for one, other in combinations(range(len(answers)), 2):
        assert (groups[one] == groups[other]) == (back[one] == back[other])


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(2, 40), min_size=2, max_size=8))
def test_figures_within_a_group_are_one_figure(numbers: list[int]) -> None:
    groups = group_answers([f"{number} barges" for number in numbers], embed)
    for one, other in combinations(range(len(numbers)), 2):
        assert (groups[one] == groups[other]) == (numbers[one] == numbers[other])
