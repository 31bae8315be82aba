"""The first screen of an empty library: three steps, the sample stories, and a way to paste an article."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import streamlit as st

from rag.datatypes import AddReport
from rag.errors import PlumblineError
from ui.desk import Desk
from ui.escape import plain
from ui.progress import follow
from ui.work import Work

SAMPLES = Path(__file__).resolve().parent.parent / "sample_data" / "articles"
_STATE = "samples"
_STEPS = (
    ("Add articles.", "Files, a folder, a feed or pasted text, from as many outlets as you can."),
    ("Ask, or open a story.", "Answers, briefings and comparisons are built from those articles alone."),
    ("Check any sentence.", "Its number opens the article at the paragraph, with the words it rests on marked."),
)


def welcome(desk: Desk) -> None:
    """Tell a newcomer what to do, with buttons that do it."""
    with st.container(key="reading-welcome"):
        st.title("Read many outlets. Trust each sentence.")
        st.markdown("The library is empty. Three steps:")
        st.markdown("\n".join(f"{number}. **{step}** {text}" for number, (step, text) in enumerate(_STEPS, start=1)))
        work: Work[AddReport] | None = st.session_state.get(_STATE)
        if work is not None:
            _adding(desk, work)
            return
        with st.container(horizontal=True):
            st.button("Add the sample stories", type="primary", on_click=_start, args=(desk,), key="add-samples")
            if st.button("Paste an article", key="paste-first"):
                st.switch_page("ui/library.py", query_params={"view": "Add"})
        st.caption("The sample stories are invented: their outlets, people and places do not exist.")


def _start(desk: Desk) -> None:
    def steps() -> Iterator[AddReport]:
        yield desk.newsroom.add([SAMPLES], progress=work.report)

    work = Work(steps)
    st.session_state[_STATE] = work.start()


def _adding(desk: Desk, work: Work[AddReport]) -> None:
    if not work.finished:
        follow(work, "Adding the sample stories")
    del st.session_state[_STATE]
    try:
        work.check()
    except PlumblineError as error:
        st.error(plain(str(error)))
        return
    desk.changed()
    st.rerun()
