"""The components drawn in the browser: each is a script and a style beside this file, put together here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

HERE = Path(__file__).parent


def component(name: str) -> Any:
    """Register the component `name.js` and, where there is one, `name.css`, each after the shared `draw` file."""
    styles = [path for part in ("draw", name) if (path := HERE / f"{part}.css").exists()]
    return st.components.v2.component(
        f"plumbline.{name}",
        html='<div class="root"></div>',
        css="\n".join(path.read_text(encoding="utf-8") for path in styles),
        js="\n".join((HERE / f"{part}.js").read_text(encoding="utf-8") for part in ("draw", name)),
    )
