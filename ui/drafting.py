"""A draft under check: started, stopped, failed or done, kept in the session alone.

It is confidential: nothing of it is written to disk or to the page's address.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import streamlit as st

from rag.datatypes import CheckedDraft, Filters
from rag.errors import PlumblineError
from ui.desk import Desk
from ui.frame import failure, notice
from ui.source import close_source
from ui.work import Work

_STATE = "draft-checking"


@dataclass(frozen=True, slots=True)
class Checking:
    """A draft under check, or checked; `changes` is the state of the library it is held against."""

    text: str
    filters: Filters
    changes: int
    work: Work[CheckedDraft]

    @property
    def checked(self) -> CheckedDraft | None:
        """What came of it, if it is done."""
        return self.work.items[-1] if self.work.items else None


def the_checking() -> Checking | None:
    """Return the check of this session that is under way or done."""
    checking = st.session_state.get(_STATE)
    return checking if isinstance(checking, Checking) else None


def start(desk: Desk, text: str, filters: Filters) -> None:
    """Start on a draft."""

    def steps() -> Iterator[CheckedDraft]:
        yield newsroom.check_draft(text, filters=filters, progress=work.report, stop=lambda: work.stopped)

    newsroom = desk.newsroom
    work: Work[CheckedDraft] = Work(steps)
    close_source()
    st.session_state[_STATE] = Checking(text, filters, desk.changes, work.start())


def drop() -> None:
    """Forget what was checked, to go back to the text."""
    st.session_state.pop(_STATE, None)
    close_source()


def show_end(checking: Checking) -> None:
    """Say why a check came to nothing, if it did."""
    if checking.work.stopped:
        notice("calm", "Stopped", "Nothing was kept of this check. The text is as you left it.", key="draft-stopped")
        return
    try:
        checking.work.check()
    except PlumblineError as error:
        failure(error, key="draft-failed")
