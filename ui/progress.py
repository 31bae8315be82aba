"""How a page waits for long work: with progress and a way to stop, drawing itself again when there is news."""

from __future__ import annotations

from typing import Any, NoReturn

import streamlit as st

from ui.work import Work

_STAGES = {"reading": "reading", "indexing": "indexing"}
_LOOK_AGAIN = 0.4


def follow(work: Work[Any], doing: str) -> NoReturn:
    """Say what is being done until there is news, then draw the page again.

    Call it last on a page: nothing after it is drawn while the work goes on.
    """
    with st.container(horizontal=True, vertical_alignment="center", key="following"):
        line = st.empty()
        st.button("Stop", key="stop-work", on_click=work.stop)
    bar = st.empty()
    seen = len(work.items)
    while not work.news(seen, _LOOK_AGAIN):
        seconds = f"{work.seconds:.0f} s" if work.seconds >= 1 else ""
        line.caption(f"{doing} … {seconds}")
        progress = work.progress
        if progress is not None:
            stage = _STAGES.get(progress.stage, progress.stage)
            share = min(progress.done / progress.total, 1.0) if progress.total else 0.0
            total = f" of {progress.total:,}" if progress.total else ""
            bar.progress(share, text=f"{progress.done:,}{total}, {stage}")
    st.rerun()
