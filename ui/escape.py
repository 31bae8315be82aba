"""Text of articles, models and people, made safe for Streamlit's Markdown; nothing else in the app may format it."""

from __future__ import annotations

import re

from rag.render.untrusted import clean

_SPECIAL = re.compile(r"[!-/:-@\[-`{-~]")


def plain(text: str) -> str:
    """Escape a text so that Streamlit's Markdown shows it as it is, on one line.

    Markdown allows a backslash before any ASCII punctuation, so all of it is escaped: that stops HTML, links and
    images, and what Streamlit adds to Markdown, `$`math`$`, `:emoji:` and `:red[colour]`.
    """
    return _SPECIAL.sub(lambda found: "\\" + found.group(), clean(text))
