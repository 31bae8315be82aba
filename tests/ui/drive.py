"""Drives the app's pages in tests: opens one with a given Newsroom and reads what it shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

APP = Path(__file__).resolve().parents[2] / "app.py"
SECONDS = 120


def open_app(newsroom: object, page: str = "chat", **params: str) -> AppTest:
    """Open a page with this Newsroom instead of the real one."""
    at = AppTest.from_file(APP, default_timeout=SECONDS)
    at.session_state["newsroom"] = newsroom
    if page != "chat":
        # The pages are known after a first run; it is of the chat, whose parameters these are not.
        at.run()
        at.switch_page(f"ui/{page}.py")
    at.query_params.update(params)
    at.run()
    assert not at.exception, at.exception
    return at


def ask(at: AppTest, question: str) -> AppTest:
    """Type a question and send it."""
    at.chat_input[0].set_value(question).run()
    assert not at.exception, at.exception
    return at


def drawn(at: AppTest, name: str) -> list[dict[str, Any]]:
    """Return the data of every component of that name on the page, in order."""
    found = [node.proto for node in at.get("bidi_component")]
    return [json.loads(proto.json) for proto in found if proto.component_name == f"plumbline.{name}"]


def claims(at: AppTest, component: int = 0) -> list[str]:
    """Return the texts of the claims in one component."""
    groups = drawn(at, "claims")[component]["groups"]
    return ["".join(part["text"] for part in claim["parts"]) for group in groups for claim in group["claims"]]


def words(at: AppTest) -> str:
    """Return all Markdown and captions of the page, without the backslashes that escape them."""
    texts = [*at.markdown, *at.caption, *at.title, *at.warning, *at.error]
    labels = [*at.expander, *at.button]
    return "\n".join([*(t.value for t in texts), *(w.label for w in labels)]).replace("\\", "")


def labels(at: AppTest) -> list[str]:
    """Return the labels of the buttons."""
    return [button.label.replace("\\", "") for button in at.button]
