"""Adding articles by upload or paste, with a report for each item."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from rag.datatypes import AddReport, Draft
from rag.errors import PlumblineError
from ui.desk import Desk
from ui.escape import plain
from ui.words import count
from ui.work import Work

_STATE = "adding"
_TYPES = ["txt", "md", "html", "htm", "pdf", "docx", "json", "jsonl", "csv"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one item: its report, or the error that stopped it."""

    name: str
    report: AddReport | None
    error: str = ""

    @property
    def words(self) -> str:
        """Say it in words: "2 added, 1 unchanged"."""
        if self.report is None:
            return "not added"
        known = ("added", "updated", "unchanged")
        parts = [f"{n:,} {name}" for name in known if (n := getattr(self.report, name))]
        parts += [count(self.report.duplicates, "duplicate")] if self.report.duplicates else []
        parts += [f"{len(self.report.failed)} not added"] if self.report.failed else []
        return ", ".join(parts) or "nothing found in it"


def adding(desk: Desk) -> Work[Outcome] | None:
    """Draw the ways to add and the report of the last time; return the work that is still going on."""
    work: Work[Outcome] | None = st.session_state.get(_STATE)
    busy = work is not None and not work.finished
    paste, upload = st.tabs(["Paste an article", "Upload files"], key="way", on_change="rerun")
    with paste, st.container(key="reading-paste"):
        _paste(desk, busy)
    with upload, st.container(key="reading-upload"):
        _upload(desk, busy)
    if work is not None:
        _report(work)
    return work if busy else None


def _upload(desk: Desk, busy: bool) -> None:
    with st.form("upload", clear_on_submit=True):
        files = st.file_uploader("Articles", type=_TYPES, accept_multiple_files=True, key="files", max_upload_size=50)
        outlet = st.text_input("Outlet, where the files do not name it", key="upload-outlet")
        if st.form_submit_button("Add these files", type="primary", disabled=busy, key="upload-go") and files:
            _start(desk, [_file(desk, file, outlet.strip() or None) for file in files])


def _paste(desk: Desk, busy: bool) -> None:
    with st.form("paste", enter_to_submit=False):
        title = st.text_input("Title", key="paste-title")
        with st.container(horizontal=True):
            outlet = st.text_input("Outlet", key="paste-outlet")
            published = st.date_input("Published", value=None, key="paste-date", format="DD/MM/YYYY")
        url = st.text_input("Address of the original", key="paste-url", placeholder="https://")
        text = st.text_area("Text", height=280, key="paste-text", help="Leave a blank line between paragraphs.")
        if not st.form_submit_button("Add this article", type="primary", disabled=busy, key="paste-go"):
            return
    if not text.strip() or not outlet.strip():
        st.warning("An article needs its text and the outlet it comes from.")
        return
    day = published.isoformat() if isinstance(published, date) else None
    name = title.strip() or "Pasted article"
    draft = Draft(text, title.strip(), outlet.strip(), day, url.strip() or None, source=name)
    _start(desk, [(name, lambda work: desk.newsroom.add_drafts([draft], progress=work.report))])


Item = tuple[str, Callable[[Work[Outcome]], AddReport]]


def _file(desk: Desk, file: UploadedFile, outlet: str | None) -> Item:
    def add(work: Work[Outcome]) -> AddReport:
        with tempfile.TemporaryDirectory() as folder:
            # The name is the browser's word; only its last part may become a path.
            path = Path(folder) / (Path(file.name).name or "upload.txt")
            path.write_bytes(file.getbuffer())
            return desk.newsroom.add([path], outlet=outlet, progress=work.report)

    return file.name, add


def _start(desk: Desk, items: Sequence[Item]) -> None:
    def steps() -> Iterator[Outcome]:
        for name, add in items:
            try:
                yield Outcome(name, add(work))
            except PlumblineError as error:
                yield Outcome(name, None, str(error))
            desk.changed()

    work: Work[Outcome] = Work(steps)
    st.session_state[_STATE] = work.start()
    st.rerun()


def _report(work: Work[Outcome]) -> None:
    """Draw what became of each item so far, and every error in its own words."""
    work.check()
    for outcome in work.items:
        st.markdown(f"**{plain(outcome.name)}**: {plain(outcome.words)}")
        if outcome.error:
            st.caption(plain(outcome.error))
        if outcome.report is not None:
            for failed in outcome.report.failed:
                st.caption(plain(failed.error))
            for warning in outcome.report.warnings:
                st.caption(plain(f"Note: {warning.error}"))
    if work.finished:
        st.caption("Stopped; what is listed was added." if work.stopped else "Done.")
