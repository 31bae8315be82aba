"""What to run: suites, cases, writer and limits are chosen here; a run that costs money says so before it starts."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from eval.budget import Prices
from eval.suites import SUITES
from rag.errors import PlumblineError, UsageError
from rag.settings import JudgeChoice, Settings, WriterChoice
from ui.desk import Desk
from ui.escape import plain
from ui.evaluation_running import Order, Preview, cases_at, preview, start
from ui.frame import failure, notice
from ui.settings import chosen_writer, writing_newsroom
from ui.words import count, listed

_SAMPLES, _OWN, _PUBLIC = "Sample stories", "My own cases", "Public sets"
_EMBEDDED, _MODEL = "Embedded writer", "Language model"
_ABOUT = {
    _SAMPLES: "The invented stories that come with Plumbline, with what is planted in them known.",
    _OWN: "A folder on this machine with cases.jsonl in it, and the articles beside it in a folder `articles`; "
    "without that folder the cases are about your library. `python -m eval new FOLDER` writes a template.",
    _PUBLIC: "A folder on this machine with one published research set, or with several, each in a folder of its own.",
}
_ERROR, _ESTIMATE = "evaluation-error", "evaluation-estimate"


@dataclass(frozen=True, slots=True)
class _Estimate:
    order: Order
    preview: Preview


@dataclass(frozen=True, slots=True)
class _Models:
    """Who writes, whether a model judges, and what that may cost."""

    writer: WriterChoice
    judges: bool = False
    prices: Prices | None = None
    most_tokens: int | None = None
    most_money: float | None = None


def usual_order(desk: Desk) -> Order:
    """Return the order of everything on the sample stories, by the embedded writer."""
    settings = _settings(desk, WriterChoice.EMBEDDED).model_copy(update={"judge": JudgeChoice.OFF})
    return Order(tuple(SUITES), settings)


def choose_run(desk: Desk) -> None:
    """Draw the choices and the button that starts a run, or first says what it would cost."""
    chosen = st.pills("Suites: all, or those you choose", list(SUITES), selection_mode="multi", key="evaluation-suites")
    suites = chosen or list(SUITES)
    st.caption("  \n".join(f"**{name}**: {plain(SUITES[name].about)}" for name in suites))
    where = st.segmented_control("Cases", list(_ABOUT), default=_SAMPLES, required=True, key="evaluation-where")
    st.caption(_ABOUT[where or _SAMPLES])
    path = None
    if where != _SAMPLES:
        path = st.text_input("Folder", key="evaluation-path", placeholder="/home/me/cases")
    with st.container(horizontal=True, vertical_alignment="bottom", key="evaluation-limits"):
        limit = st.number_input(
            "At most so many cases a suite", min_value=1, value=None, step=10, placeholder="All", key="evaluation-limit"
        )
        name = st.text_input("Name of the run", key="evaluation-name", placeholder="The time it is started")
    payment = _choose_models(desk)
    order = Order(
        tuple(suites),
        _settings(desk, payment.writer),
        limit=limit,
        name=name.strip(),
        prices=payment.prices,
        most_tokens=payment.most_tokens,
        most_money=payment.most_money,
        model_judges=payment.judges,
    )
    pressed = st.button("Estimate the cost" if order.paid else "Run", type="primary", key="evaluation-go")
    if not order.paid:
        st.caption("It costs nothing. Cases run before on the same articles by the same code are not asked again.")
    if pressed:
        _go(desk, order, path)
    if isinstance(st.session_state.get(_ERROR), PlumblineError):
        failure(st.session_state[_ERROR], key="evaluation-unusable")
    estimate = st.session_state.get(_ESTIMATE)
    if isinstance(estimate, _Estimate):
        _show_estimate(desk, estimate)


def _choose_models(desk: Desk) -> _Models:
    settings = writing_newsroom(desk).settings
    if not settings.model_configured:
        st.caption("Answers and briefings are by the embedded writer. To measure a model, set one under *Settings*.")
        return _Models(WriterChoice.EMBEDDED)
    usual = _MODEL if (chosen_writer() or settings.writer_in_use) is WriterChoice.MODEL else _EMBEDDED
    by = st.segmented_control("Writer", [_EMBEDDED, _MODEL], default=usual, required=True, key="evaluation-by")
    writer = WriterChoice.MODEL if by == _MODEL else WriterChoice.EMBEDDED
    judges = st.toggle(
        "A language model judges the citations",
        key="evaluation-judges",
        help="Citation precision and recall are then by what a chat model says of each claim and its paragraphs, and "
        "not by the program's score.",
    )
    if writer is WriterChoice.EMBEDDED and not judges:
        return _Models(writer)
    named = dict.fromkeys(
        ([settings.openai_model] if writer is WriterChoice.MODEL else []) + [*(settings.judge_models if judges else ())]
    )
    are = "The model is" if len(named) == 1 else "The models are"
    st.caption(plain(f"{are} {listed([*named])}. Prices turn the estimate into money."))
    with st.container(horizontal=True, vertical_alignment="bottom", key="evaluation-prices"):
        read = _amount("Price of a million tokens read", "evaluation-price-in")
        written = _amount("of a million written", "evaluation-price-out")
    with st.container(horizontal=True, vertical_alignment="bottom", key="evaluation-budget"):
        tokens = st.number_input(
            "Stop at so many tokens", min_value=1, value=None, step=100_000, placeholder="No limit",
            key="evaluation-most-tokens",
        )  # fmt: skip
        money = _amount("Stop at so much money", "evaluation-most-money")
    prices = Prices(read, written) if read is not None and written is not None else None
    return _Models(writer, judges, prices, tokens, money)


def _amount(label: str, key: str) -> float | None:
    return st.number_input(label, min_value=0.0, value=None, step=0.1, placeholder="Not given", key=key)


def _go(desk: Desk, order: Order, path: str | None) -> None:
    """Start what is chosen, or estimate it where it costs money."""
    st.session_state.pop(_ESTIMATE, None)
    st.session_state.pop(_ERROR, None)
    try:
        if order.most_money is not None and order.prices is None:
            raise UsageError("A limit of money needs both prices.", hint="Give what a million tokens cost.")
        if path is not None:
            order = replace(order, folder=cases_at(path))
        if not order.paid:
            start(writing_newsroom(desk), order)
            st.rerun()
        with st.spinner("Counting the cases"):
            st.session_state[_ESTIMATE] = _Estimate(order, preview(writing_newsroom(desk), order))
    except PlumblineError as error:
        st.session_state[_ERROR] = error


def _show_estimate(desk: Desk, estimate: _Estimate) -> None:
    made, cost = estimate.preview, estimate.preview.cost
    held = f"; {made.held:,} of them are held from earlier runs" if made.held else ""
    if not cost.calls:
        title, text = "This run costs nothing", f"{count(made.cases, 'case')}{held}, and no model has to be asked."
    else:
        money = "its price is not known, as no prices are given" if cost.money is None else f"{cost.money:,.2f} in all"
        minutes = max(1, round(cost.seconds / 60))
        title = f"About {count(cost.calls, 'call')} of the model"
        text = (
            f"{count(made.cases, 'case')}{held}. About {cost.prompt_tokens:,} tokens read and "
            f"{cost.completion_tokens:,} written, {count(minutes, 'minute')}, {money}. {_limits(estimate.order)}"
        )
    with notice("wait" if cost.calls else "calm", title, text, key="evaluation-cost"):
        st.button("Run it", type="primary", key="evaluation-run-it", on_click=_run_it, args=(desk, estimate.order))


def _limits(order: Order) -> str:
    limits = [f"{order.most_tokens:,} tokens"] if order.most_tokens is not None else []
    limits += [f"{order.most_money:,.2f} of money"] if order.most_money is not None else []
    return f"It stops at {' or '.join(limits)}." if limits else "No limit is set."


def _run_it(desk: Desk, order: Order) -> None:
    st.session_state.pop(_ESTIMATE, None)
    start(writing_newsroom(desk), order)


def _settings(desk: Desk, writer: WriterChoice) -> Settings:
    return writing_newsroom(desk).settings.model_copy(update={"writer": writer})
