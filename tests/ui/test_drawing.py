"""The scripts of the components by themselves, in a real browser and without the app: only what is meant is drawn."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page

from tests.ui.test_browser import chromium, page  # noqa: F401
from ui.components import HERE

pytestmark = pytest.mark.browser

STATES = {"shape": "states", "tone": "good", "label": "states"}
MATRIX = {
    "columns": [{"outlet": "Pell Mail"}, {"outlet": "Pell Observer"}],
    "legend": [STATES],
    "rows": [
        {
            "text": "The lock gate failed.",
            "status": STATES,
            "against": [],
            "cells": [{"stances": [STATES], "refs": []}] * 2,
        }
    ],
    "sources": [],
}
APART = [{"width": 1, "label": ""}, {"width": 1, "label": ""}]
TOGETHER = [{"width": 2, "label": "one origin"}]


def load(page: Page, name: str) -> None:  # noqa: F811
    """Put the script of a component into an empty page, its function under the name `drawIt`."""
    page.set_content('<main id="here"><div class="root"></div></main>')
    script = "\n".join((HERE / f"{part}.js").read_text(encoding="utf-8") for part in ("draw", name))
    page.add_script_tag(content=script.replace("export default function", "window.drawIt = function"))


@pytest.mark.parametrize(
    ("child", "text"), [("false", ""), ("null", ""), ("undefined", ""), ("0", "0"), ("'no'", "no")]
)
def test_what_is_not_there_is_not_drawn(page: Page, child: str, text: str) -> None:  # noqa: F811
    load(page, "matrix")
    assert page.evaluate(f"el('p', {{}}, {child}, [{child}]).textContent") == text * 2


@pytest.mark.parametrize(("spans", "heads"), [(APART, 1), (TOGETHER, 2)])
def test_the_matrix_has_a_row_of_origins_only_where_outlets_share_one(
    page: Page,  # noqa: F811
    spans: list[dict[str, object]],
    heads: int,
) -> None:
    load(page, "matrix")
    data = json.dumps(MATRIX | {"spans": spans})
    page.evaluate(f"drawIt({{ data: {data}, parentElement: document.getElementById('here'), setTriggerValue() {{}} }})")
    text = page.locator("#here").inner_text()
    assert "The lock gate failed." in text
    assert "false" not in text
    assert page.locator("#here thead tr").count() == heads
