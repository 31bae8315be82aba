"""What the pages of the evaluation share: what a run is called, and the address that names what is open."""

from __future__ import annotations

import streamlit as st

from rag.render import readable_date
from ui.evaluation_runs import BASELINE
from ui.source import close_source

_ADDRESS = ("run", "with", "case")


def go_to(run: str = "", other: str | None = None, case: str | None = None) -> None:
    """Put what is to be open into the address."""
    for key, value in zip(_ADDRESS, (run, other, case), strict=True):
        st.query_params.pop(key, None)
        if value:
            st.query_params[key] = value
    close_source()


def back_button(label: str, run: str = "", other: str | None = None) -> None:
    """Draw the way back."""
    st.button(
        label, key="evaluation-back", icon=":material/arrow_back:", type="tertiary", on_click=go_to, args=(run, other)
    )


def run_title(name: str, started: str) -> str:
    """Call a run by its name; one that has none but the time by its day and hour."""
    when = f"{readable_date(started)}, {started[11:16]}" if started else ""
    if name == BASELINE:
        return "The accepted baseline"
    return when if when and name.startswith(started[:10]) else f"{name}, {when}" if when else name


def writer_name(writer: str) -> str:
    """Say who wrote."""
    return "embedded writer" if writer == "embedded" else f"model {writer}"
