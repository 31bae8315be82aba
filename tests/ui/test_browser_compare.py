"""The comparison and what changed in a real browser: two paragraphs side by side, the chart, copying, a correction."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rag.datatypes import Draft
from rag.ingest import read_sources
from rag.newsroom import Newsroom
from rag.settings import WriterChoice, load_settings
from tests.conftest import SAMPLES
from tests.ui.test_browser import address, chromium, page  # noqa: F401

pytestmark = pytest.mark.browser

SERVICE = "A memorial service will be held at the Seamen's Hall on 20 March, the bishop, Odo Finsbury, said."
BREAD = "The bakery on Quay Street gave out 300 loaves to rescuers until midnight, Wenda Tarrow said."


@pytest.fixture(scope="module")
def story() -> list[str]:
    """The id of the story, once it is known."""
    return []


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, story: list[str]) -> Path:
    """A library with the ferry story, briefed on before one of its reports was corrected."""
    made = tmp_path_factory.mktemp("ferry")
    drafts = [item for item in read_sources([SAMPLES / "saltmarsh-ferry"]) if isinstance(item, Draft)]
    first = next(item for item in drafts if item.outlet == "Meridian Wire")
    alone = [dataclasses.replace(first, text=f"{first.text}\n\n{BREAD}")]
    with Newsroom.open(load_settings(data=made, writer=WriterChoice.EMBEDDED)) as newsroom:
        newsroom.add_drafts([*alone, *(item for item in drafts if item is not first)])
        story.append(newsroom.stories()[0].id)
        newsroom.brief(story=story[0])
        corrected = first.text.replace("told reporters", "told a news conference") + f"\n\n{SERVICE}"
        newsroom.add_drafts([dataclasses.replace(first, text=corrected)])
    return made


def test_what_changed_shows_the_correction_and_strikes_what_was_withdrawn(
    page: Page,  # noqa: F811
    address: str,  # noqa: F811
    story: list[str],
) -> None:
    """Runs before anything makes another briefing."""
    page.goto(f"{address}/briefing?story={story[0]}&read=What+changed")
    expect(page.locator(".claim s")).to_contain_text("300 loaves")
    expect(page.get_by_text("Taken out by Meridian Wire")).to_be_visible()
    expect(page.get_by_text("No article held states this any more")).to_be_visible()
    expect(page.locator(".claim").filter(has_text=SERVICE)).to_have_count(1)
    assert "a news conference" in " ".join(" ".join(page.locator(".claim mark").all_inner_texts()).split())
    page.locator(".claim").filter(has=page.locator("s")).locator(".chip").click()
    expect(page.locator(".paragraph.current")).to_contain_text("300 loaves")


def test_the_last_visit_is_remembered_by_the_browser(
    page: Page,  # noqa: F811
    address: str,  # noqa: F811
    story: list[str],
) -> None:
    page.goto(f"{address}/briefing?story={story[0]}&read=What+changed&since=Last+visit")
    expect(page.get_by_text("This is your first visit")).to_be_visible()
    page.wait_for_function("Object.keys(localStorage).some((key) => key.startsWith('plumbline.visit'))")
    page.evaluate("sessionStorage.clear()")
    page.reload()
    expect(page.get_by_text("No article was added or updated since")).to_be_visible()


def test_two_reports_are_read_side_by_side_with_the_keyboard(
    page: Page,  # noqa: F811
    address: str,  # noqa: F811
    story: list[str],
) -> None:
    page.goto(f"{address}/compare?story={story[0]}")
    cell = page.locator("button.cell[aria-label*='contradicts']").first
    cell.focus()
    page.keyboard.press("Enter")
    sides = page.locator(".sides article")
    expect(sides).to_have_count(2)
    expect(sides.first).to_contain_text("contradicts")
    expect(sides.last).to_contain_text("states")
    marked = [sides.nth(n).locator("mark").all_inner_texts() for n in (0, 1)]
    assert all(marked)
    assert not set(marked[0]) & set(marked[1])
    page.locator(".sides .open").last.focus()
    page.keyboard.press("Escape")
    expect(sides).to_have_count(0)
    expect(cell).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("button.cell:focus")).to_have_count(1)
    expect(cell).not_to_be_focused()


def test_the_chart_opens_the_report_of_an_event(
    page: Page,  # noqa: F811
    address: str,  # noqa: F811
    story: list[str],
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/compare?story={story[0]}&view=Timeline")
    mark = page.locator("button.report:visible").first
    expect(mark).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    mark.press("Enter")
    expect(page.locator(".paragraph.current")).to_be_visible()


def test_a_briefing_is_copied_with_its_sources(
    page: Page,  # noqa: F811
    address: str,  # noqa: F811
    story: list[str],
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}/briefing?story={story[0]}")
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_text("Copied")).to_be_visible()
    copied = str(page.evaluate("navigator.clipboard.readText()"))
    claim = page.locator(".claim .text").first.inner_text().split(",")[0]
    assert claim in copied.replace("\\", "")
    assert "https://meridian-wire.example/" in copied
