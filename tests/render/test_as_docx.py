from __future__ import annotations

import io

import docx
from docx.document import Document as WordFile
from docx.oxml.ns import qn
from hypothesis import given, settings

from rag.datatypes import Claim
from rag.render import render_briefing, render_comparison
from rag.render.untrusted import clean
from tests.render import pieces
from tests.render.hostile import TEXTS


def reopen(file: bytes) -> WordFile:
    return docx.Document(io.BytesIO(file))


def test_every_claim_with_its_numbers_is_there() -> None:
    paragraphs = [paragraph.text for paragraph in reopen(render_briefing(pieces.BRIEFING, "docx")).paragraphs]
    shown: tuple[tuple[Claim, str], ...] = (
        (pieces.CLOSING, "[1][2]"),
        (pieces.LOSS, "[3]"),
        (pieces.DISPUTED_LOSS, "[4]"),
        (pieces.KEPT, "[5]"),
        (pieces.WITHHELD, "[6]"),
    )
    for claim, numbers in shown:
        assert any(text.endswith(f"{claim.text} {numbers}") for text in paragraphs)


def test_numbers_lead_to_entries_and_entries_to_articles() -> None:
    word = reopen(render_briefing(pieces.BRIEFING, "docx"))
    links = [link for paragraph in word.paragraphs for link in paragraph.hyperlinks]
    bookmarks = {mark.get(qn("w:name")) for mark in word.element.iter(qn("w:bookmarkStart"))}
    assert {link.fragment for link in links if link.fragment} == bookmarks == {f"source_{n}" for n in range(1, 7)}
    assert {link.address for link in links if link.address} == {pieces.GAZETTE.url, pieces.POST.url}


def test_a_table_keeps_its_cells() -> None:
    table = reopen(render_comparison(pieces.COMPARISON, "docx")).tables[0]
    assert [cell.text for cell in table.rows[1].cells] == [
        "The line lost $2.4 million last year.",
        "Disputed",
        "● [1]",
        "–",
        "✕ [2]",
    ]


def test_the_file_does_not_say_which_library_wrote_it() -> None:
    properties = reopen(render_briefing(pieces.BRIEFING, "docx")).core_properties
    assert (properties.title, properties.author, properties.comments) == (pieces.BRIEFING.headline, "", "")


@given(TEXTS)
@settings(max_examples=30, deadline=None)
def test_any_text_can_be_held_and_adds_no_link(text: str) -> None:
    hostile = reopen(render_briefing(pieces.hostile_briefing(f"x:{text}"), "docx"))
    harmless = reopen(render_briefing(pieces.hostile_briefing("x:word"), "docx"))
    assert clean(f"x:{text}") in [paragraph.text for paragraph in hostile.paragraphs]
    assert [p.style and p.style.name for p in hostile.paragraphs] == [
        p.style and p.style.name for p in harmless.paragraphs
    ]
    assert len(hostile.part.rels) == len(harmless.part.rels)
