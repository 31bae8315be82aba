"""The article beside the text: opened by a click on a citation, at its paragraph, with the quoted words marked."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from rag.datatypes import Article, Paragraph
from rag.errors import NotFoundError
from rag.render import readable_date
from rag.render.document import outlet_name
from rag.render.untrusted import web_address
from ui.components import component
from ui.pieces import marked
from ui.words import KINDS

if TYPE_CHECKING:
    from rag.newsroom import Newsroom

_mount = component("source")
_STATE = "source"


@dataclass(frozen=True, slots=True)
class Opened:
    """What is open: an article, or the article of a paragraph with some of its words marked.

    `turn` counts the clicks, so that a second click on the same citation goes back to its paragraph.
    """

    article: str = ""
    paragraph: str = ""
    start: int = 0
    end: int = 0
    turn: int = 0


def open_article(article_id: str) -> None:
    """Open an article at its beginning."""
    _open(Opened(article=article_id))


def open_source(clicked: object) -> None:
    """Open what a component says was clicked; the browser's word for it is checked, and nothing opens if it is odd."""
    if not isinstance(clicked, dict):
        return
    paragraph, start, end = clicked.get("paragraph"), clicked.get("start"), clicked.get("end")
    if isinstance(paragraph, str) and isinstance(start, int) and isinstance(end, int):
        _open(Opened(paragraph=paragraph, start=start, end=end))


def _open(opened: Opened) -> None:
    turn = st.session_state.get("source-turn", 0) + 1
    st.session_state["source-turn"] = turn
    st.session_state[_STATE] = replace(opened, turn=turn)


def close_source() -> None:
    """Close what is open."""
    st.session_state.pop(_STATE, None)


def source_pane(newsroom: Newsroom) -> None:
    """Draw what is open; call it once a page, after everything that can open a source."""
    opened = st.session_state.get(_STATE)
    if not isinstance(opened, Opened):
        return
    try:
        article = newsroom.paragraph(opened.paragraph)[0] if opened.paragraph else newsroom.article(opened.article)
    except NotFoundError:
        st.toast("This article is no longer in the library.")
        close_source()
        return
    with st.container(key="source-pane"):
        _mount(key="source-component", data=_data(article, opened), height="stretch", on_close_change=close_source)


def _data(article: Article, opened: Opened) -> dict[str, Any]:
    return {
        "turn": opened.turn,
        "outlet": outlet_name(article.outlet),
        "date": readable_date(article.published),
        "title": article.title or "Untitled",
        "author": article.author or "",
        "url": web_address(article.url),
        "paragraphs": [_paragraph(paragraph, opened) for paragraph in article.paragraphs],
    }


def _paragraph(paragraph: Paragraph, opened: Opened) -> dict[str, Any]:
    current = paragraph.id == opened.paragraph
    pieces = marked(paragraph.text, opened.start, opened.end) if current else marked(paragraph.text, 0, 0)
    return {
        "id": paragraph.id,
        "number": paragraph.number,
        "label": KINDS[paragraph.kind],
        "current": current,
        "parts": [asdict(piece) for piece in pieces],
    }
