"""Words: tokens as printed, stems that bring forms together, and which words carry meaning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.words import STOPWORDS, WORD, content_stems, stem, tokens


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The lock-keeper's boat didn't sink.", ["The", "lock-keeper's", "boat", "didn't", "sink"]),
        ("Ansgarde’s 1,800 boats, 4.52 pm, 12%", ["Ansgarde’s", "1,800", "boats", "4.52", "pm", "12%"]),
        ("Über Çınar—so", ["Über", "Çınar", "so"]),
        ("2031-04-02", ["2031", "04", "02"]),
        ("snake_case -dash- 'quoted'", ["snake", "case", "dash", "quoted"]),
        ("... ?! 🙂", []),
        ("", []),
    ],
)
def test_tokens_are_words_and_numbers_as_printed(text: str, words: list[str]) -> None:
    assert tokens(text) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ferries", "ferry"), ("FERRY", "ferry"), ("ferry's", "ferry"), ("ferry’s", "ferry"),
        ("operators'", "operator"), ("colliding", "collided"), ("voted", "votes"), ("Hughes'", "hughes"),
    ],
)  # fmt: skip
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("ferry", "fairy"), ("dam", "damage"), ("six", "sixty"), ("1,800", "1800")])
def test_other_words_have_other_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_words_that_say_nothing_are_left_out() -> None:
    assert content_stems("How many of them were on the ferry, and why weren’t they told?") == ["mani", "ferri", "told"]
    assert content_stems("It's what he'd have done, isn't it?") == ["done"]
    assert content_stems("not only because of it") == []


def test_stopwords_are_in_the_form_they_are_looked_up_in() -> None:
    assert all(word == word.lower() and "’" not in word and WORD.fullmatch(word) for word in STOPWORDS)


@given(st.text(max_size=120))
def test_any_text_has_tokens_in_order_and_lower_stems(text: str) -> None:
    found = tokens(text)
    at = 0
    for word in found:
        at = text.index(word, at) + len(word)
    assert len(content_stems(text)) <= len(found)
    assert all(stem(word) for word in found)
