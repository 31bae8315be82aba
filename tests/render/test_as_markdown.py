from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from markdown_it import MarkdownIt
from markdown_it.token import Token

from rag.render import render_answer, render_briefing, render_comparison
from rag.render.as_markdown import _escaped, _inline
from rag.render.untrusted import clean
from tests.render import pieces
from tests.render.hostile import ATTEMPTS, TEXTS

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
WORDS = {"text", "text_special", "code_inline"}


def flat(markdown: str) -> list[Token]:
    return [leaf for token in PARSER.parse(markdown) for leaf in (token.children or [token])]


def structure(markdown: str) -> list[tuple[str, str]]:
    """Everything that is not words: blocks, links, emphasis."""
    return [(token.type, str(token.attrs.get("href", ""))) for token in flat(markdown) if token.type not in WORDS]


def words(markdown: str) -> str:
    return "".join(token.content for token in flat(markdown) if token.type in WORDS)


@given(TEXTS)
def test_escaped_text_is_read_back_as_it_was(text: str) -> None:
    shown = clean(text)
    assert words(_escaped(shown)) == shown
    assert structure(_escaped(shown)) == [("paragraph_open", ""), ("paragraph_close", "")]
    assert words(f"- {_escaped(shown)}") == shown
    assert words(f"# {_inline(shown)}") == shown


@given(TEXTS)
def test_text_from_articles_changes_nothing_but_words(text: str) -> None:
    hostile, harmless = f"x:{text}", "x:word"
    assert structure(render_answer(pieces.hostile_answer(hostile), "md").decode()) == structure(
        render_answer(pieces.hostile_answer(harmless), "md").decode()
    )
    assert structure(render_briefing(pieces.hostile_briefing(hostile), "md").decode()) == structure(
        render_briefing(pieces.hostile_briefing(harmless), "md").decode()
    )
    assert structure(render_comparison(pieces.hostile_comparison(hostile), "md").decode()) == structure(
        render_comparison(pieces.hostile_comparison(harmless), "md").decode()
    )


@pytest.mark.parametrize("text", [text for text in ATTEMPTS if clean(text) and not clean(text).startswith("http")])
def test_each_attempt_at_the_start_of_a_text_changes_nothing_but_words(text: str) -> None:
    assert structure(render_answer(pieces.hostile_answer(text), "md").decode()) == structure(
        render_answer(pieces.hostile_answer("word"), "md").decode()
    )


@given(TEXTS)
def test_no_address_is_left_that_a_viewer_would_link_by_itself(text: str) -> None:
    for token in flat(_escaped(clean(text))):
        if token.type in {"text", "text_special"}:
            assert not re.search(r"https?://\w|www\.\w|\w@\w+\.\w", token.content)


def test_sums_of_money_are_not_mathematics() -> None:
    assert _inline("$5 million, then $3 million") == r"\$5 million, then \$3 million"


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("1. one", r"1\. one"),
        ("2) two", r"2\) two"),
        ("- item", r"\- item"),
        ("# title", r"\# title"),
        ("14 March. Then", "14 March. Then"),
        ("see https://a.example/b_c.", "see `https://a.example/b_c`."),
        ("a | b", r"a \| b"),
    ],
)
def test_only_what_has_a_meaning_is_escaped(text: str, escaped: str) -> None:
    assert _escaped(text) == escaped


@pytest.mark.parametrize("piece", ["a", "a.", "http:", "a@", "*", "`", "www."])
def test_a_long_run_of_anything_is_escaped_in_no_time(piece: str) -> None:
    started = time.perf_counter()
    _escaped(piece * 50_000)
    assert time.perf_counter() - started < 20
