"""The page where a draft is checked: a text goes in, and each of its sentences comes out with a verdict and its proof.

The draft is confidential: it is kept in the session alone, not on disk and not in the page's address.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from rag.datatypes import CheckedDraft, Filters
from rag.errors import PlumblineError
from rag.ingest.draftfile import DRAFT_SUFFIXES, read_draft
from rag.render import draft_summary, render_draft
from rag.store.model_names import EMBEDDED
from ui.desk import Desk
from ui.drafting import Checking, drop, show_end, start, the_checking
from ui.escape import plain
from ui.frame import failure, notice, open_page
from ui.limits import choose_limits
from ui.progress import follow
from ui.proofs import show_draft
from ui.source import source_pane
from ui.words import count

SAMPLE = Path(__file__).resolve().parent.parent / "sample_data" / "draft.txt"
SAMPLE_OUTLET = "Meridian Wire"
"""The sample draft is about the sample stories: it is offered where this invented outlet's are in the library."""

_MODEL = "draft-model"
_TEXT, _TYPED = "draft-text", "draft-typed"
_FILE, _UNREAD = "draft-file", "draft-unread"
_FORMATS = {
    "md": ("Markdown", "text/markdown"),
    "docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}


def page() -> None:
    """Draw the page."""
    desk = open_page()
    checking = the_checking()
    # Asked once: a check that ends while the page is being drawn would leave it waiting for nothing.
    busy = checking is not None and not checking.work.finished
    if checking is None or busy or checking.checked is None:
        with st.container(key="reading-draft"):
            _write(desk, checking, busy=busy)
    else:
        _read(desk, checking, checking.checked)
    source_pane(desk.newsroom)
    if checking is not None and busy:
        follow(checking.work, "Holding each sentence against the library")


def _write(desk: Desk, checking: Checking | None, *, busy: bool) -> None:
    """Draw the place for the text and what starts the check."""
    st.title("Check a draft", anchor=False)
    st.markdown(
        "Paste a text, yours or somebody else's. Each sentence is held against the articles in the library "
        "and comes back with its proof, or with what the sources say instead."
    )
    # The widget's own state ends when another page is opened; the text outlives that.
    st.session_state.setdefault(_TYPED, st.session_state.get(_TEXT, ""))
    text = st.text_area(
        "Draft", height=300, key=_TYPED, disabled=busy, label_visibility="collapsed", placeholder="Paste the text here"
    )
    st.session_state[_TEXT] = text
    with st.container(horizontal=True, vertical_alignment="center", key="draft-tools"):
        wanted = st.button("Check", type="primary", key="draft-check", disabled=busy)
        with st.popover("Open a file", key="draft-open", disabled=busy):
            st.file_uploader(
                "Text, Markdown or Word", type=[s[1:] for s in DRAFT_SUFFIXES], key=_FILE, on_change=_take_file
            )
        filters = choose_limits(desk)
        if not text and SAMPLE_OUTLET in desk.newsroom.outlets():
            st.button("Try a sample draft", key="draft-sample", on_click=_take, args=(SAMPLE.read_text("utf-8"),))
    st.caption(
        plain(f"The draft is kept in this window only. It is not stored and not added to the library.{_sent(desk)}")
    )
    if wanted:
        start(desk, text, filters)
        st.session_state.pop(_UNREAD, None)
        st.rerun()
    if isinstance(st.session_state.get(_UNREAD), PlumblineError):
        failure(st.session_state[_UNREAD], key="draft-unread")
    if checking is not None:
        show_end(checking)


def _sent(desk: Desk) -> str:
    """Say it where searching takes the sentences to a server; looked up once a session, for it takes a while."""
    if _MODEL not in st.session_state:
        st.session_state[_MODEL] = desk.newsroom.embeddings().in_use.model
    model = st.session_state[_MODEL]
    return "" if model == EMBEDDED.model else f" To search, its sentences are sent to the embedding model {model}."


def _take(text: str) -> None:
    """Put a text in the place of the draft."""
    st.session_state[_TYPED] = st.session_state[_TEXT] = text
    st.session_state.pop(_UNREAD, None)
    drop()


def _take_file() -> None:
    """Put the words of the file just opened in the place of the draft."""
    file = st.session_state.get(_FILE)
    if file is None:
        return
    try:
        _take(read_draft(file.name, file.getvalue()))
    except PlumblineError as error:
        st.session_state[_UNREAD] = error


def _read(desk: Desk, checking: Checking, checked: CheckedDraft) -> None:
    """Draw the checked draft with its summary, and what can be done with it."""
    with st.container(horizontal=True, vertical_alignment="center", key="tools"):
        st.button("Change the text", key="draft-change", icon=":material/arrow_back:", type="tertiary", on_click=drop)
        _report(checked)
    st.markdown(f"### {plain(draft_summary(checked))}", anchors=False)
    limited = " within the outlets, dates or story chosen" if checking.filters != Filters() else ""
    st.caption(f"Held against {count(checked.articles, 'article')}{limited}, in {checked.seconds:.1f} s.")
    if checking.changes != desk.changes:
        with st.container(horizontal=True, vertical_alignment="center", key="aged"):
            st.caption("The library has changed since this was checked.")
            st.button("Check again", key="draft-again", on_click=start, args=(desk, checking.text, checking.filters))
    if checked.sentences:
        show_draft(desk.newsroom, checked, key="draft-read")
    else:
        notice("calm", "There is no sentence in this text", "Paste a text with sentences.", key="draft-none")


def _report(checked: CheckedDraft) -> None:
    """Offer the check as a report, to copy or to keep."""
    with st.popover("Report", type="tertiary", key="draft-report"):
        written = render_draft(checked, "md")
        for extension, (label, mime) in _FORMATS.items():
            st.download_button(
                f"Download as {label}",
                data=partial(render_draft, checked, extension),
                file_name=f"checked-draft.{extension}",
                mime=mime,
                key=f"draft-download-{extension}",
                width="stretch",
                on_click="ignore",
            )
        st.caption("Or copy it; the button is at its top right.")
        st.code(written.decode(), language="markdown", height=240, wrap_lines=True)


if __name__ == "__main__":
    page()
