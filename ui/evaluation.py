"""The page of the evaluation: run suites, look through a run and its cases, and hold two runs side by side.

The address names what is open: `?run=`, `&with=` for the run it is held against, `&case=` for one case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import streamlit as st

from rag.errors import NotFoundError, PlumblineError, UsageError
from ui.desk import Desk
from ui.escape import plain
from ui.evaluation_address import back_button, go_to, run_title, writer_name
from ui.evaluation_cases import CaseSources, moves_of, show_case, show_cases, show_changed, title_of
from ui.evaluation_deleting import offer_deleting
from ui.evaluation_downloads import downloads
from ui.evaluation_figures import show_compared, show_figures, show_rules
from ui.evaluation_form import choose_run, usual_order
from ui.evaluation_running import forget, start, under_way
from ui.evaluation_runs import BASELINE, Entry, Opened, changed_cases, compare, list_runs, open_run, runs_folder
from ui.frame import failure, notice, open_page
from ui.progress import follow
from ui.source import source_pane
from ui.words import count, listed
from ui.work import Work

if TYPE_CHECKING:
    from rag.newsroom import Newsroom

_END = "evaluation-end"
_SHOWN = 20
_BESIDE = """
@media (min-width: 1000px) {
  .stMain:has(.st-key-source-pane) .st-key-evaluation-sides .stHorizontalBlock { flex-direction: column; }
  .stMain:has(.st-key-source-pane) .st-key-evaluation-sides .stColumn { width: 100%; flex: 1 1 auto; }
  .stMain:has(.st-key-source-pane) .stColumn .stColumn:has([class*="st-key-beside-"]) { display: none; }
}
"""
"""While an article is open beside the page there is no room for two columns."""


def page() -> None:
    """Draw the page."""
    desk = open_page(empty_is_fine=True)
    name = st.query_params.get("run")
    if name:
        _one(desk, name, st.query_params.get("with"), st.query_params.get("case"))
    else:
        _all(desk)


def _all(desk: Desk) -> None:
    """Draw what can be run, what is running, and the runs there are."""
    st.title("Evaluation", anchor=False)
    data = desk.newsroom.settings.data
    work = under_way(data)
    if work is not None and work.finished:
        _ended(desk, work)
        work = None
    runs = list_runs(runs_folder(data))
    going = st.container(key="reading-evaluation-going")
    with st.container(key="reading-evaluation"):
        _show_end()
        if not runs and work is None:
            _empty(desk)
        elif work is None:
            with st.expander("Run suites", key="evaluation-choose"):
                choose_run(desk)
        if runs:
            _list(runs)
    if work is not None:
        with going:
            follow(work, "Running the suites")


def _empty(desk: Desk) -> None:
    st.markdown(
        "How good are the answers, on what, and how sure is that? An evaluation asks Plumbline cases whose right "
        "outcome is known, and counts: what was answered and what refused, what the citations really support, which "
        "false sentences were caught, and whether anything happened that must never happen."
    )
    st.markdown(
        "Run it before and after a change of model, settings or articles, and compare the two runs case by case."
    )
    if st.button("Run all suites on the sample stories", type="primary", key="evaluation-first"):
        start(desk.newsroom, usual_order(desk))
        st.rerun()
    st.caption("It takes a few minutes and costs nothing. Your library is not touched.")
    with st.expander("Choose suites, cases and writer", key="evaluation-choose"):
        choose_run(desk)


def _ended(desk: Desk, work: Work[str]) -> None:
    """Go to the run that has ended, or keep in mind why there is none."""
    forget(desk.newsroom.settings.data)
    st.session_state.pop(_END, None)
    if work.items:
        go_to(work.items[-1])
        st.rerun()
    if work.stopped:
        st.session_state[_END] = "stopped"
        return
    try:
        work.check()
    except PlumblineError as error:
        st.session_state[_END] = error


def _show_end() -> None:
    end = st.session_state.pop(_END, None)
    if isinstance(end, PlumblineError):
        failure(end, key="evaluation-ended")
    elif end == "stopped":
        notice(
            "calm",
            "Stopped",
            "No run was written. What was asked so far is kept: the same run goes on from there.",
            key="evaluation-stopped",
        )


def _list(runs: list[Entry]) -> None:
    st.markdown("### Runs", anchors=False)
    shown = st.session_state.get("evaluation-shown", _SHOWN)
    for entry in runs[:shown]:
        with st.container(key=f"story-run-{entry.name}"):
            label = plain(run_title(entry.name, entry.started))
            st.button(label, key=f"open-{entry.name}", type="tertiary", on_click=go_to, args=(entry.name,))
            st.caption(
                plain(entry.error) if entry.error else f"{plain(_about(entry))}  \n{plain(listed([*entry.suites]))}"
            )
    if len(runs) > shown and st.button(f"Show {min(_SHOWN, len(runs) - shown)} more", key="evaluation-more"):
        st.session_state["evaluation-shown"] = shown + _SHOWN
        st.rerun()


def _about(entry: Entry) -> str:
    return " · ".join([count(entry.cases, "case"), listed([*entry.sets]), writer_name(entry.writer)])


def _one(desk: Desk, name: str, other: str | None, case: str | None) -> None:
    """Draw a run, or two, or one case of them."""
    folder = runs_folder(desk.newsroom.settings.data)
    try:
        opened = open_run(folder, name)
        held_against = open_run(folder, other) if other else None
    except UsageError as error:
        back_button("All runs")
        failure(error, key="evaluation-gone")
        return
    if case:
        _case(desk, opened, held_against, case)
    elif held_against:
        _two(held_against, opened)
    else:
        _run(desk, opened)


def _run(desk: Desk, opened: Opened) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="tools"):
        back_button("All runs")
        _choose_other(desk, opened)
        downloads(opened)
        offer_deleting(desk, opened.name)
    _head(opened)
    broken = show_rules(opened)
    suites = [entry.name for entry in opened.run.suites]
    suite = _choose_suite(suites) if len(suites) > 1 else None
    st.markdown("### Figures", anchors=False)
    st.caption("The band is the 95% interval: the fewer the cases, the wider it is, and the less sure the figure.")
    show_figures(opened, suite)
    st.markdown("### Cases", anchors=False)
    _open_case(show_cases(opened, suite) or broken, opened.name)


def _choose_suite(suites: list[str]) -> str | None:
    """Draw the choice of one suite, which is kept while a case is open; another run may not have it."""
    if st.session_state.get("evaluation-suite") not in suites:
        st.session_state.pop("evaluation-suite", None)
    return st.pills("Suite", suites, key="evaluation-suite", label_visibility="collapsed", persist_state="session")


def _open_case(clicked: tuple[str, str] | None, run: str, other: str | None = None) -> None:
    if clicked:
        go_to(run, other, f"{clicked[0]}:{clicked[1]}")
        st.rerun()


def _head(opened: Opened) -> None:
    run, about = opened.run, opened.about
    st.markdown(f"## {plain(run_title(opened.name, about.started))}", anchors=False)
    sets = list(dict.fromkeys(entry.cases for entry in run.suites))
    facts = [count(len(run.records), "case"), listed(sets), writer_name(run.writer)]
    facts += [f"{about.seconds:.0f} s"] if about.seconds else []
    facts += [f"{about.held:,} answered from earlier runs, for nothing"] if about.held else []
    st.caption(plain(" · ".join(facts)))
    for suite, why in about.skipped.items():
        st.caption(plain(f"Not run: {suite}. {why}"))


def _choose_other(desk: Desk, opened: Opened) -> None:
    """Offer the runs that this one can be held against; the accepted baseline among them."""
    runs = [entry for entry in list_runs(runs_folder(desk.newsroom.settings.data)) if not entry.error]
    names = {entry.name: run_title(entry.name, entry.started) for entry in runs} | {BASELINE: "The accepted baseline"}
    names.pop(opened.name, None)
    with st.popover("Compare", type="tertiary", key="evaluation-compare", disabled=not names):
        other = st.selectbox(
            "Hold this run against", list(names), format_func=lambda name: names.get(name, name), key="evaluation-other"
        )
        st.button("Compare", type="primary", key="evaluation-compare-go", on_click=go_to, args=(opened.name, other))


def _two(old: Opened, new: Opened) -> None:
    """Draw how a run differs from an older one."""
    compared = compare(old, new)
    with st.container(horizontal=True, vertical_alignment="center", key="tools"):
        back_button("The run alone", new.name)
        st.button("Other way round", key="evaluation-swap", type="tertiary", on_click=go_to, args=(old.name, new.name))
        downloads(new, compared)
    now, then = (run_title(one.name, one.about.started) for one in (new, old))
    st.markdown(f"## {plain(now)}", anchors=False)
    st.caption(plain(f"{writer_name(new.run.writer)}, against {then}, {writer_name(old.run.writer)}"))
    broken = show_rules(new)
    if not compared:
        notice("calm", "These runs have no case in common", "Choose runs of the same suites.", key="evaluation-apart")
        return
    st.markdown(f"### {_verdict([one.outcome for one in compared])}", anchors=False)
    st.caption(
        "Only cases that both runs scored count. Tied means that no difference was shown, not that there is none: "
        "*could show* is the least difference that would have been. *By itself*: the difference does not "
        "stand when it is one of all these figures."
    )
    show_compared(compared)
    apart = {(one.suite, one.id) for one in old.run.records} ^ {(one.suite, one.id) for one in new.run.records}
    if apart:
        st.caption(f"{count(len(apart), 'case')} in one of the runs only: not compared.")
    changed = changed_cases(old, new)
    st.markdown("### Cases that changed", anchors=False)
    st.caption(f"{count(len(changed), 'case')}, those that lost most first" if changed else "No case changed.")
    _open_case(show_changed(changed) or broken, new.name, old.name)


def _verdict(outcomes: list[str]) -> str:
    counted = [f"{outcomes.count(one):,} {one}" for one in ("worse", "better", "tied") if one in outcomes]
    return f"{count(len(outcomes), 'figure')}: {listed(counted)}"


def _case(desk: Desk, opened: Opened, other: Opened | None, case: str) -> None:
    """Draw one case, in two runs side by side where two are open."""
    suite, _, id = case.partition(":")
    changed = changed_cases(other, opened) if other else []
    order = [one.new for one in changed] if other else [one.record for one in opened.cases if one.badness > 0]
    with st.container(horizontal=True, vertical_alignment="center", key="tools"):
        back_button("All cases", opened.name, other.name if other else None)
        _next([f"{one.suite}:{one.id}" for one in order], case, opened.name, other.name if other else None)
    found = [(one, shown.record) for one in (other, opened) if one and (shown := one.case(suite, id))]
    if not found:
        failure(NotFoundError(f"There is no case {id!r} of the suite {suite!r} in this run."), key="evaluation-no-case")
        return
    record = found[-1][1]
    st.markdown(f"## {plain(title_of(record))}", anchors=False)
    st.caption(plain(" · ".join(part for part in (suite, record.kind.replace("_", " "), id) if part)))
    for one in changed:
        if (one.new.suite, one.new.id) == (suite, id):
            st.markdown(f"**{'Worse' if one.worsening > 0 else 'Changed'}.** {plain(moves_of(one))}")
    st.html(f"<style>{_BESIDE}</style>")
    with st.container(key="evaluation-sides"):
        places = st.columns(len(found), gap="large")
    for place, (run, held) in zip(places, found, strict=True):
        with place:
            if other:
                st.markdown(f"### {'Before' if run is other else 'Now'}", anchors=False)
                st.caption(plain(run_title(run.name, run.about.started)))
            show_case(desk.newsroom, held, f"case-{'then' if run is other else 'now'}", beside=not other)
    source_pane(cast("Newsroom", CaseSources(desk.newsroom, *(held for _, held in found))))


def _next(cases: list[str], case: str, run: str, other: str | None) -> None:
    """Offer the case after this one, in the order of the list."""
    at = cases.index(case) + 1 if case in cases else 0
    if at < len(cases):
        st.button("Next case", key="evaluation-next", type="tertiary", on_click=go_to, args=(run, other, cases[at]))


if __name__ == "__main__":
    page()
