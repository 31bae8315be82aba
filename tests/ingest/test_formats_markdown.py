"""Markdown files: front matter, plain words, headings."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.datatypes import Draft, ParagraphKind
from rag.errors import SourceError
from rag.ingest import build_article
from rag.ingest.formats.markdown import parse_front_matter, plain_blocks, read_markdown
from rag.ingest.formats.reader import Document

FILE = """---
outlet: Ellis Herald
title: "Bridge: open at last"
published: 2031-05-04T18:30:00+02:00
url: https://ellis-herald.example/bridge
author: [Jane Roe, 'Al Finch']
language: en
---

The swing bridge at **Port Ellis** reopened on *Sunday*, the [harbour board](https://x.example "t") said,
after eleven months of `repair`.

## Why did it take so long?

> “We would rather close for an hour,” said Ada Voss.

- Traders welcomed it & danced.
- Crews did not.

![The bridge](bridge.jpg)

### ENDS
"""


def read(path: Path, content: str) -> Draft:
    path.write_text(content, encoding="utf-8")
    (draft,) = read_markdown(Document(path.name, path))
    assert isinstance(draft, Draft)
    return draft


def test_front_matter_and_plain_words_are_read(tmp_path: Path) -> None:
    draft = read(tmp_path / "a.md", FILE)
    assert (draft.outlet, draft.title, draft.author) == ("Ellis Herald", "Bridge: open at last", "Jane Roe, Al Finch")
    assert (draft.published, draft.language) == ("2031-05-04T16:30:00+00:00", "en")
    assert draft.text.split("\n\n") == [
        "The swing bridge at Port Ellis reopened on Sunday, the harbour board said, after eleven months of repair.",
        "Why did it take so long?",
        "“We would rather close for an hour,” said Ada Voss.",
        "Traders welcomed it & danced.",
        "Crews did not.",
        "ENDS",
    ]


def test_headings_are_subheads_of_the_article(tmp_path: Path) -> None:
    article = build_article(read(tmp_path / "a.md", FILE))
    assert [p.text for p in article.paragraphs if p.kind is ParagraphKind.SUBHEAD] == [
        "Why did it take so long?",
        "ENDS",
    ]


@pytest.mark.parametrize("front", ["", "---\ntitle: Bridge opens\n---\n", "---\ntitle: BRIDGE opens\n---\n"])
def test_a_heading_at_the_top_is_the_title_and_not_text(tmp_path: Path, front: str) -> None:
    draft = read(tmp_path / "a.md", f"{front}# Bridge opens\n\nIt opened.")
    assert draft.title.casefold() == "bridge opens"
    assert draft.text == "It opened."


def test_a_different_heading_at_the_top_stays(tmp_path: Path) -> None:
    draft = read(tmp_path / "a.md", "---\ntitle: Other\n---\n# Bridge opens\n\nIt opened.")
    assert (draft.title, draft.text) == ("Other", "Bridge opens\n\nIt opened.")


@pytest.mark.parametrize("content", ["---\ntitle: x\n---\n", "---\ntitle: x\n---", "# Bridge opens\n", "![x](y.png)"])
def test_a_file_without_text_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(SourceError, match="There is no text below the front matter"):
        read(tmp_path / "a.md", content)


@pytest.mark.parametrize(
    ("markdown", "blocks"),
    [
        ("One\ntwo.", [("One two.", 0)]),
        ("One  \ntwo.", [("One", 0), ("two.", 0)]),
        ("# A #\n\nB.", [("A", 1), ("B.", 0)]),
        ("A\n===\n\nB.", [("A", 1), ("B.", 0)]),
        ("He left the room.\n---\nB.", [("He left the room.", 0), ("B.", 0)]),
        ("A.\n\n***\n\nB.", [("A.", 0), ("B.", 0)]),
        ("1. One\n2. Two", [("One", 0), ("Two", 0)]),
        ("1984. It was a bad year.", [("1984. It was a bad year.", 0)]),
        ("5 < 6 &amp; 7 \\* 8", [("5 < 6 & 7 * 8", 0)]),
        ("A <b>b</b> c<br>d <!-- x -->.", [("A b cd .", 0)]),
        ("snake_case and 2*3*4", [("snake_case and 234", 0)]),
        ("~~old~~ new", [("old new", 0)]),
        ("$5 million and $3 million", [("$5 million and $3 million", 0)]),
        ("| a | b |\n|---|---|\n| 1 | 2 |", [("a | b", 0), ("1 | 2", 0)]),
        ("    indented words", [("indented words", 0)]),
        ("A.\n- Talks 'on track' -\nB.", [("A.", 0), ("- Talks 'on track' -", 0), ("B.", 0)]),
        ("A.\n-30-", [("A.", 0), ("-30-", 0)]),
        ("A.\n\n###", [("A.", 0), ("###", 0)]),
        ("A.\nabc-de/fg\n", [("A. abc-de/fg", 0)]),
    ],
)
def test_mark_up_becomes_plain_words(markdown: str, blocks: list[tuple[str, int]]) -> None:
    assert plain_blocks(markdown) == blocks


@pytest.mark.parametrize(
    ("front", "fields"),
    [
        ("title: A: b", {"title": "A: b"}),
        ("title: 'It''s'\nurl: \"a\"", {"title": "It's", "url": "a"}),
        ('Author: [A, "B"]', {"author": ["A", "B"]}),
        ("authors:\n  - A\n  - 'B'\ntitle: x", {"authors": ["A", "B"], "title": "x"}),
        ("# comment\nno colon\ntitle:x", {"title": "x"}),
        ("title:", {"title": ""}),
    ],
)
def test_front_matter_is_read_line_by_line(front: str, fields: dict[str, object]) -> None:
    assert parse_front_matter(front) == fields


@given(st.text(max_size=200))
def test_any_markdown_gives_blocks_of_one_line(markdown: str) -> None:
    for block, level in plain_blocks(markdown):
        assert block == " ".join(block.split()) != ""
        assert 0 <= level <= 6
