"""The list of sources a piece was made from, with shared copy shown as one origin and the evidence for that."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from rag.datatypes import Origin, SourceEntry
from rag.render import readable_date
from rag.render.document import outlet_name
from rag.render.untrusted import web_address
from ui.escape import plain
from ui.source import open_article
from ui.words import listed


def show_origins(sources: Sequence[SourceEntry], origins: Sequence[Origin]) -> None:
    """Say which articles carry the same copy and count as one source, and what shows it."""
    names = {source.article_id: outlet_name(source.outlet) for source in sources}
    for origin in origins:
        shared = list(dict.fromkeys(names[article] for article in origin.articles if article in names))
        if len(origin.articles) > 1 and shared:
            st.caption(f"Counted as one source: **{plain(listed(shared))}**. {plain(origin.why)}")


def show_sources(sources: Sequence[SourceEntry], origins: Sequence[Origin]) -> None:
    """Draw the list; every title opens its article beside the text."""
    for source in sources:
        with st.container(key=f"listed-{source.article_id}"):
            about = [
                outlet_name(source.outlet),
                readable_date(source.published),
                *([source.author] if source.author else []),
            ]
            st.button(
                plain(source.title or "Untitled"),
                key=f"source-{source.article_id}",
                type="tertiary",
                on_click=open_article,
                args=(source.article_id,),
            )
            address = web_address(source.url)
            link = f" [Original](<{address}>)" if address and not set(address) & set("<>") else ""
            st.caption(plain(", ".join(filter(None, about))) + link)
    show_origins(sources, origins)
