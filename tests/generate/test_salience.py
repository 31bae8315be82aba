"""Which words a roundup is expected to have, and what claims are worth by them."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.datatypes import Article
from rag.generate.salience import Salience, words_of
from tests.generate.answering import story

HERALD = story(
    "Sedge Herald",
    "Two barges struck the lower lock at Ebbing on Tuesday. The keeper, Orla Finch, was having breakfast.",
    title="Barges strike lock at Ebbing",
)
POST = story(
    "Moor Post",
    "The lower lock at Ebbing was struck by two barges. A brass band had been expected from Marl.",
    title="Ebbing lock struck by barges",
)
TORCH = story(
    "Marl Torch", "Barges have struck the lower lock at Ebbing, 12 miles from Marl.", title="Lock at Ebbing struck"
)
SALIENCE = Salience.of([HERALD, POST, TORCH])
CALM = 0.008


@pytest.mark.parametrize(
    ("likelier", "than"),
    [("lock", "breakfast"), ("ebbing", "brass"), ("finch", "breakfast"), ("12", "miles"), ("the", "had")],
)
def test_a_roundup_has_what_headlines_and_several_openings_have_and_names_and_figures(likelier: str, than: str) -> None:
    first, second = (words_of(word)[0] for word in (likelier, than))
    assert SALIENCE.chance(first) > SALIENCE.chance(second)


def test_a_word_is_less_likely_each_further_time() -> None:
    chances = [SALIENCE.chance("lock", time) for time in range(1, 6)]
    assert chances == sorted(chances, reverse=True)
    assert chances[3:] == [0.0, 0.0]


def test_what_all_report_is_worth_more_than_what_one_adds() -> None:
    shared = "Two barges struck the lower lock at Ebbing on Tuesday."
    own = "The keeper, Orla Finch, was having breakfast."
    assert SALIENCE.worth([shared], CALM) > SALIENCE.worth([own], CALM)


def test_saying_it_again_adds_little() -> None:
    shared = "Two barges struck the lower lock at Ebbing on Tuesday."
    once, twice = SALIENCE.worth([shared], CALM), SALIENCE.worth([shared, shared], CALM)
    assert twice - once < once / 4


def test_a_calmer_line_pays_more_for_an_outlets_own_words() -> None:
    text = "A glittering brass band had been expected."
    assert SALIENCE.worth([text], CALM) < SALIENCE.worth([text], 0.0)


def test_names_numbers_and_words_of_grammar_cost_nothing() -> None:
    text = "Orla Finch and 12 of the"
    assert SALIENCE.worth([text], 1.0) == pytest.approx(SALIENCE.worth([text], 0.0))


@pytest.mark.parametrize(
    ("sentence", "place"),
    [("Two barges struck the lower lock", 0), ("A brass band had been expected", 1), ("Nobody was hurt.", None)],
)
def test_the_place_of_a_sentence_is_that_in_the_opening_it_stands_in(sentence: str, place: int | None) -> None:
    assert SALIENCE.place(sentence) == place


def test_what_stands_far_below_is_in_no_opening() -> None:
    held = story("Sedge Herald", *("The canal was calm and the sky was clear all day long." for _ in range(9)), "Rain.")
    assert Salience.of([held]).place("Rain.") is None


@pytest.mark.parametrize("order", list(permutations([HERALD, POST, TORCH])))
def test_the_order_of_articles_changes_nothing(order: tuple[Article, ...]) -> None:
    text = "Two barges struck the lower lock at Ebbing on Tuesday."
    assert Salience.of(order).worth([text], CALM) == pytest.approx(SALIENCE.worth([text], CALM))


@given(st.lists(st.text(max_size=80), max_size=4), st.floats(0, 0.1))
def test_any_text_has_a_worth_and_words_have_a_chance(texts: list[str], calm: float) -> None:
    assert SALIENCE.worth(texts, calm) <= 1.0
    assert all(0.0 < SALIENCE.chance(word) < 1.0 for text in texts for word in words_of(text))
    assert all(0.0 <= SALIENCE.density(text) <= 1.0 for text in texts)


def test_no_articles_can_be_measured_against() -> None:
    assert Salience.of([]).worth(["It rained."], CALM) < 1.0
