"""The evaluation in a real browser: a suite run, its cases opened, two runs compared, on a wide and a narrow window."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.ui.test_browser import address, chromium, page  # noqa: F401
from tests.ui.test_evaluation import BAD, EVIL, GOOD, run
from ui.evaluation_runs import About, keep_run, runs_folder

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an empty library with two runs."""
    data = tmp_path_factory.mktemp("library")
    keep_run(run(*GOOD), About("2026-05-04T07:10:00+00:00"), runs_folder(data) / "old")
    keep_run(run(*BAD), About("2026-05-06T09:00:00+00:00"), runs_folder(data) / "new")
    return data


def test_a_run_is_read_down_to_a_paragraph_and_held_against_another(page: Page, address: str) -> None:  # noqa: F811
    page.goto(f"{address}/evaluation")
    page.get_by_role("button", name="new, 6 May 2026").click()
    row = page.locator("table.figures tr").filter(has_text="correct").first
    expect(row).to_contain_text("0.550")
    expect(row).not_to_contain_text("false")

    page.locator("button.case").filter(has_text="bridge 3").click()
    claim = page.locator(".claim").first
    expect(claim).to_contain_text(EVIL)
    expect(page.locator(".paragraphs mark")).to_have_text("$3 million")
    page.locator(".chip").first.click()
    expect(page.locator(".paragraph.current")).to_contain_text("In 3.")
    page.keyboard.press("Escape")
    expect(page.locator(".paragraph.current")).to_have_count(0)
    page.reload()
    expect(page.locator(".claim").first).to_contain_text(EVIL)
    assert page.locator("img[src='x']").count() == 0
    assert page.locator(".katex").count() == 0

    page.get_by_role("button", name="All cases").click()
    page.get_by_role("button", name="Compare").click()
    page.get_by_test_id("stPopoverBody").get_by_role("button", name="Compare").click()
    expect(page.locator("table.compared .verdict").first).to_have_text("Worse")
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator("button.case")).to_have_count(9)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("button.case").first.click()
    expect(page.get_by_role("heading", name="Before")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_suite_is_run_with_its_progress_and_opens_when_it_is_done(page: Page, address: str) -> None:  # noqa: F811
    page.goto(f"{address}/evaluation")
    page.get_by_text("Run suites").click()
    choose(page.get_by_test_id("stExpander").get_by_role("button", name="stories", exact=True))
    expect(page.get_by_text("false claims caught")).to_have_count(0)
    limit = page.get_by_role("spinbutton", name="At most so many cases")
    limit.fill("3")
    limit.press("Enter")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_text("story precision", exact=True)).to_be_visible(timeout=120_000)
    expect(page.get_by_text("3 cases · sample stories")).to_be_visible()
    assert "run=" in page.url


def choose(pill: Locator) -> None:
    """Choose a pill as a reader does: a click while the box around it is still opening is lost, so click again."""
    for _ in range(10):
        pill.click()
        try:
            expect(pill).to_have_attribute("aria-pressed", "true", timeout=3_000)
        except AssertionError:
            continue
        return
    pytest.fail("The pill cannot be chosen.")
