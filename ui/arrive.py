"""A place on the page that comes to the top of the window when it is first drawn."""

from __future__ import annotations

from ui.components import component

_mount = component("arrive")


def arrive(key: str) -> None:
    """Draw the place; it is seen by nobody."""
    _mount(key=f"arrive-{key}", data={"place": key})
