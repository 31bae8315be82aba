"""The button that copies a piece for pasting into another program, with its citations and their links."""

from __future__ import annotations

from collections.abc import Callable

from ui.components import component

_mount = component("copy")


def copy_button(render: Callable[[str], bytes], key: str) -> None:
    """Draw the button; `render` writes the piece in a format."""
    data = {"markdown": render("md").decode(), "html": render("html").decode()}
    _mount(key=f"copy-{key}", data=data, width="content")
