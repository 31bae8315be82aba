"""Deleting a run of the evaluation, after a second press."""

from __future__ import annotations

import streamlit as st

from rag.errors import UsageError
from ui.desk import Desk
from ui.evaluation_address import go_to
from ui.evaluation_runs import BASELINE, delete_run, runs_folder
from ui.frame import failure


def offer_deleting(desk: Desk, name: str) -> None:
    """Draw the way to delete a run; the baseline belongs to the project and has none."""
    if name == BASELINE:
        return
    with st.popover("Delete", type="tertiary", key="evaluation-delete"):
        st.markdown("The run and its cases are deleted for good. What was asked for it stays held for later runs.")
        if not st.button("Delete this run", type="primary", key="evaluation-delete-it"):
            return
        try:
            delete_run(runs_folder(desk.newsroom.settings.data), name)
        except UsageError as error:
            failure(error, key="evaluation-not-deleted")
            return
    go_to()
    st.rerun()
