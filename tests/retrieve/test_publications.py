"""Publications a question rests on: a question about what one reported has no answer in a library without it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.retrieve.publications import missing_publications, publications


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What is the toll as reported by Sedge Herald?", ["Sedge Herald"]),
        ("What is the toll reported by 'The Moor Post'?", ["The Moor Post"]),
        ("Which ferry was featured in The Moor Post?", ["The Moor Post"]),
        ("Does the article from Sedge Herald on ferries name anyone?", ["Sedge Herald"]),
        ("Does the Sedge Herald article name anyone?", ["Sedge Herald"]),
        ("Does a “Wren” report name anyone?", ["Wren"]),
        ("Do an article in Wren and another from Marl Week agree?", ["Wren", "Marl Week"]),
        ("What did an editorial in the Post of Ebbing say?", ["the Post of Ebbing"]),
        ("Was it reported in March 2031?", []),
        ("Was it covered in Apr. 2031?", []),
        ("Was the story published by Monday?", []),
        ("Who was on the ferry?", []),
        ("How did reporters cover it?", []),
        ("Was it reported by the police?", []),
        ("", []),
    ],
)
def test_names_used_as_those_of_publications_are_found(question: str, names: list[str]) -> None:
    assert publications(question) == names


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("What is the toll as reported by Sedge Herald?", []),
        ("What is the toll as reported by the Sedge Herald?", []),
        ("What is the toll as reported by Wren?", ["Wren"]),
        ("What is the toll as reported by The Moor Post?", []),
        ("What is the toll as reported by Moor?", []),
        ("Does the Sedge Herald Fair article name anyone?", []),
        ("Do an article in Wren and another from Marl Week agree?", ["Wren", "Marl Week"]),
        ("Do an article in Wren and another from the Sedge Herald agree?", ["Wren"]),
        ("Who was on the ferry?", []),
    ],
)
def test_those_the_library_has_nothing_of_are_missing(question: str, missing: list[str]) -> None:
    assert missing_publications(question, ["Sedge Herald", "The Moor Post"]) == missing


def test_in_an_empty_library_all_are_missing() -> None:
    assert missing_publications("What is the toll as reported by Wren?", []) == ["Wren"]


@given(st.text(max_size=150))
def test_any_question_can_be_read(question: str) -> None:
    found = publications(question)
    assert all(name in question for name in found)
    assert set(missing_publications(question, ["Sedge Herald"])) <= set(found)
