"""The one Newsroom that all pages and sessions of this process share, and what they remember about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

import streamlit as st

from rag.datatypes import Briefing, Changes, Comparison, Health
from rag.errors import LibraryLockedError

if TYPE_CHECKING:
    from rag.newsroom import Newsroom

P = TypeVar("P")

Key = tuple[str, ...]
"""What a piece was made of and how: subject, length, writer."""

GIVEN = "newsroom"
"""The name in the session state under which a Newsroom may be given instead of the one of this process."""

KEPT = 64
"""How many briefings and comparisons are kept, so that a reload or a second reader need not wait again."""


@dataclass(frozen=True, slots=True)
class Kept(Generic[P]):
    """A piece and the number of changes the library had seen when it was made."""

    piece: P
    changes: int


@dataclass
class Desk:
    """A Newsroom with the number of changes seen in it, and the pieces already made from it."""

    newsroom: Newsroom
    changes: int = 0
    locked: str = ""
    briefings: dict[Key, Kept[Briefing]] = field(default_factory=dict)
    comparisons: dict[Key, Kept[Comparison]] = field(default_factory=dict)
    differences: dict[Key, Kept[Changes]] = field(default_factory=dict)
    health: tuple[int, Health] | None = None

    def refresh(self) -> None:
        """Take in what other processes added; note it where one of them holds the search index."""
        try:
            self.changes += self.newsroom.refresh()
            self.locked = ""
        except LibraryLockedError as error:
            self.locked = str(error)

    def changed(self) -> None:
        """Note a change made through this desk, so that nothing made before it passes for current."""
        self.changes += 1


def the_desk() -> Desk:
    """Return the desk of this process, or one for the Newsroom given in the session state.

    Raises:
        LibraryError: the library cannot be used.
    """
    given = st.session_state.get(GIVEN)
    if given is None:
        return _process_desk()
    if "desk" not in st.session_state:
        st.session_state["desk"] = Desk(given)
    desk = st.session_state["desk"]
    assert isinstance(desk, Desk)
    return desk


@st.cache_resource(show_spinner="Opening the library")
def _process_desk() -> Desk:
    from rag.newsroom import Newsroom

    return Desk(Newsroom.open())


def keep(made: dict[Key, Kept[P]], key: Key, piece: P, changes: int) -> None:
    """Keep a piece as made at that state of the library, dropping the oldest where there are too many."""
    made.pop(key, None)
    made[key] = Kept(piece, changes)
    while len(made) > KEPT:
        del made[next(iter(made))]
