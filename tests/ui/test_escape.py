"""Text of others never becomes markup."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ui.escape import plain

HOSTILE = (
    "$5 million and then $3 million",
    "<img src=x onerror=alert(1)>",
    "![pixel](https://tracker.example/p.png) [link](https://tracker.example)",
    ":red[alarm] :smile: :material/delete:",
    "# heading\n\n- item\n1. first",
    "**bold** _em_ ~~gone~~ `code` | a | b |",
    "&lt;b&gt; &amp; www.tracker.example https://tracker.example",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_every_special_character_is_escaped(text: str) -> None:
    escaped = plain(text)
    at = 0
    while at < len(escaped):
        if escaped[at] == "\\":
            at += 2
            continue
        assert escaped[at] not in string.punctuation
        at += 1


@given(st.text())
def test_what_a_reader_sees_is_the_text_itself(text: str) -> None:
    (paragraph,) = MarkdownIt("commonmark").parse("x" + plain(text) + "x")[1:2]
    assert paragraph.children is not None
    assert "".join(child.content for child in paragraph.children) == "x" + "".join(_seen(text)) + "x"


def _seen(text: str) -> str:
    from rag.render.untrusted import clean

    return clean(text)
