"""The real app in a real browser: paste an article, ask, open a citation, see its paragraph with the words marked."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from rag.datatypes import Draft
from rag.newsroom import Newsroom
from rag.settings import WriterChoice, load_settings

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
TITLE = "Lock gate at Pell fails <img src=x> again"
ARTICLE = (
    "The upper lock gate at Pell failed on Tuesday and drained 4 kilometres of the canal, the canal trust said.",
    "Moving the stranded boats will cost between $5 million and $3 million, said the trust's engineer, Oda Brill.",
    "A school choir sang at the reopening of the town hall.",
)


@pytest.fixture(scope="module")
def chromium() -> str:
    """The Chromium of this machine."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None and os.environ.get("CI") == "true":
        pytest.fail("No Chromium is installed, and CI must not skip this test.")
    if found is None:
        pytest.skip(f"No Chromium is installed (looked for {', '.join(names)}).")
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an empty library."""
    return tmp_path_factory.mktemp("library")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """The address of the app, started with the empty library and no model."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    quiet = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "PLUMBLINE_"))}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), "--server.headless=true"]
    with (folder / "app.log").open("wb") as log:
        app = subprocess.Popen(
            command, cwd=ROOT, env={**quiet, "PLUMBLINE_DATA": str(folder)}, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            _wait_for(f"http://localhost:{port}/_stcore/health", app)
            yield f"http://localhost:{port}"
        finally:
            app.terminate()
            app.wait(60)


def _wait_for(url: str, app: subprocess.Popen[bytes]) -> None:
    for _ in range(120):
        assert app.poll() is None, "the app ended at once"
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.5)
    raise AssertionError(f"{url} does not answer")


@pytest.fixture
def page(chromium: str) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(30_000)
        expect.set_options(timeout=60_000)
        yield page
        browser.close()


LOCK = Draft("\n\n".join(ARTICLE), TITLE, "Pell Observer")
SWAN = Draft("A swan held up the Pell tram for an hour.", "Swan stops tram", "Pell Mail")


def hold(folder: Path, *drafts: Draft) -> int:
    """Add articles beside the app, where they are not there yet; return how many were not."""
    with Newsroom.open(load_settings(data=folder, writer=WriterChoice.EMBEDDED)) as elsewhere:
        return elsewhere.add_drafts(drafts).added


def test_a_pasted_article_is_asked_about_and_its_paragraph_opened(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.get_by_role("button", name="Paste an article").click()
    page.get_by_role("textbox", name="Title").fill(TITLE)
    page.get_by_role("textbox", name="Outlet", exact=True).fill("Pell Observer")
    page.get_by_role("textbox", name="Text").fill("\n\n".join(ARTICLE))
    page.get_by_role("button", name="Add this article").click()
    expect(page.get_by_text("1 added")).to_be_visible()

    page.get_by_role("link", name="Ask").click()
    question = page.get_by_role("textbox", name="Ask about the coverage")
    question.fill("What will moving the boats cost, according to Oda Brill?")
    question.press("Enter")
    chip = page.locator(".chip").first
    expect(chip).to_be_visible()
    claim = page.locator(".claim").first
    expect(claim).to_contain_text("$5 million and $3 million")

    chip.hover()
    card = page.locator("#card")
    expect(card).to_be_visible()
    expect(card).to_contain_text("Pell Observer")
    page.keyboard.press("Escape")

    chip.focus()
    page.keyboard.press("Enter")
    current = page.locator(".paragraph.current")
    expect(current).to_be_visible()
    expect(current).to_contain_text("Moving the stranded boats")
    assert current.locator("mark").first.inner_text() in ARTICLE[1]
    expect(page.locator(".paragraph")).to_have_count(3)

    page.keyboard.press("Escape")
    expect(current).to_have_count(0)
    expect(chip).to_be_focused()

    page.reload()
    expect(page.locator(".claim").first).to_contain_text("$5 million and $3 million")

    assert page.locator("img[src='x']").count() == 0
    assert page.locator(".katex").count() == 0
    assert {url.split("/")[2] for url in asked if url.startswith(("http", "ws"))} == {address.split("/")[2]}


def test_a_draft_is_checked_and_its_proof_read_with_the_keyboard(page: Page, address: str, folder: Path) -> None:
    hold(folder, LOCK)
    page.goto(f"{address}/draft")
    typed = page.get_by_role("textbox", name="Draft")
    typed.fill(f"{ARTICLE[0].replace('4 kilometres', '9 kilometres')} A <b>swan</b> danced in the tavern of Quell.")
    page.get_by_role("button", name="Check", exact=True).click()
    wrong = page.locator(".sentence.problem")
    expect(wrong).to_be_visible()
    expect(page.locator(".panel")).to_contain_text("Pell Observer")
    expect(page.locator(".sentence.not_found")).to_contain_text("<b>swan</b>")
    assert "kilometres" not in page.url

    wrong.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".sentence.not_found")).to_be_focused()
    expect(page.locator(".panel")).to_contain_text("No article in the library says this")
    page.keyboard.press("ArrowUp")
    page.locator(".open").first.click()
    current = page.locator(".paragraph.current")
    expect(current).to_be_in_viewport()
    page.keyboard.press("Escape")

    page.set_viewport_size({"width": 390, "height": 844})
    page.locator(".filter.bad").click()
    expect(page.locator(".sentence.not_found")).to_be_hidden()
    expect(page.locator(".panel")).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390


def test_an_article_added_by_another_process_appears_without_a_click(page: Page, address: str, folder: Path) -> None:
    page.goto(f"{address}/briefing")
    expect(page.get_by_role("heading").first).to_be_visible()
    assert hold(folder, SWAN) == 1
    expect(page.get_by_role("button", name="Swan stops tram")).to_be_attached()


def test_stories_are_merged_by_hand_and_the_merge_undone(page: Page, address: str, folder: Path) -> None:
    hold(folder, LOCK, SWAN)
    page.goto(f"{address}/stories")
    rows = page.locator("[class*='st-key-story-row-']")
    expect(rows).to_have_count(2)
    page.get_by_text("Choose stories to merge").click()
    for name in ("Lock gate", "Swan stops tram"):
        page.locator(".stCheckbox").filter(has_text=name).locator("label").click()
        expect(page.get_by_role("checkbox", name=name)).to_be_checked()
        expect(page.locator("[data-testid='stApp']")).to_have_attribute("data-test-script-state", "notRunning")
    page.get_by_role("button", name="Merge 2 stories").click()
    expect(rows).to_have_count(1)
    page.reload()
    expect(rows).to_have_count(1)
    page.get_by_text("Merged and split by hand").click()
    page.get_by_role("button", name="Undo the last of them").click()
    expect(rows).to_have_count(2)

    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("button", name="Swan stops tram").click()
    expect(page.get_by_role("heading", name="Swan stops tram")).to_be_visible()
    assert "story=" in page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
