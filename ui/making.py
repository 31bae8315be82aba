"""Making a briefing or a comparison beside the page, once: a reload and other readers get the piece that is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

import streamlit as st

from rag.errors import ModelError, PlumblineError, UsageError
from ui.desk import Desk, Kept, Key, keep
from ui.frame import failure, notice
from ui.progress import follow
from ui.work import Work

P = TypeVar("P")
_STATE = "making"


@dataclass(frozen=True, slots=True)
class Making(Generic[P]):
    """A piece on its way; `key` says of what."""

    key: Key
    changes: int
    work: Work[P]


@dataclass(frozen=True, slots=True)
class Order(Generic[P]):
    """How to make a piece. `waits` is what a button says that must be pressed first, because making it costs money."""

    key: Key
    make: Callable[[], P]
    doing: str
    waits: str = ""


def piece_for(desk: Desk, made: dict[Key, Kept[P]], order: Order[P]) -> P | None:
    """Return the piece, making it first where it is not there; None where it waits, failed or was stopped.

    While it is being made this draws how far it is, and does not return.
    """
    making = st.session_state.get(_STATE)
    if not isinstance(making, Making) or making.key != order.key:
        kept = made.get(order.key)
        if kept is not None:
            _aged(desk, kept, order)
            return kept.piece
        if order.waits:
            st.button(order.waits, type="primary", key="make", on_click=_start, args=(desk, order))
            return None
        _start(desk, order)
        making = st.session_state[_STATE]
    if not making.work.finished:
        follow(making.work, order.doing)
    if making.work.stopped:
        with notice("calm", "Stopped", "", key="making-stopped"):
            st.button("Start again", key="start-again", on_click=_start, args=(desk, order))
        return None
    return _result(desk, made, making, order)


def _start(desk: Desk, order: Order[P]) -> None:
    def steps() -> Iterator[P]:
        yield order.make()

    st.session_state[_STATE] = Making(order.key, desk.changes, Work(steps).start())


def _aged(desk: Desk, kept: Kept[P], order: Order[P]) -> None:
    """Say it where the library has changed since; the piece stays, so that nobody loses what they are reading."""
    if kept.changes != desk.changes:
        with st.container(horizontal=True, vertical_alignment="center", key="aged"):
            st.caption("The library has changed since this was made.")
            st.button("Bring it up to date", key="make-again", on_click=_start, args=(desk, order))


def _result(desk: Desk, made: dict[Key, Kept[P]], making: Making[P], order: Order[P]) -> P | None:
    try:
        making.work.check()
    except PlumblineError as error:
        if failure(error, key="making", again=True):
            _start(desk, order)
            st.rerun()
        if isinstance(error, (ModelError, UsageError)):
            st.button("Use the embedded writer", key="making-embedded", on_click=_use_embedded)
        return None
    piece = making.work.items[-1]
    keep(made, making.key, piece, making.changes)
    del st.session_state[_STATE]
    return piece


def _use_embedded() -> None:
    """Another writer is another kind of piece: the reader decides, it is never swapped quietly."""
    st.session_state["by"] = "Embedded writer"
    st.session_state.pop(_STATE, None)
