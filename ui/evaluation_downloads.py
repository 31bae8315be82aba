"""A run to take away: Markdown, one web page, or JSON, as the harness writes them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from eval.comparing import Compared
from eval.reports.data import run_as_json
from eval.reports.page import run_as_html
from eval.reports.tables import run_as_markdown
from ui.evaluation_runs import Opened


def downloads(opened: Opened, compared: Sequence[Compared] = ()) -> None:
    """Offer the reports of a run; the web page has the comparison too, where there is one."""
    formats: dict[str, tuple[str, str, Callable[[], bytes]]] = {
        "md": ("Markdown", "text/markdown", partial(_markdown, opened)),
        "html": ("Web page, with the cases", "text/html", partial(_page, opened, tuple(compared))),
        "json": ("JSON", "application/json", partial(_json, opened)),
    }
    with st.popover("Download", type="tertiary", key="evaluation-downloads"):
        for extension, (label, mime, make) in formats.items():
            st.download_button(
                label,
                data=make,
                file_name=f"evaluation-{opened.name}.{extension}",
                mime=mime,
                key=f"evaluation-download-{extension}",
                width="stretch",
                on_click="ignore",
            )


def _markdown(opened: Opened) -> bytes:
    return f"# Evaluation {opened.name}\n\n{run_as_markdown(opened.run)}".encode()


def _page(opened: Opened, compared: tuple[Compared, ...]) -> bytes:
    return run_as_html(opened.run, compared).encode()


def _json(opened: Opened) -> bytes:
    return (json.dumps(run_as_json(opened.run), ensure_ascii=False, indent=1) + "\n").encode()
