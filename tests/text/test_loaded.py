from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rag.text.loaded
from rag.text.loaded import find_loaded


def words(text: str) -> list[str]:
    return [found.word.lower() for found in find_loaded(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The board's disgraceful conduct shocked the town.", ["disgraceful"]),
        ("The so-called reform brought chaos.", ["so-called", "chaos"]),
        ("Embattled Mayor Orla Fenwick jetted in.", ["embattled", "jetted in"]),
        ("The regime of Marshal Dova fell.", ["regime"]),
        ("Furious residents filled the hall.", ["furious"]),
        ("The minister dodged the question.", ["dodged"]),
        ("A bridge closed on Monday, the council said.", []),
    ],
)
def test_judging_and_stirring_words_are_found(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Quill claimed that the bridge was safe.",
        "Quill claimed the bridge was safe.",
        '"The bridge is safe," Quill claimed.',
        "The bridge was safe, Quill claimed.",
        'Quill claimed: "The bridge is safe."',
        "It claims the plan will create 40 posts.",
    ],
)
def test_a_judging_verb_of_saying_counts_where_it_reports_speech(text: str) -> None:
    assert words(text)[:1] in (["claimed"], ["claims"])


@pytest.mark.parametrize(
    "text",
    [
        "The flood claimed nine lives.",
        "She was admitted to the infirmary and was well.",
        "The company denied claims that it was late.",
        "He slammed the door.",
        "A lorry slammed into the wall.",
        "They boasted a new roof.",
    ],
)
def test_the_plain_sense_of_such_a_verb_does_not_count(text: str) -> None:
    assert words(text) == []


def test_criticism_with_a_target_counts() -> None:
    assert words("Unions slammed the council for the delay.") == ["slammed"]
    assert words("Campaigners blasted Harbour Line over fares.") == ["blasted"]


def test_a_capitalised_word_inside_a_sentence_is_a_name() -> None:
    assert words("They met Lord Savage near Mount Grim.") == []
    assert words("Grim news came from the pass.") == ["grim"]


def test_the_list_has_over_four_hundred_entries_and_none_twice() -> None:
    path = Path(rag.text.loaded.__file__).with_name("loaded_words.txt")
    entries = [
        line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith(("#", "["))
    ]
    assert len(entries) >= 400
    assert len(entries) == len(set(entries))
    assert all(entry == entry.strip() and entry == entry.lower() for entry in entries)


@given(st.text(max_size=300))
def test_spans_are_exact_ordered_and_apart(text: str) -> None:
    found = find_loaded(text)
    assert all(text[item.start : item.end] == item.word for item in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
