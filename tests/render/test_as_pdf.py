from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given, settings
from pypdf import PdfReader

from rag.render import render_answer, render_briefing, render_comparison
from tests.render import pieces
from tests.render.hostile import TEXTS


def reopen(file: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(file))


def text_of(reader: PdfReader) -> str:
    return " ".join("".join(page.extract_text() for page in reader.pages).split())


def links(reader: PdfReader) -> list[Any]:
    found = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    return [note for note in found if note["/Subtype"] == "/Link"]


def addresses(reader: PdfReader) -> set[str]:
    return {str(link["/A"]["/URI"]) for link in links(reader) if "/A" in link}


def test_every_claim_is_there() -> None:
    text = text_of(reopen(render_briefing(pieces.BRIEFING, "pdf")))
    for claim in (pieces.CLOSING, pieces.LOSS, pieces.DISPUTED_LOSS, pieces.KEPT, pieces.WITHHELD):
        assert claim.text in text


def test_numbers_lead_to_entries_and_entries_to_articles() -> None:
    reader = reopen(render_briefing(pieces.BRIEFING, "pdf"))
    assert addresses(reader) == {pieces.GAZETTE.url, pieces.POST.url}
    assert sum("/Dest" in link for link in links(reader)) == 6
    assert all("/Dest" in link or "/A" in link for link in links(reader))


def test_the_file_has_a_title_and_an_outline() -> None:
    reader = reopen(render_briefing(pieces.BRIEFING, "pdf"))
    assert reader.metadata is not None and reader.metadata.title == pieces.BRIEFING.headline
    assert reader.outline


def test_the_same_piece_gives_the_same_file() -> None:
    assert render_answer(pieces.ANSWER, "pdf") == render_answer(pieces.ANSWER, "pdf")


@pytest.mark.parametrize("words", ["Ærø café señor", "Привет, мир", "Καλημέρα", "Łódź", "● ✕ –"])
def test_letters_of_many_scripts_are_drawn_with_the_fonts_carried(words: str) -> None:
    assert words in text_of(reopen(render_answer(pieces.hostile_answer(words), "pdf")))


@given(TEXTS)
@settings(max_examples=30, deadline=None)
def test_any_text_can_be_drawn_and_adds_no_link(text: str) -> None:
    hostile = reopen(render_comparison(pieces.hostile_comparison(f"x:{text}"), "pdf"))
    assert addresses(hostile) == set()
