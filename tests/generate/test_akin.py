"""Other forms of a word: "broke" is found for "break", another name or a synonym is not."""

from __future__ import annotations

import pytest

from rag.generate.akin import akin
from rag.generate.question import Question
from rag.store.embeddings import load_embedder
from tests.generate.answering import readings_of, sentences, story


def found(question: str, *paragraphs: str) -> set[str]:
    """The question's stems that are found in another form."""
    held = sentences(readings_of([story("Moor Post", *paragraphs)]))
    return set(akin(Question.read(question), held, load_embedder("wordllama").embed).values())


@pytest.mark.parametrize(
    ("question", "text", "stems"),
    [
        ("When did the fire break out?", "The blaze broke out at 5.40am.", {"break"}),
        ("Who wrote the notice?", "The notice was written in May.", {"wrote"}),
        ("Who did sell the mill?", "The mill was sold in May.", {"sell"}),
        ("What was the price?", "The cost was high.", set()),
        ("Who runs Thole?", "Thorle is far.", set()),
        ("When did the mill at Quarn break?", "The gate broke in May.", set()),
        ("Who opened the lock?", "The lock was opened in May.", set()),
        ("", "", set()),
    ],
)
def test_only_other_forms_of_a_word_that_is_lacking_are_found(question: str, text: str, stems: set[str]) -> None:
    assert found(question, text or "The lock is shut.") == stems
