"""Questions about sources beside the matter: what is to be corroborated, and what is asked once that is left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.generate.corroboration import asked_of, matter_of, teller_of


@pytest.mark.parametrize(
    ("question", "matter"),
    [
        ("Is it confirmed that the lock was shut?", "the lock was shut"),
        ("Has it been independently confirmed that the lock was shut?", "the lock was shut"),
        ("Is there any independent confirmation of the leak at Ebbing?", "the leak at Ebbing"),
        ("Do several outlets independently report that the lock was shut?", "the lock was shut"),
        ("Did other newspapers report the leak?", "the leak"),
        ("Who else reports that the lock was shut?", "the lock was shut"),
        ("Which other outlets report the leak?", "the leak"),
        ("How many sources say that the lock was shut?", "the lock was shut"),
        ("Does anyone else report the leak?", "the leak"),
        ("Is the leak at Ebbing confirmed?", "the leak at Ebbing"),
        ("Was the leak confirmed by a second source?", "the leak"),
        ("Was the leak reported by any other outlet?", "the leak"),
        ("Is that confirmed? (the leak at Ebbing)", "the leak at Ebbing"),
        ("Is it confirmed that she resigned? (Ona Pell)", "she resigned (Ona Pell)"),
    ],
)
def test_the_matter_of_a_question_for_corroboration_is_found(question: str, matter: str) -> None:
    assert matter_of(question) == matter
    assert asked_of(question) == matter


@pytest.mark.parametrize(
    "question",
    [
        "Did the police confirm the toll?",
        "Who else was hurt?",
        "How many people were hurt?",
        "What do the Ebbing Post and the Fennick Mail report about the lock?",
        "Which source of energy does the lock use?",
        "Was the toll confirmed by the police?",
        "Is that confirmed?",
        "",
    ],
)
def test_other_questions_ask_for_no_corroboration(question: str) -> None:
    assert matter_of(question) is None
    assert asked_of(question) == question


def test_who_is_right_is_asked_of_the_sources_not_of_the_matter() -> None:
    assert asked_of("How many boats waited? Who is right?") == "How many boats waited?"


@pytest.mark.parametrize(
    ("question", "matter"),
    [
        ("what's the latest on the lock?", "the lock?"),
        ("whats new with the lock", "the lock"),
        ("Tell me about the lock", "the lock"),
        ("Any updates on the lock?", "the lock?"),
        ("What do we know about the lock?", "the lock?"),
        ("What is the latest date for the lock?", "What is the latest date for the lock?"),
        ("What is new?", "What is new?"),
    ],
)
def test_how_one_asks_for_news_is_no_part_of_the_matter(question: str, matter: str) -> None:
    assert asked_of(question) == matter


@pytest.mark.parametrize(
    ("question", "teller"),
    [
        ("What did the Ebbing Post say about the lock?", ("the Ebbing Post", "about the lock")),
        ("what does Ilse Corran say", ("Ilse Corran", "")),
        ("What did the council do about the lock?", None),
        ("Did the Ebbing Post say so?", None),
    ],
)
def test_whose_words_a_question_asks_for_is_read(question: str, teller: tuple[str, str] | None) -> None:
    assert teller_of(question) == teller


@given(st.text(max_size=200))
def test_any_text_can_be_read_and_the_matter_is_part_of_it(question: str) -> None:
    matter = matter_of(question)
    assert matter is None or all(word in question for word in matter.replace("(", " ").replace(")", " ").split())
