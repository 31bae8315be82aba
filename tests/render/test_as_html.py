from __future__ import annotations

from importlib import import_module
from typing import Any

from hypothesis import given

from rag.render import render_answer, render_briefing, render_comparison
from rag.render.untrusted import clean
from tests.render import pieces
from tests.render.hostile import TEXTS

html: Any = import_module("lxml.html")  # it has no types
FORBIDDEN = "//script | //iframe | //object | //img | //link | //form | //@src | //@*[starts-with(name(), 'on')]"


def parse(page: bytes) -> Any:
    return html.document_fromstring(page.decode())


def structure(page: bytes) -> list[tuple[str, tuple[str, ...], str | None]]:
    """Every element and attribute name, with where links lead."""
    return [
        (str(element.tag), tuple(sorted(map(str, element.attrib))), element.get("href"))
        for element in parse(page).iter()
    ]


@given(TEXTS)
def test_text_from_articles_adds_no_element_attribute_or_link(text: str) -> None:
    hostile, harmless = f"x:{text}", "x:word"
    assert structure(render_answer(pieces.hostile_answer(hostile), "html")) == structure(
        render_answer(pieces.hostile_answer(harmless), "html")
    )
    assert structure(render_briefing(pieces.hostile_briefing(hostile), "html")) == structure(
        render_briefing(pieces.hostile_briefing(harmless), "html")
    )
    assert structure(render_comparison(pieces.hostile_comparison(hostile), "html")) == structure(
        render_comparison(pieces.hostile_comparison(harmless), "html")
    )


@given(TEXTS)
def test_the_words_are_shown_as_they_are(text: str) -> None:
    page = parse(render_answer(pieces.hostile_answer(text), "html"))
    assert page.find(".//h1").text_content() == clean(text)


def test_numbers_lead_to_entries_and_entries_to_articles() -> None:
    page = parse(render_briefing(pieces.BRIEFING, "html"))
    ids = {element.get("id") for element in page.iter() if element.get("id")}
    numbers = [link.get("href") for link in page.findall(".//a[@class='ref']")]
    assert numbers and {number.removeprefix("#") for number in numbers} == ids
    assert {link.get("href") for link in page.findall(".//a[@class='address']")} == {
        pieces.GAZETTE.url,
        pieces.POST.url,
    }


def test_the_page_is_self_contained_and_runs_nothing() -> None:
    page = parse(render_comparison(pieces.COMPARISON, "html"))
    assert not page.xpath(FORBIDDEN)
    assert "url(" not in page.findtext(".//style") and "@import" not in page.findtext(".//style")
    assert page.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)").startswith("default-src 'none'")


def test_marks_are_read_out_in_words() -> None:
    page = parse(render_comparison(pieces.COMPARISON, "html"))
    marks = {(mark.text, mark.get("aria-label")) for mark in page.findall(".//td/span")}
    assert marks == {("●", "states"), ("–", "silent"), ("✕", "contradicts")}
